import type { Decoded } from "@/lib/core/bitcoin/columns";
import type { EsploraServer, HistorySubject, TransactionPage } from "@/lib/features/sync/sync.ports";

/** How the fetching of one history went. */
export interface HistoryOutcome {
  /** Confirmed transactions given, each counted once. */
  transactions: number;
  /** How many the server says there are; null where it does not say. */
  stated: number | null;
  /** The server gave all that it says there are, and all could be read. */
  complete: boolean;
  /** Why it is not complete. */
  reason: string | null;
  /** The chain's height when the fetching began; null where the server does not say. */
  tipHeight: number | null;
}

export interface HistoryWalk {
  readonly server: EsploraServer;
  readonly subject: HistorySubject;
  readonly signal: AbortSignal;
  readonly outcome: HistoryOutcome;
  readonly onProgress: () => void;
}

interface State {
  readonly seen: Set<string>;
  rejected: number;
  /** Transactions on the largest page so far. */
  fullPage: number;
  /** Something is wrong with the pages themselves: no further ones are asked for. */
  broken: string | null;
}

export const newOutcome = (): HistoryOutcome => ({ transactions: 0, stated: null, complete: false, reason: null, tipHeight: null });

/** Of the servers there are; some give more. */
const PAGE = 25;
/** While it is read a history may grow at its top; then the top is read again, so often at most. */
const MOST_ROUNDS = 4;
/** Where nobody says how many there are. */
const MOST_UNSTATED = 2_000_000;

/**
 * Gives a whole history, newest first, page after page. Whether it is whole is decided by count: what the server gave against what it says
 * there is. A server that repeats pages or gives more and more is stopped.
 */
export async function* walkHistory(walk: HistoryWalk): AsyncGenerator<Decoded> {
  const { outcome } = walk;
  const state: State = { seen: new Set(), rejected: 0, fullPage: PAGE, broken: null };
  outcome.tipHeight = await walk.server.tip(walk.signal);
  outcome.stated = await statedCount(walk);
  for (let round = 1; round <= MOST_ROUNDS; round += 1) {
    yield* walkPages(walk, state);
    if (state.broken !== null || state.seen.size === outcome.stated) break;
    const before = outcome.stated;
    outcome.stated = await statedCount(walk);
    if (outcome.stated === before || outcome.stated === null || state.seen.size >= outcome.stated) break;
  }
  conclude(outcome, state);
  if (outcome.reason !== null && (outcome.stated !== null || state.broken !== null)) yield gap(walk, outcome.reason);
}

async function statedCount({ server, subject, signal }: HistoryWalk): Promise<number | null> {
  const count = await server.confirmedCount(subject, signal);
  return count.ok ? count.value : null;
}

/** From the top down to the end, or to what was seen in an earlier round. */
async function* walkPages(walk: HistoryWalk, state: State): AsyncGenerator<Decoded> {
  const { server, subject, signal, outcome } = walk;
  const again = state.seen.size > 0;
  let reply = await server.newest(subject, signal);
  while (reply.ok) {
    const { confirmed } = reply.value;
    const fresh = addFresh(state, confirmed);
    yield* given(reply.value, state);
    outcome.transactions = state.seen.size;
    walk.onProgress();
    const last = confirmed.at(-1);
    const metOlder = again && fresh < confirmed.length;
    if (last === undefined || metOlder || isLastPage(state, confirmed.length, outcome.stated)) return;
    state.broken = whyBroken(fresh, state, outcome);
    if (state.broken !== null) return;
    reply = await server.older(subject, last, signal);
  }
  state.broken = `the server ${reply.reason}`;
}

function addFresh({ seen }: State, txids: readonly string[]): number {
  const before = seen.size;
  for (const txid of txids) seen.add(txid);
  return seen.size - before;
}

function whyBroken(fresh: number, { seen }: State, { stated }: HistoryOutcome): string | null {
  if (fresh === 0) return "the server gives the same transactions again and again";
  if (seen.size > (stated === null ? MOST_UNSTATED : 2 * stated + 1000)) return `the server gives more and more transactions${stated === null ? "" : `, where it says that there are ${stated}`}`;
  return null;
}

/** As many as stated, on a page that is not full. Full pages go on: the history may have grown since it was counted. */
function isLastPage(state: State, length: number, stated: number | null): boolean {
  state.fullPage = Math.max(state.fullPage, length);
  return state.seen.size === stated && length < state.fullPage;
}

function* given({ decoded }: TransactionPage, state: State): Generator<Decoded> {
  for (const each of decoded) {
    if (each.kind === "rejected") state.rejected += 1;
    yield each;
  }
}

function conclude(outcome: HistoryOutcome, { seen, rejected, broken }: State): void {
  outcome.transactions = seen.size;
  if (broken !== null) outcome.reason = broken;
  else if (rejected > 0) outcome.reason = `${rejected} of its transactions could not be read`;
  else if (outcome.stated === null) outcome.reason = "the server does not say how many transactions there are";
  else if (seen.size !== outcome.stated) outcome.reason = `the server gave ${seen.size} transactions, where it says that there are ${outcome.stated}`;
  outcome.complete = outcome.reason === null;
}

const gap = ({ server, subject }: HistoryWalk, reason: string): Decoded => ({ kind: "rejected", rejection: { file: server.name, position: subject.ref, reason: `the history is not whole: ${reason}` } });

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
