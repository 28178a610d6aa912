import type { Decoded } from "@/lib/core/bitcoin/columns";
import { AppError } from "@/lib/core/errors";
import { hashToText } from "@/lib/core/hex";
import { networkByName } from "@/lib/core/network";
import type { ImportFile, ImportResult } from "@/lib/features/ledger/ledger.ports";
import { makeWalk, walkChain, type Walk } from "@/lib/features/sync/chain-walk.service";
import { followChain } from "@/lib/features/sync/follow.service";
import type { BlockRef, CoreNode, FetchHow, NodeState, SourceRef, SyncDeps, SyncRun } from "@/lib/features/sync/sync.ports";

export interface CoreOrder {
  readonly source: SourceRef;
  /** Null: after the highest block that ledger and node have in common. */
  readonly from: number | null;
  /** Null: the tip. */
  readonly to: number | null;
  readonly how: FetchHow;
  /** Milliseconds between looks for new blocks, until the run's signal fires; null: end at the tip. */
  readonly followMs: number | null;
}

export interface CoreSyncResult extends Omit<ImportResult, "reorganised" | "filesWithoutRecords"> {
  /** The node's tip when it was last asked. Hashes as people write them. */
  readonly tip: { readonly height: number; readonly hash: string };
  /** Heights whose block became another one; `to` is null where the node's chain now ends below. */
  readonly reorganised: readonly { readonly height: number; readonly from: string; readonly to: string | null }[];
  readonly requests: number;
}

/** Blocks of a node's best chain into the ledger: what it lacks, in order, whatever the chain does meanwhile. */
export async function syncCore(deps: SyncDeps, order: CoreOrder, run: SyncRun): Promise<CoreSyncResult> {
  if (order.from !== null && order.to !== null && order.from > order.to) throw new AppError("invalid_input", `The range from ${order.from} to ${order.to} is empty.`);
  const node = await deps.open.core(order.source, order.how);
  try {
    await deps.audit.record({ actorId: run.actorId, action: "sync.started", target: `source:${node.name}`, payload: { kind: "core", by: order.source.kind, from: order.from, to: order.to, follow: order.followMs !== null } });
    const state = await node.state(run.signal);
    const latest: Latest = { walk: null, counts: {}, began: deps.now() };
    const result = await deps.importRecords({
      network: state.network,
      files: [fileOf(deps, { order, run, node, state, latest })],
      job: run.job,
      // Following ends by its own end, so that what came is still written.
      signal: order.followMs === null ? run.signal : NEVER,
      onProgress: ({ counts: { transactions = 0 } }) => {
        latest.counts = { transactions };
      },
    });
    return resultOf(result, latest.walk, state.tip, node);
  } finally {
    await node.close();
  }
}

const NEVER = new AbortController().signal;

interface Latest {
  walk: Walk | null;
  /** What is stored of what was fetched. */
  counts: Readonly<Record<string, number>>;
  readonly began: number;
}

interface Context {
  readonly order: CoreOrder;
  readonly run: SyncRun;
  readonly node: CoreNode;
  readonly state: NodeState;
  readonly latest: Latest;
}

/** The node as a file without end. The ledger itself knows where to go on, so that offsets are only counted. */
function fileOf(deps: SyncDeps, { order, run, node, state, latest }: Context): ImportFile {
  return {
    name: node.name,
    source: { kind: "core-rpc", name: node.name, synthetic: false },
    bytes: 0,
    live: true,
    open: (from, signal) => {
      const { chain, coverage, sleep } = deps;
      const walk = makeWalk({
        node, chain, coverage, from: order.from, to: order.to,
        network: networkByName(state.network),
        signal: order.followMs === null ? signal : run.signal,
        onProgress: (done, total) => {
          run.onProgress({ phase: "fetching", done, total, unit: "blocks", from: 0, seconds: (deps.now() - latest.began) / 1000, counts: latest.counts });
        },
      });
      latest.walk = walk;
      const blocks = order.followMs === null ? walkChain(walk) : followChain(walk, { pollMs: order.followMs, sleep, onTrouble: run.onTrouble });
      return numbered(blocks, from);
    },
  };
}

/** Offsets are consecutive numbers: heights would not do, since they go back when the chain does. */
export async function* numbered(items: AsyncIterable<Decoded>, from: number): AsyncGenerator<Decoded> {
  let next = from;
  for await (const item of items) {
    if (item.kind === "record") next += 1;
    yield item.kind === "record" ? { kind: "record", record: { ...item.record, at: { ...item.record.at, next } } } : item;
  }
}

function resultOf({ reorganised, filesWithoutRecords: _, ...result }: ImportResult, walk: Walk | null, first: BlockRef, node: CoreNode): CoreSyncResult {
  const tip = walk?.tip ?? first;
  const withdrawn = [...(walk?.withdrawn.values() ?? [])].map(({ height, hash }) => ({ height, from: hashToText(hash), to: null }));
  const replaced = new Set(reorganised.map(({ from }) => from));
  return {
    ...result,
    tip: { height: tip.height, hash: hashToText(tip.hash) },
    reorganised: [...reorganised, ...withdrawn.filter(({ from }) => !replaced.has(from))],
    requests: node.requests(),
  };
}
