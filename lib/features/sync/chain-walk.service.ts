import { sameBytes } from "@/lib/core/bitcoin/bytes";
import type { Decoded } from "@/lib/core/bitcoin/columns";
import { AppError } from "@/lib/core/errors";
import { hashToText } from "@/lib/core/hex";
import { HashTrail } from "@/lib/core/sync/hash-trail";
import { findFork, hashKnownAt, type Known } from "@/lib/features/sync/fork.service";
import type { BlockRef, CoreNode, HeightRange, LedgerChain, NodeState } from "@/lib/features/sync/sync.ports";

/** At `height` the best chain had block `from` and has block `to` now (usual hex; null: the node's chain ends below). */
export interface Reorganisation {
  readonly height: number;
  readonly from: string;
  readonly to: string | null;
}

export interface WalkOptions {
  readonly node: CoreNode;
  readonly ledger: LedgerChain;
  /** Null: after the highest block that ledger and node have in common, or at 0. */
  readonly from: number | null;
  /** Null: the tip as it is at the beginning. */
  readonly to: number | null;
  readonly signal: AbortSignal;
  /** Blocks given so far, and how many there will be as far as is known. */
  readonly onProgress: (done: number, total: number) => void;
}

/** What a walk has met, for its caller to read when it is over. */
export interface WalkReport {
  tip: BlockRef | null;
  network: NodeState["network"] | null;
  readonly reorganised: Reorganisation[];
}

export interface Walk extends WalkOptions, Known {
  readonly report: WalkReport;
  target: number | null;
  /** Blocks below this height were already said to be missing at a pruned node. */
  prunedSaid: number;
  given: number;
  refused: number;
}

const HASHES_AT_ONCE = 500;
const MOST_FRUITLESS_PLANS = 20;
/** So many blocks in a row that the node names and does not give: then it is the node, not the blocks. */
const MOST_REFUSALS = 50;

export const makeWalk = (options: WalkOptions): Walk => ({
  ...options,
  trail: new HashTrail(),
  report: { tip: null, network: null, reorganised: [] },
  target: null,
  prunedSaid: 0,
  given: 0,
  refused: 0,
});

/**
 * Gives the blocks that the ledger lacks of the node's best chain, in order of height. The chain may change at any moment: every block is
 * checked to follow the one before, and when it does not, the walk goes back to the fork and gives the other branch from there.
 */
export async function* walkChain(walk: Walk): AsyncGenerator<Decoded> {
  for (let fruitless = 0; ; fruitless += 1) {
    const state = await walk.node.state(walk.signal);
    walk.report.tip = state.tip;
    walk.report.network = state.network;
    const planned = await plan(walk, state);
    yield* prunedGap(walk, planned[0], state);
    const ranges = planned.map(({ from, to }) => ({ from: Math.max(from, state.prunedBelow), to })).filter(({ from, to }) => from <= to);
    if (ranges.length === 0) return;
    if (fruitless > MOST_FRUITLESS_PLANS) throw new AppError("source_unavailable", `Source “${walk.node.name}” changes its chain faster than it can be read. Try again later.`);
    const before = walk.given;
    yield* giveRanges(walk, ranges, state);
    if (walk.given > before) fruitless = 0;
  }
}

/** The heights to fetch, after a look at where the node's chain and what we know of it part. */
async function plan(walk: Walk, state: NodeState): Promise<readonly HeightRange[]> {
  const to = Math.min(walk.target ?? walk.to ?? state.tip.height, state.tip.height);
  walk.target = to;
  const { agreed, replaced } = await findFork(walk, state);
  const inReach = replaced !== null && replaced.known.height <= (walk.to ?? Infinity);
  if (inReach) note(walk.report, { height: replaced.known.height, from: hashToText(replaced.known.hash), to: replaced.node === null ? null : hashToText(replaced.node) });
  walk.trail.cutAbove(agreed ?? -1);
  const common = agreed ?? (inReach ? replaced.known.height - 1 : -1);
  const from = walk.from ?? common + 1;
  const below = await missing(walk, state, { from, to: Math.min(common, to) });
  const above = { from: inReach ? common + 1 : Math.max(from, common + 1), to };
  return [...below, above].filter((range) => range.from <= range.to);
}

