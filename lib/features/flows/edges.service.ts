import { flowsOfTransaction } from "@/lib/core/graph/flows";
import { NEWLY_MINED, partyOf, UNKNOWN } from "@/lib/core/graph/party";
import { pageOf, parseCursor, type Page, type PageRequest } from "@/lib/core/page";
import type { EdgeRequest, EdgeRow, EdgeStore, FlowStore } from "@/lib/features/flows/flows.ports";
import type { NodeService, ResolvedNode } from "@/lib/features/flows/nodes.service";
import type { SubjectService } from "@/lib/features/wallets/subjects.service";
import type { Reading, StoredWallet } from "@/lib/features/wallets/wallets.ports";

interface Deps {
  readonly edges: EdgeStore;
  readonly flows: FlowStore;
  readonly nodes: NodeService;
  readonly subjects: SubjectService;
}

export type EdgeService = ReturnType<typeof makeEdgeService>;

/** The transactions that an edge of the graph rests on; what they contribute adds up to the edge. */
export function makeEdgeService({ edges, flows, nodes, subjects }: Deps) {
  return {
    /** Newest first. */
    transactions: async (fromKey: string, toKey: string, { cursor, limit }: PageRequest): Promise<Page<EdgeRow>> => {
      const reading = await subjects.reading();
      const [from, to] = await nodes.resolve(reading, [fromKey, toKey]);
      const request: EdgeRequest = { generation: reading.generation, after: cursor === undefined ? null : parseCursor(cursor), limit: limit + 1 };
      const rows = from === undefined || to === undefined ? [] : await rowsOf({ edges, flows }, { reading, from, to }, request);
      return pageOf(rows, limit, ({ ord, txId }) => [ord, txId]);
    },
  };
}

interface Ends {
  readonly reading: Reading;
  readonly from: ResolvedNode;
  readonly to: ResolvedNode;
}

async function rowsOf(stores: Pick<Deps, "edges" | "flows">, ends: Ends, request: EdgeRequest): Promise<readonly EdgeRow[]> {
  const { from, to } = ends;
  if (from.party === null || to.party === null || from.node.network !== to.node.network) return [];
  if (from.mix !== null || to.mix !== null) return throughMix(stores, ends, request);
  if (to.wallet === null) return [];
  if (from.party === NEWLY_MINED) return stores.edges.minedTo(to.wallet.id, request);
  if (from.party === UNKNOWN) return fromUnknown(stores.edges, to.wallet.id, request);
  return from.wallet === null ? [] : paid(stores.edges, from.wallet, to.wallet, request);
}

/** A CoinJoin is one transaction, so the edge is what it contributes. */
async function throughMix({ edges, flows }: Pick<Deps, "edges" | "flows">, { reading, from, to }: Ends, request: EdgeRequest): Promise<readonly EdgeRow[]> {
  if (from.party === null || to.party === null || request.after !== null) return [];
  const side = { party: from.party, direction: "out", network: null } as const;
  const [flow] = await flows.between(reading.generation, side, [to.party]);
  const mix = partyOf(from.mix === null ? to.party : from.party);
  const row = flow === undefined || mix.kind !== "coinjoin" ? null : await edges.transaction(mix.txId, flow.value);
  return row === null ? [] : [row];
}

/** Reads along the shorter of the two histories. */
function paid(edges: EdgeStore, payer: StoredWallet, payee: StoredWallet, request: EdgeRequest): Promise<readonly EdgeRow[]> {
  if (payer.id === payee.id) return Promise.resolve([]);
  return edges.paid({ payer: payer.id, payee: payee.id, drive: payer.txCount < payee.txCount ? "payer" : "payee" }, request);
}

/** What unresolved inputs contributed is worked out transaction by transaction; those where it is nothing are passed over. */
async function fromUnknown(edges: EdgeStore, wallet: bigint, request: EdgeRequest): Promise<readonly EdgeRow[]> {
  const found: EdgeRow[] = [];
  let after = request.after;
  for (;;) {
    const candidates = await edges.unresolved(wallet, { ...request, after });
    const ends = await edges.attributed(request.generation, candidates.map(({ txId }) => txId));
    for (const row of candidates) {
      const tx = ends.get(row.txId);
      const flow = tx === undefined ? undefined : flowsOfTransaction(tx).find(({ src, dst }) => src === UNKNOWN && dst === wallet);
      if (flow !== undefined) found.push({ ...row, value: flow.value });
    }
    const last = candidates.at(-1);
    if (found.length >= request.limit || candidates.length < request.limit || last === undefined) return found.slice(0, request.limit);
    after = [last.ord, last.txId];
  }
}
