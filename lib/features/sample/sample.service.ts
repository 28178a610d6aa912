import type { GraphDocument, PlacedNode } from "@/lib/core/graph/document";
import { CATEGORIES, type Category, type Role } from "@/lib/core/casework/claims";
import { formatNodeKey } from "@/lib/core/graph/node-key";
import { place } from "@/lib/core/graph/place";
import type { NetworkName } from "@/lib/core/network";
import { oneOf } from "@/lib/core/one-of";
import type { Principal } from "@/lib/core/policy/policy";
import type { CaseService } from "@/lib/features/cases/cases.service";
import type { ClaimService } from "@/lib/features/claims/claims.service";
import type { FlowService } from "@/lib/features/flows/flows.service";

/** What the made-up economy says of itself. */
export interface Sample {
  readonly network: NetworkName;
  /** Places of its story, in the order of a tour: where to begin comes first. */
  readonly stops: readonly string[];
  /** What an analyst knows at the start. */
  readonly known: readonly { readonly address: string; readonly label: string; readonly category: string }[];
}

interface Deps {
  readonly sample: () => Sample;
  /** Brings the economy's transactions in and the analysis up to date. */
  readonly importSample: (signal: AbortSignal) => Promise<void>;
  readonly cases: Pick<CaseService, "create">;
  readonly claims: Pick<ClaimService, "add">;
  readonly flows: Pick<FlowService, "expand" | "view">;
}

const NAME = "Demo case (synthetic)";
const SOURCE = { name: "Assay simulator (synthetic)", url: null, quote: null, date: null };
/** How many of the largest neighbours the demo graph begins with on each side. */
const NEIGHBOURS = 4;

export type SampleService = ReturnType<typeof makeSampleService>;

/** The case that a new installation starts with: made-up money, marked so everywhere, with one laundering round trip to follow. */
export function makeSampleService({ sample, importSample, cases, claims, flows }: Deps) {
  /** The start, what feeds it and what it feeds, and the first stops of the story. */
  async function firstGraph({ network, stops }: Sample): Promise<GraphDocument> {
    const keys = stops.map((ref) => formatNodeKey({ kind: "wallet", network, ref }));
    const wallets = [...new Set((await flows.view(keys)).nodes.filter((node) => node.known).map((node) => node.wallet))];
    const [start] = wallets;
    if (start === undefined) return { nodes: [] };
    let nodes: PlacedNode[] = place([], [start], { x: 0, y: 0 }, null);
    for (const direction of ["in", "out"] as const) {
      const { keys: found } = await flows.expand(start, { direction, limit: NEIGHBOURS, exclude: nodes.map((node) => node.key) });
      nodes = [...nodes, ...place(nodes, found, { x: 0, y: 0 }, direction)];
    }
    return { nodes };
  }

  return {
    /** Imports the economy, writes down what an analyst knows of it, and opens a case with a first graph. */
    load: async (principal: Principal, signal: AbortSignal): Promise<{ readonly caseId: string; readonly graphId: string; readonly claims: number }> => {
      await importSample(signal);
      const story = sample();
      const created = await cases.create(principal, { name: NAME, synthetic: true, document: await firstGraph(story) });
      for (const known of story.known) {
        const category = oneOf(CATEGORIES, known.category);
        const subject = { kind: "wallet", network: story.network, ref: known.address } as const;
        await claims.add(principal, { subject, role: roleOf(category), entityId: null, label: known.label, category, source: SOURCE, method: "unknown", note: null, caseId: created.caseId });
      }
      return { ...created, claims: story.known.length };
    },
  };
}

/** The label pack names services' own wallets and pools' paying ones. */
function roleOf(category: Category): Role | null {
  if (category === "mining-pool" || category === "pool-payout") return "pool-paying";
  return category === "hash-rental" || category === "exchange" ? "service-own" : null;
}
