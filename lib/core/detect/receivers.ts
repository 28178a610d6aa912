import { intAt } from "@/lib/core/analysis/lists";
import { type Paid, paidAt, returnsByWallet } from "@/lib/core/detect/accounts";
import type { ScriptClaim } from "@/lib/core/detect/detect-input";
import { PARAMETERS } from "@/lib/core/detect/parameters";
import type { Scene } from "@/lib/core/detect/taint";

/** A payout; `pool` is null when a service paid from its own wallet, which `service` names. */
export interface PaidOut extends Paid {
  readonly pool: string | null;
  readonly service: ScriptClaim | null;
}

/** A wallet (without commingling) that pools or cloud services pay. */
export interface Receiver {
  readonly wallet: number;
  /** In chain order. */
  readonly payouts: readonly PaidOut[];
  /** When it first appears in the ledger, Unix seconds, -1 unknown. */
  readonly firstSeen: number;
  /** Its payouts by time. */
  readonly income: Income;
}

/** Payouts by time, so that a window is found and summed in a few steps. */
export class Income {
  /** Rising. */
  readonly times: Float64Array;
  /** Sats up to each payout; one more entry than payouts. */
  readonly #sums: readonly bigint[];

  constructor(payouts: readonly Paid[]) {
    const byTime = [...payouts].sort((a, b) => a.time - b.time);
    this.times = Float64Array.from(byTime, ({ time }) => time);
    const sums = [0n];
    for (const [i, { value }] of byTime.entries()) sums.push((sums[i] ?? 0n) + value);
    this.#sums = sums;
  }

  /** How many payouts lie before a time. */
  before(time: number): number {
    let [low, high] = [0, this.times.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.times[middle] ?? 0) < time) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** The middle of the payouts numbered `from` up to, not including, `to`, each counted by its value: Unix seconds. */
  meanTime(from: number, to: number): number {
    const whole = this.sum(from, to);
    const start = this.times[from] ?? 0;
    if (whole <= 0n) return start;
    let moment = 0n;
    for (let i = from; i < to; i += 1) moment += this.sum(i, i + 1) * BigInt(Math.round((this.times[i] ?? start) - start));
    return start + parseInt((moment / whole).toString(), 10);
  }

  /** Sats of the payouts numbered `from` up to, not including, `to`. */
  sum(from: number, to: number): bigint {
    return (this.#sums[to] ?? 0n) - (this.#sums[from] ?? 0n);
  }
}

/** How much a wallet is like a service's: many addresses, or many who pay it and whom it pays. */
export interface Likeness {
  readonly addresses: number;
  /** Outputs it got from others, payouts aside, and outputs it paid to others: at least as many as there are parties. */
  readonly paidBy: number;
  readonly pays: number;
}

export const inChainOrder = <One extends Paid>(paid: readonly One[]): readonly One[] => [...paid].sort((a, b) => a.output - b.output);

export const isServiceLike = ({ addresses, paidBy, pays }: Likeness): boolean =>
  addresses >= PARAMETERS.serviceAddresses || (paidBy >= PARAMETERS.serviceParties && pays >= PARAMETERS.serviceParties);

/** Who is paid by pools, and what else those wallets do. */
export class Receivers {
  readonly all: readonly Receiver[];
  readonly #scene: Scene;
  readonly #byService = new Map<ScriptClaim, readonly Receiver[]>();
  readonly #addresses: Int32Array;
  readonly #paidBy: Int32Array;
  readonly #pays: Int32Array;
  readonly #firstSeen: Float64Array;

  constructor(scene: Scene) {
    this.#scene = scene;
    const slots = scene.input.ledger.addressSlots;
    this.#addresses = new Int32Array(slots);
    this.#paidBy = new Int32Array(slots);
    this.#pays = new Int32Array(slots);
    this.#firstSeen = new Float64Array(slots).fill(-1);
    this.#count();
    this.all = this.#collect();
  }

  /**
   * Those whom a purchase at a service may have paid. Where a cloud service pays its customers itself, they are meant; other
   * purchases come back from pools.
   */
  paidFor(service: ScriptClaim): readonly Receiver[] {
    const known = this.#byService.get(service);
    if (known !== undefined) return known;
    const own = this.all.filter(({ payouts }) => payouts.some((payout) => payout.service === service));
    const paid = service.category === "cloud-mining" && own.length > 0 ? own : this.all.filter(({ payouts }) => payouts.some(({ pool }) => pool !== null));
    this.#byService.set(service, paid);
    return paid;
  }

  likeness(wallet: number): Likeness {
    return { addresses: intAt(this.#addresses, wallet), paidBy: intAt(this.#paidBy, wallet), pays: intAt(this.#pays, wallet) };
  }

  #count(): void {
    const { input, parties } = this.#scene;
    const seen = new Uint8Array(input.ledger.addressSlots);
    for (let t = 0; t < input.ledger.txCount; t += 1) {
      const hand = parties.handAt(t);
      const payer = hand === 0 || parties.commingles[t] === 1 ? 0 : intAt(parties.apart, hand);
      for (let o = intAt(input.ledger.outputStart, t), end = intAt(input.ledger.outputStart, t + 1); o < end; o += 1) this.#countOutput(o, payer, { t, seen });
    }
  }

  #countOutput(output: number, payer: number, { t, seen }: { readonly t: number; readonly seen: Uint8Array }): void {
    const { input: { ledger }, parties } = this.#scene;
    const script = intAt(ledger.outputAddress, output);
    if (script === 0) return;
    const payee = intAt(parties.apart, script);
    if (seen[script] === 0) {
      seen[script] = 1;
      this.#addresses[payee] = intAt(this.#addresses, payee) + 1;
    }
    if ((this.#firstSeen[payee] ?? -1) < 0) this.#firstSeen[payee] = ledger.time[t] ?? -1;
    if (payee === payer) return;
    if (parties.payoutAt[output] === 0) this.#paidBy[payee] = intAt(this.#paidBy, payee) + 1;
    if (payer !== 0) this.#pays[payer] = intAt(this.#pays, payer) + 1;
  }

  #collect(): Receiver[] {
    const { input, parties, keepers } = this.#scene;
    const byWallet = new Map<number, PaidOut[]>();
    const add = (paid: PaidOut): void => {
      if (keepers.at(paid.script) !== null) return;
      const wallet = intAt(parties.apart, paid.script);
      const list = byWallet.get(wallet);
      if (list === undefined) byWallet.set(wallet, [paid]);
      else list.push(paid);
    };
    for (const { t, pool, members } of input.payouts) for (const n of members) add({ ...paidAt(this.#scene, intAt(input.ledger.outputStart, t) + n, t), pool, service: null });
    for (const returned of returnsByWallet(this.#scene).values()) {
      for (const paid of returned) {
        const service = this.#paysEarnings(paid);
        if (service !== null) add({ ...paid, pool: null, service });
      }
    }
    return [...byWallet].map(([wallet, payouts]) => ({ wallet, payouts: inChainOrder(payouts), firstSeen: this.#firstSeen[wallet] ?? -1, income: new Income(payouts) }));
  }

  /** Cloud mining pays what was mined from its own wallet; what a hash rental pays back is a refund or a withdrawal. */
  #paysEarnings({ t }: Paid): ScriptClaim | null {
    const { parties, keepers } = this.#scene;
    const keeper = keepers.ownAt(parties.handAt(t));
    return keeper?.category === "cloud-mining" ? keeper : null;
  }
}
