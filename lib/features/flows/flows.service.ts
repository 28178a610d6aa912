import type { NetworkName } from "@/lib/core/network";
import { formatNodeKey } from "@/lib/core/graph/node-key";
import { groupBy } from "@/lib/core/group-by";
import { pageOf, parseCursor, type Page, type PageRequest } from "@/lib/core/page";
import type { Counterparty, Direction, Expansion, FlowRow, FlowStore, FlowTotal, GraphEdge, GraphView, PartySide, Remainder } from "@/lib/features/flows/flows.ports";
import { partiesOf, type NodeService, type ResolvedNode } from "@/lib/features/flows/nodes.service";
import { isShared, type FlowTotalsService, type Sides } from "@/lib/features/flows/totals.service";
import type { SubjectService } from "@/lib/features/wallets/subjects.service";
import type { Reading } from "@/lib/features/wallets/wallets.ports";

interface Deps {
  readonly flows: FlowStore;
  readonly nodes: NodeService;
  readonly totals: FlowTotalsService;
  readonly subjects: SubjectService;
}

export type FlowService = ReturnType<typeof makeFlowService>;

/** The fund-flow graph: what is among the nodes in view, and exactly what is not. */
export function makeFlowService({ flows, nodes, totals, subjects }: Deps) {
  const resolveOne = async (reading: Reading, key: string): Promise<ResolvedNode> => {
    const [node] = await nodes.resolve(reading, [key]);
    if (node === undefined) throw new Error(`The node ${key} was asked for and not answered.`);
    return node;
  };

  return {
    /**
     * The nodes, all flows among them, and what remains outside. Keys of one wallet are answered each, with one `wallet`; its
     * edges and remainders are drawn at the first of them.
     */
    view: async (keys: readonly string[]): Promise<GraphView> => {
      const reading = await subjects.reading();
      const resolved = await nodes.resolve(reading, [...new Set(keys)]);
      const parties = firstOfEach(partiesOf(resolved));
      const [described, rows, sums] = await Promise.all([
        nodes.describe(reading, resolved),
        flows.among(reading.generation, [...new Set(parties.map(({ party }) => party))]),
        totals.of(reading, parties),
      ]);
      const edges = edgesOf(rows, parties);
      const shown = { in: groupBy(edges, ({ to }) => to), out: groupBy(edges, ({ from }) => from) };
      return { nodes: described, edges, remainders: parties.flatMap(({ key }, i) => remaindersOf(key, sums[i], shown)) };
    },

    /** The largest neighbours on one side that are not in view yet, and what is left after them. */
    expand: async (key: string, { direction, limit, exclude }: { readonly direction: Direction; readonly limit: number; readonly exclude: readonly string[] }): Promise<Expansion> => {
      const reading = await subjects.reading();
      const [node, ...shown] = await nodes.resolve(reading, [key, ...exclude]);
      if (node?.party == null) return { keys: [], left: { parties: 0, value: 0n } };
      const network = node.node.network;
      const inView = partiesOf(shown).filter((other) => other.network === network).map(({ party }) => party);
      const side = sideOf(node.party, direction, network);
      const [rows, known, [sides]] = await Promise.all([
        flows.largest(side, { generation: reading.generation, exclude: inView, after: null, limit }),
        flows.between(reading.generation, side, inView),
        totals.of(reading, [{ party: node.party, network, wallet: node.wallet }]),
      ]);
      const added = await nodes.ofParties(reading, rows.map((row) => otherEnd(row, direction)), network);
      return { keys: added.map((one) => one.key), left: less(sides?.[direction], [...rows, ...known]) };
    },

    /** Whom a wallet dealt with on one side, by value; the same order as `expand`. */
    counterparties: async (network: NetworkName, ref: string, { direction, cursor, limit }: PageRequest & { readonly direction: Direction }): Promise<Page<Counterparty>> => {
      const { ref: name } = subjects.named(network, ref);
      const reading = await subjects.reading();
      const node = await resolveOne(reading, formatNodeKey({ kind: "wallet", network, ref: name }));
      if (node.party === null) return { items: [], nextCursor: null };
      const request = { generation: reading.generation, exclude: [], after: cursor === undefined ? null : parseCursor(cursor), limit: limit + 1 };
      const page = pageOf(await flows.largest(sideOf(node.party, direction, network), request), limit, (row) => [row.value, otherEnd(row, direction)]);
      const described = await nodes.describe(reading, await nodes.ofParties(reading, page.items.map((row) => otherEnd(row, direction)), network));
      const items = page.items.flatMap(({ src: _src, dst: _dst, ...row }, i) => (described[i] === undefined ? [] : [{ node: described[i], ...row }]));
      return { items, nextCursor: page.nextCursor };
    },
  };
}

const otherEnd = (row: FlowRow, direction: Direction): bigint => (direction === "out" ? row.dst : row.src);

const sideOf = (party: bigint, direction: Direction, network: NetworkName): PartySide => ({ party, direction, network: isShared(party) ? network : null });

type KeyedParty = ReturnType<typeof partiesOf>[number];

/** Newly mined and unknown are one code on all networks, but a node each on every one. */
const identity = (party: bigint, network: NetworkName): string => (isShared(party) ? `${party} ${network}` : party.toString());

function firstOfEach(parties: readonly KeyedParty[]): readonly KeyedParty[] {
  const first = new Map<string, KeyedParty>();
  for (const one of parties) {
    const id = identity(one.party, one.network);
    if (!first.has(id)) first.set(id, one);
  }
  return [...first.values()];
}

function edgesOf(rows: readonly FlowRow[], parties: readonly KeyedParty[]): GraphEdge[] {
  const networkOf = new Map(parties.map(({ party, network }) => [party, network]));
  const keyOf = new Map(parties.map(({ key, party, network }) => [identity(party, network), key]));
  return rows.flatMap(({ src, dst, ...sums }) => {
    const network = networkOf.get(isShared(src) ? dst : src);
    const from = network === undefined ? undefined : keyOf.get(identity(src, network));
    const to = network === undefined ? undefined : keyOf.get(identity(dst, network));
    return from === undefined || to === undefined ? [] : [{ id: `${from}>${to}`, from, to, ...sums }];
  });
}

function remaindersOf(key: string, sides: Sides | undefined, shown: Readonly<Record<Direction, ReadonlyMap<string, readonly GraphEdge[]>>>): Remainder[] {
  return (["in", "out"] as const).flatMap((direction) => {
    const left = less(sides?.[direction], shown[direction].get(key) ?? []);
    return left.parties === 0 && left.value === 0n ? [] : [{ key, direction, ...left }];
  });
}

function less(total: FlowTotal | undefined, shown: readonly { readonly value: bigint }[]): FlowTotal {
  const value = shown.reduce((sum, row) => sum + row.value, 0n);
  return { parties: (total?.parties ?? 0) - shown.length, value: (total?.value ?? 0n) - value };
}