/** A branch that is planned for twice is one reorganisation. */
function note({ reorganised }: WalkReport, found: Reorganisation): void {
  const known = reorganised.some(({ height, from, to }) => height === found.height && from === found.from && to === found.to);
  if (!known) reorganised.push(found);
}

/** What the ledger lacks of a range on which it does not contradict the node, less what this run gave already. */
async function missing({ ledger, trail }: Walk, { network }: NodeState, range: HeightRange): Promise<readonly HeightRange[]> {
  const ranges: { from: number; to: number }[] = [];
  for (const gap of range.from <= range.to ? await ledger.gaps(network, range) : []) {
    for (let height = gap.from; height <= gap.to; height += 1) {
      if (trail.get(height) !== null) continue;
      const last = ranges.at(-1);
      if (last !== undefined && last.to === height - 1) last.to = height;
      else ranges.push({ from: height, to: height });
    }
  }
  return ranges;
}

/** Ends early when the node's chain turns out to have changed: then a new plan is due. */
async function* giveRanges(walk: Walk, ranges: readonly HeightRange[], state: NodeState): AsyncGenerator<Decoded> {
  const total = walk.given + ranges.reduce((sum, { from, to }) => sum + to - from + 1, 0);
  for (const range of ranges) {
    for (let from = range.from; from <= range.to; from += HASHES_AT_ONCE) {
      const chunk = { from, to: Math.min(range.to, from + HASHES_AT_ONCE - 1) };
      for await (const decoded of giveChunk(walk, chunk, state)) {
        if (decoded === "changed") return;
        yield decoded;
        walk.onProgress(walk.given, total);
      }
    }
  }
}

async function* giveChunk(walk: Walk, { from, to }: HeightRange, state: NodeState): AsyncGenerator<Decoded | "changed"> {
  const hashes = await walk.node.hashes(from, to - from + 1, walk.signal);
  const refs = hashes.map((hash, i) => ({ height: from + i, hash }));
  let previous = await hashKnownAt(walk, state, from - 1);
  for await (const { ref, decoded } of walk.node.blocks(refs, walk.signal)) {
    if (!follows(decoded, previous)) {
      yield "changed";
      return;
    }
    walk.trail.set(ref.height, ref.hash);
    previous = ref.hash;
    walk.given += 1;
    refuseTooMany(walk, decoded);
    yield decoded;
  }
  if (hashes.length < to - from + 1) yield "changed";
}

function follows(decoded: Decoded, previous: Uint8Array | null): boolean {
  const claimed = decoded.kind === "record" ? (decoded.record.block?.prevHash ?? null) : null;
  return previous === null || claimed === null || sameBytes(previous, claimed);
}

/** The blocks that a pruned node has deleted, as one gap, said once. */
function* prunedGap(walk: Walk, first: HeightRange | undefined, { prunedBelow }: NodeState): Generator<Decoded> {
  if (first === undefined || first.from >= prunedBelow || walk.prunedSaid >= prunedBelow) return;
  walk.prunedSaid = prunedBelow;
  const position = `blocks ${first.from} to ${prunedBelow - 1}`;
  yield { kind: "rejected", rejection: { file: walk.node.name, position, reason: "the node has deleted them (it is pruned); fetch them from another node or from blk files" } };
}

function refuseTooMany(walk: Walk, decoded: Decoded): void {
  walk.refused = decoded.kind === "rejected" ? walk.refused + 1 : 0;
  if (decoded.kind === "record" || walk.refused < MOST_REFUSALS) return;
  throw new AppError("source_unavailable", `Source “${walk.node.name}” named ${walk.refused} blocks in a row that could not be used; the last, ${decoded.rejection.position}: ${decoded.rejection.reason}.`);
}
