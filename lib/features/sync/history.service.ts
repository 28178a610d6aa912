import type { Decoded } from "@/lib/core/bitcoin/columns";
import { HistoryCount, type HistoryBookmark } from "@/lib/core/sync/history-count";
import type { EsploraServer, HistorySubject } from "@/lib/features/sync/sync.ports";

export interface HistoryWalk {
  readonly server: EsploraServer;
  readonly subject: HistorySubject;
  readonly signal: AbortSignal;
  /** To be read when the walk is over. */
  readonly count: HistoryCount;
  /** Where an earlier attempt ended. */
  readonly from: HistoryBookmark | null;
  /** The chain's height when the fetching began; null where the server does not say. */
  tipHeight: number | null;
  readonly onProgress: () => void;
}

/** What a walk gives: records and gaps, and after each page the place to begin again. */
export type HistoryItem = Decoded | { readonly kind: "bookmark"; readonly bookmark: HistoryBookmark };

export type HistoryWalkOptions = Omit<HistoryWalk, "count" | "tipHeight">;
export const makeHistoryWalk = (options: HistoryWalkOptions): HistoryWalk => ({ ...options, count: new HistoryCount(options.from), tipHeight: options.from?.tipHeight ?? null });

/** While it is read a history may grow at its top; then the top is read again, so often at most. */
const MOST_ROUNDS = 4;

/** Gives a whole history, newest first, page after page, and in the end says what is missing of it. */
export async function* walkHistory(walk: HistoryWalk): AsyncGenerator<HistoryItem> {
  const { count, from } = walk;
  if (from === null) walk.tipHeight = await walk.server.tip(walk.signal);
  await state(walk);
  yield* walkPages(walk, from?.oldest ?? null);
  // What was bookmarked some time ago may have grown at its top since.
  let grown = from !== null;
  for (let round = 2; round <= MOST_ROUNDS && count.broken === null && !count.isWhole; round += 1) {
    grown = (await state(walk)) || grown;
    if (!grown || count.stated === null || count.transactions >= count.stated) break;
    count.beginAgain();
    yield* walkPages(walk, null);
    grown = false;
  }
  yield* saidGap(walk);
}

/** What is missing for certain. That the server does not say how many there are makes a history incomplete, and is no gap yet. */
function* saidGap({ server, subject, count }: HistoryWalk): Generator<Decoded> {
  if (count.gap === null || (count.stated === null && count.broken === null)) return;
  yield { kind: "rejected", rejection: { file: server.name, position: subject.ref, reason: `the history is not whole: ${count.gap}` } };
}

/** Asks how many transactions there are. @returns whether that is another number than before */
async function state({ server, subject, signal, count }: HistoryWalk): Promise<boolean> {
  const before = count.stated;
  const reply = await server.confirmedCount(subject, signal);
  count.stated = reply.ok ? reply.value : null;
  return count.stated !== before;
}

/** Down from the top, or from below a transaction, to the end or to what was met before. */
async function* walkPages({ server, subject, signal, count, ...walk }: HistoryWalk, after: string | null): AsyncGenerator<HistoryItem> {
  let reply = after === null ? await server.newest(subject, signal) : await server.older(subject, after, signal);
  while (reply.ok) {
    const { confirmed, decoded } = reply.value;
    const goesOn = count.takePage(confirmed);
    count.rejected += decoded.filter(({ kind }) => kind === "rejected").length;
    yield* decoded;
    walk.onProgress();
    const bookmark = count.bookmark(walk.tipHeight);
    if (bookmark !== null) yield { kind: "bookmark", bookmark };
    const last = confirmed.at(-1);
    if (!goesOn || last === undefined) return;
    reply = await server.older(subject, last, signal);
  }
  count.broken = `the server ${reply.reason}`;
}

export interface TransactionWalk {
  readonly server: EsploraServer;
  readonly txids: readonly string[];
  readonly signal: AbortSignal;
  readonly onProgress: () => void;
}

/** Single transactions. One that the server does not have is said, and the others still come. */
export async function* walkTransactions({ server, txids, signal, onProgress }: TransactionWalk): AsyncGenerator<Decoded> {
  for (const txid of txids) {
    const reject = (reason: string): Decoded => ({ kind: "rejected", rejection: { file: server.name, position: `transaction ${txid}`, reason } });
    const reply = await server.transaction(txid, signal);
    if (!reply.ok) yield reject(`the server ${reply.reason}`);
    else if (![...reply.value.confirmed, ...reply.value.unconfirmed].includes(txid)) yield reject("the server answered with something else");
    else yield* reply.value.decoded;
    onProgress();
  }
}
