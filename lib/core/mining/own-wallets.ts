import { intAt } from "@/lib/core/analysis/lists";
import { type MiningLedger, atLeast, NOBODY, type Recipients } from "@/lib/core/mining/mining-ledger";
import type { Trace } from "@/lib/core/mining/trace";

const DAY = 86_400;
const WEEK = 7 * DAY;
/** A collector takes so many percent of what leaves the pool in the weeks in which it is paid (METHODS 3.4). */
const COLLECTED = 80n;
/** And an intermediate passes so many percent on to the pool's members. */
const PASSED_ON = 80n;
/** Recipients of a payout that recur, at least, and in percent: METHODS 3.4. */
export const RECURRENT = { least: 2, percent: 30 } as const;
/** Change is spent within so many seconds when it is a link of a chain of payouts. */
const LINK_GAP = 2 * DAY;

/** What is known of a wallet that a pool's coins reach. */
interface Lead {
  receipts: number;
  spends: number;
  /** Position of its last spending transaction. */
  next: number;
  /** Sats spent, and those of them that went to recurring recipients in large company. */
  spent: bigint;
  passedOn: bigint;
  /** Transactions that pay it beside wallets that pass on what they get, or alone; and those that pay it among others. */
  amongPassing: bigint;
  amongOthers: bigint;
  /** By week: what it alone was paid. */
  readonly alone: Map<number, bigint>;
  aloneTimes: number;
}

/**
 * Finds wallets that are a pool's although no coinbase pays them and no claim names them: collectors, intermediates, links of
 * a chain. A wallet belongs to the pool when nearly all it has is the pool's and what it does with it is to pay the pool's
 * members; who is paid among members is a member, whatever it does next.
 */
export class OwnWallets {
  readonly #view: MiningLedger;
  readonly #owner: Int16Array;
  readonly #trace: Trace;
  readonly #leads = new Map<number, Lead>();
  /** By pool and week: sats that left its hands. */
  readonly #left = new Map<string, bigint>();
  /** Positions whose recipients recur. */
  readonly #fans: Uint8Array;
  readonly #passing = new Set<number>();

  constructor(view: MiningLedger, owner: Int16Array, trace: Trace) {
    this.#view = view;
    this.#owner = owner;
    this.#trace = trace;
    this.#fans = new Uint8Array(view.input.ledger.txCount);
  }

