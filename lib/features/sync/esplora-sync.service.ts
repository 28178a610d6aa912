import { guessNetworks } from "@/lib/core/bitcoin/addresses";
import type { Hasher } from "@/lib/core/bitcoin/columns";
import { readScriptRef } from "@/lib/core/bitcoin/script-ref";
import { AppError } from "@/lib/core/errors";
import { scriptHashOfRef } from "@/lib/core/graph/node-key";
import { textToHash } from "@/lib/core/hex";
import { networkByName, type Network } from "@/lib/core/network";
import type { ImportFile, ImportResult } from "@/lib/features/ledger/ledger.ports";
import { Chunk } from "@/lib/features/sync/chunk.service";
import { EsploraState, type FetchedHistoryRow } from "@/lib/features/sync/esplora-state.service";
import { makeHistoryWalk, walkHistory, walkTransactions, type HistoryItem } from "@/lib/features/sync/history.service";
import { addImports, ScriptCount } from "@/lib/features/sync/import-sum.service";
import type { EsploraServer, HistorySubject, SourceRef, SyncDeps, SyncRun } from "@/lib/features/sync/sync.ports";

export interface EsploraOrder {
  readonly source: SourceRef;
  /** Addresses, or `script:` and the hash of a script that has none. */
  readonly addresses: readonly string[];
  readonly txids: readonly string[];
}

export interface EsploraSyncResult extends Omit<ImportResult, "filesWithoutRecords"> {
  readonly histories: readonly FetchedHistoryRow[];
  readonly requests: number;
}

/** Whole histories of addresses and single transactions into the ledger. What is wrong with the order is said before anything is asked. */
export async function syncEsplora(deps: SyncDeps, order: EsploraOrder, run: SyncRun): Promise<EsploraSyncResult> {
  const addresses = [...new Set(order.addresses)];
  const txids = [...new Set(order.txids.map((txid) => txid.toLowerCase()))];
  checkOrder(addresses, txids, deps.hasher);
  const { server, network: expected } = await deps.open.esplora(order.source);
  try {
    await deps.audit.record({ actorId: run.actorId, action: "sync.started", target: `source:${server.name}`, payload: { kind: "esplora", by: order.source.kind, addresses, txids } });
    const hint = { expected, addresses: addresses.filter((ref) => scriptHashOfRef(ref) === null), txid: txids[0] ?? null };
    const network = networkByName(await server.network(hint, run.signal));
    const subjects = addresses.map((ref) => subjectOf(ref, network, deps.hasher));
    const fetch = { deps, run, server, network, scripts: new ScriptCount(deps.hasher, deps.seed), state: EsploraState.from(run.job?.checkpoint ?? null), began: deps.now() };
    for (const [i, subject] of subjects.entries()) await fetchHistory(fetch, subject, i === subjects.length - 1 && txids.length === 0);
    await fetchTransactions(fetch, txids);
    return resultOf(fetch, subjects.length + (txids.length > 0 ? 1 : 0));
  } finally {
    await server.close();
  }
}

function checkOrder(addresses: readonly string[], txids: readonly string[], hasher: Hasher): void {
  if (addresses.length + txids.length === 0) throw new AppError("invalid_input", "Name at least one address or transaction to fetch.");
  for (const ref of addresses) {
    if (scriptHashOfRef(ref) === null && guessNetworks(ref, hasher).length === 0) throw new AppError("invalid_input", `“${ref.slice(0, 120)}” is no address of any network that Assay knows: is it whole?`);
  }
  for (const txid of txids) if (textToHash(txid) === null) throw new AppError("invalid_input", `“${txid.slice(0, 120)}” is no txid: that is 64 hex digits.`);
}

function subjectOf(ref: string, network: Network, hasher: Hasher): HistorySubject {
  const read = readScriptRef(ref, network.name, hasher);
  if (!read.ok) throw new AppError("invalid_input", `“${ref}” is not an address of ${network.name}, the network of the source: ${read.reason}`);
  return read.named;
}

interface Fetch {
  readonly deps: SyncDeps;
  readonly run: SyncRun;
  readonly server: EsploraServer;
  readonly network: Network;
  readonly scripts: ScriptCount;
  readonly state: EsploraState;
  readonly began: number;
}

/** In chunks, so that after a kill only the last one is asked for again. That a history is whole is recorded when all of it is stored. */
async function fetchHistory(fetch: Fetch, subject: HistorySubject, isLast: boolean): Promise<void> {
  const { deps, run, server, network, state } = fetch;
  if (state.isDone(subject.ref)) return;
  const before = state.transactions;
  const walk = makeHistoryWalk({
    server, subject, signal: run.signal, from: state.bookmarkOf(subject.ref),
    onProgress: () => {
      report(fetch, before + walk.count.transactions, isLast && walk.count.stated !== null ? before + walk.count.stated : null);
    },
  });
  for (let chunk = await importChunk(fetch, subject.ref, walkHistory(walk)); !chunk.ended; chunk = await importChunk(fetch, subject.ref, chunk.items)) {
    await state.leave(subject.ref, chunk.bookmark, run.job);
  }
  const { stated, transactions, gap } = walk.count;
  await deps.coverage.recordFetched({ network, scriptHash: subject.scriptHash, text: subject.ref, source: sourceOf(server), complete: gap === null, tipHeight: walk.tipHeight });
  await state.finish({ address: subject.ref, complete: gap === null, transactions, stated, reason: gap }, run.job);
}

async function fetchTransactions(fetch: Fetch, txids: readonly string[]): Promise<void> {
  const { run, server, state } = fetch;
  if (txids.length === 0) return;
  let done = 0;
  const onProgress = (): void => {
    done += 1;
    report(fetch, state.transactions + done, state.transactions + txids.length);
  };
  let items: AsyncIterator<HistoryItem> = walkTransactions({ server, txids, signal: run.signal, onProgress });
  for (let ended = false; !ended; ) ({ ended, items } = await importChunk(fetch, "transactions", items));
}

const sourceOf = (server: EsploraServer) => ({ kind: "esplora-http" as const, name: server.name, synthetic: false });

/** Writes the next of the items: until the chunk is full, or they end. */
async function importChunk({ deps, run, server, network, scripts, state }: Fetch, name: string, items: AsyncIterator<HistoryItem>): Promise<Chunk> {
  const chunk = new Chunk(items, (record) => {
    scripts.take(record);
  });
  const file: ImportFile = { name, source: sourceOf(server), bytes: 0, open: () => chunk.open() };
  const result = await deps.importRecords({ network: network.name, files: [file], job: null, signal: run.signal });
  state.sum = addImports(state.sum, result);
  return chunk;
}

function report({ deps, run, server, began }: Fetch, done: number, total: number | null): void {
  run.onProgress({ phase: "fetching", done, total, unit: "transactions", from: 0, seconds: (deps.now() - began) / 1000, counts: { requests: server.requests() } });
}

function resultOf({ deps, server, scripts, state, began }: Fetch, files: number): EsploraSyncResult {
  const { filesWithoutRecords: _, ...sum } = state.sum;
  return { ...sum, files, addresses: scripts.size, seconds: (deps.now() - began) / 1000, histories: state.histories, requests: server.requests() };
}
