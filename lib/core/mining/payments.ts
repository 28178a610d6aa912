/** Days within which a second payment by the same pool makes a recipient a recurring one (METHODS 3.4). */
export const RECURRENCE_DAYS = 60;
const RECURRENCE_SECONDS = RECURRENCE_DAYS * 86_400;

/** Whom pools paid, and in which transactions, in the order in which they are added. */
export class Payments {
  readonly #time: Float64Array;
  readonly #slots: number;
  readonly #paid = new Map<number, number[]>();

  /** @param time of transactions by position. */
  constructor(time: Float64Array, slots: number) {
    this.#time = time;
    this.#slots = slots;
  }

  /** Transactions must come in rising order. */
  add(pool: number, script: number, t: number): void {
    const key = pool * this.#slots + script;
    const known = this.#paid.get(key);
    if (known === undefined) this.#paid.set(key, [t]);
    else if (known.at(-1) !== t) known.push(t);
  }

  /** Did the pool pay this script in another transaction, at most 60 days before or after this one? */
  recurs(pool: number, script: number, t: number): boolean {
    const known = this.#paid.get(pool * this.#slots + script) ?? [];
    const at = place(known, t);
    const next = known[at] === t ? at + 1 : at;
    return this.#near(known[at - 1], t) || this.#near(known[next], t);
  }

  #near(other: number | undefined, t: number): boolean {
    if (other === undefined) return false;
    const [here, there] = [this.#time[t] ?? -1, this.#time[other] ?? -1];
    return here < 0 || there < 0 || Math.abs(here - there) <= RECURRENCE_SECONDS;
  }
}

/** Where `t` stands or would stand in a rising list. */
function place(list: readonly number[], t: number): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((list[middle] ?? 0) < t) low = middle + 1;
    else high = middle;
  }
  return low;
}
