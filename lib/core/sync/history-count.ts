/** Where a history that was left half-way is taken up again, as of the end of a page. */
export interface HistoryBookmark {
  /** The newest and the oldest transaction met, as usual hex. */
  readonly newest: string;
  readonly oldest: string;
  readonly transactions: number;
  readonly rejected: number;
  readonly tipHeight: number | null;
}

/** Of the servers there are; some give more. */
const PAGE = 25;
/** Where the server does not say how many there are. */
const MOST_UNSTATED = 2_000_000;

/**
 * Counts the transactions of a history that a server gives page by page, newest first, and tells when it ends, repeats itself or never
 * ends. Whether a history is whole is decided by nothing but this count against the number that the server states.
 */
export class HistoryCount {
  /** Null where the server does not say. */
  stated: number | null = null;
  /** Transactions that could not be read. */
  rejected = 0;
  /** What is wrong with the pages themselves: no further ones are worth asking for. */
  broken: string | null = null;
  /** Of an earlier attempt only the newest and the oldest are remembered, the others counted. */
  readonly #met: Set<string>;
  readonly #earlier: number;
  #newest: string | null = null;
  #oldest: string | null = null;
  #fullPage = PAGE;
  #again = false;

  constructor(from: HistoryBookmark | null) {
    this.#met = new Set(from === null ? [] : [from.newest, from.oldest]);
    this.#earlier = (from?.transactions ?? 0) - this.#met.size;
    this.#newest = from?.newest ?? null;
    this.#oldest = from?.oldest ?? null;
    this.rejected = from?.rejected ?? 0;
  }

  get transactions(): number {
    return this.#earlier + this.#met.size;
  }

  get isWhole(): boolean {
    return this.transactions === this.stated;
  }

  /** The pages begin at the top once more: the first transaction met before ends them. */
  beginAgain(): void {
    this.#again = true;
  }

  /** Takes note of the txids of a page. @returns whether to ask for the one after it */
  takePage(txids: readonly string[]): boolean {
    const metAt = this.#again ? txids.findIndex((txid) => this.#met.has(txid)) : -1;
    const before = this.#met.size;
    for (const txid of metAt < 0 ? txids : txids.slice(0, metAt)) this.#met.add(txid);
    this.#newest ??= txids[0] ?? null;
    if (!this.#again) this.#oldest = txids.at(-1) ?? this.#oldest;
    this.#fullPage = Math.max(this.#fullPage, txids.length);
    // A full page goes on even when the count is reached: the history may have grown since it was counted.
    const isLast = txids.length === 0 || metAt >= 0 || (this.isWhole && txids.length < this.#fullPage);
    if (isLast) return false;
    this.broken = this.#whyBroken(this.#met.size - before);
    return this.broken === null;
  }

  #whyBroken(fresh: number): string | null {
    if (fresh === 0) return "the server gives the same transactions again and again";
    if (this.stated === null) return this.transactions > MOST_UNSTATED ? "the server gives more and more transactions" : null;
    return this.transactions > 2 * this.stated + 1000 ? `the server gives more and more transactions, where it says that there are ${this.stated}` : null;
  }

  /** Null before the first page, and once the top was begun again: then only the beginning is a safe place. */
  bookmark(tipHeight: number | null): HistoryBookmark | null {
    if (this.#newest === null || this.#oldest === null || this.#again) return null;
    return { newest: this.#newest, oldest: this.#oldest, transactions: this.transactions, rejected: this.rejected, tipHeight };
  }

  /** Why the history is not whole; null when it is. */
  get gap(): string | null {
    if (this.broken !== null) return this.broken;
    if (this.rejected > 0) return `${this.rejected} of its transactions could not be read`;
    if (this.stated === null) return "the server does not say how many transactions there are";
    return this.isWhole ? null : `the server gave ${this.transactions} transactions, where it says that there are ${this.stated}`;
  }
}