  /** @param collectors whether wallets may be learned by their share alone. @returns wallets with their pool, to be owned from now on */
  find(collectors: boolean): Map<number, number> {
    const { txCount } = this.#view.input.ledger;
    for (let t = 0; t < txCount; t += 1) this.#collect(t);
    for (let t = txCount - 1; t >= 0; t -= 1) this.#followBack(t);
    for (const [wallet, lead] of this.#leads) if (atLeast(PASSED_ON, lead.passedOn, lead.spent)) this.#passing.add(wallet);
    for (let t = 0; t < txCount; t += 1) this.#keepCompany(t);
    const found = new Map<number, number>();
    for (const [wallet, lead] of this.#leads) {
      const pool = this.#trace.traced[wallet] ?? NOBODY;
      if (!this.#trace.livesOn(wallet, pool)) continue;
      if (this.#passesOn(wallet, lead) || (collectors && this.#isCollector(lead, pool))) found.set(wallet, pool);
    }
    return found;
  }

  #passesOn(wallet: number, { receipts, amongPassing, amongOthers }: Lead): boolean {
    return this.#passing.has(wallet) && (receipts === 1 || atLeast(PASSED_ON, amongPassing, amongPassing + amongOthers));
  }

  #collect(t: number): void {
    const { payer, own } = this.#trace;
    const pool = payer[t] ?? NOBODY;
    if (pool === NOBODY) return;
    const paid = this.#recipients(t, pool);
    this.#fans[t] = this.#isFan(t, pool, paid) ? 1 : 0;
    this.#spend(t, paid);
    const wallets = new Set(paid.outputs.map((output) => this.#view.walletAt(output)));
    for (const wallet of wallets) this.#lead(wallet).receipts += 1;
    if (own[t] !== 1 || this.#view.input.ledger.coinbase[t] === 1) return;
    const week = Math.floor(this.#view.timeOf(t) / WEEK);
    const key = `${pool}:${week}`;
    this.#left.set(key, (this.#left.get(key) ?? 0n) + paid.value);
    const [only] = wallets;
    if (only === undefined || wallets.size > 1) return;
    const lead = this.#lead(only);
    lead.alone.set(week, (lead.alone.get(week) ?? 0n) + paid.value);
    lead.aloneTimes += 1;
  }

  #spend(t: number, paid: Recipients): void {
    const lead = this.#leads.get(intAt(this.#view.hand, t));
    if (lead === undefined) return;
    lead.spends += 1;
    lead.next = t;
    lead.spent += paid.value;
    if (this.#fans[t] === 1) lead.passedOn += paid.value;
  }

  /** Several recipients recur; one is enough where change goes back to the pool, and none is needed where half of the money does. */
  #isFan(t: number, pool: number, paid: Recipients): boolean {
    const { outputs, returned } = paid;
    if (returned > 0n && returned >= paid.value) return true;
    if (returned === 0n && outputs.length < RECURRENT.least + 1) return false;
    const recurrent = outputs.filter((output) => this.#trace.payments.recurs(pool, this.#view.scriptOf(output), t)).length;
    return recurrent >= (returned > 0n ? 1 : RECURRENT.least) && recurrent * 100 >= RECURRENT.percent * outputs.length;
  }

  /** A wallet used once passes on when its one transaction does, or when what that one pays does: the links of a chain, the levels of a tree. */
  #followBack(t: number): void {
    const pool = this.#trace.payer[t] ?? NOBODY;
    if (pool === NOBODY) return;
    for (const output of this.#recipients(t, pool).outputs) {
      const wallet = this.#view.walletAt(output);
      const lead = this.#leads.get(wallet);
      if (lead === undefined || lead.receipts !== 1 || lead.spends !== 1 || !this.#soon(t, lead.next)) continue;
      if (this.#fans[lead.next] === 1 || this.#paysThosePassing(lead.next, pool)) this.#passing.add(wallet);
    }
  }

  #paysThosePassing(t: number, pool: number): boolean {
    const paid = this.#recipients(t, pool);
    const passing = paid.outputs.filter((output) => this.#passing.has(this.#view.walletAt(output)));
    if (passing.length === 0) return false;
    const largest = paid.outputs.reduce((best, output) => (this.#view.valueOf(output) > this.#view.valueOf(best) ? output : best));
    return passing.includes(largest) || atLeast(PASSED_ON, passing.reduce((sum, output) => sum + this.#view.valueOf(output), 0n), paid.value);
  }

  #keepCompany(t: number): void {
    const pool = this.#trace.payer[t] ?? NOBODY;
    if (pool === NOBODY) return;
    const { outputs, value } = this.#recipients(t, pool);
    const passing = outputs.filter((output) => this.#passing.has(this.#view.walletAt(output)));
    const [onward, lasting] = [passing.filter((output) => this.#isUsedOnce(output)), passing.filter((output) => !this.#isUsedOnce(output))];
    const sum = (some: readonly number[]): bigint => some.reduce((total, output) => total + this.#view.valueOf(output), 0n);
    for (const output of lasting) {
      const others = value - sum(onward) - this.#view.valueOf(output);
      const lead = this.#lead(this.#view.walletAt(output));
      // Alone beside the next link of a chain, it may be either.
      if (others === 0n && onward.length > 0) continue;
      if (others === 0n || atLeast(PASSED_ON, sum(lasting) - this.#view.valueOf(output), others)) lead.amongPassing += 1n;
      else lead.amongOthers += 1n;
    }
  }

  #isUsedOnce(output: number): boolean {
    return this.#leads.get(this.#view.walletAt(output))?.receipts === 1;
  }

  #isCollector(lead: Lead, pool: number): boolean {
    if (lead.aloneTimes < 2) return false;
    let [alone, left] = [0n, 0n];
    for (const [week, value] of lead.alone) {
      alone += value;
      left += this.#left.get(`${pool}:${week}`) ?? 0n;
    }
    return atLeast(COLLECTED, alone, left);
  }

  #soon(t: number, next: number): boolean {
    const [paid, spent] = [this.#view.timeOf(t), this.#view.timeOf(next)];
    return paid < 0 || spent < 0 || spent - paid <= LINK_GAP;
  }

  #recipients(t: number, pool: number): Recipients {
    return this.#view.recipients(t, pool, this.#owner);
  }

  #lead(wallet: number): Lead {
    let lead = this.#leads.get(wallet);
    if (lead === undefined) {
      lead = { receipts: 0, spends: 0, next: -1, spent: 0n, passedOn: 0n, amongPassing: 0n, amongOthers: 0n, alone: new Map(), aloneTimes: 0 };
      this.#leads.set(wallet, lead);
    }
    return lead;
  }
}
