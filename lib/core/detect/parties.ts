import { intAt } from "@/lib/core/analysis/lists";
import { UnionFind } from "@/lib/core/clustering/union-find";
import type { DetectInput, ScriptClaim } from "@/lib/core/detect/detect-input";
import { CUSTODIANS, DIRTY } from "@/lib/core/detect/parameters";
import type { Spends } from "@/lib/core/detect/spends";

/** Roles in which a claim names somebody else's wallet, kept beside a service or paid by it. */
const NOT_ITS_OWN = ["deposit-address", "customer", "pool-member"];

/**
 * Who is who in the ledger: services and custodians by claim, dirty wallets by claim, and wallets as they would be without
 * the transactions that mix payouts with dirty coins. Commingling is told by those transactions, so it must not rest on them.
 */
export class Parties {
  /** Claims by wallet of the base layer. */
  readonly custodians = new Map<number, ScriptClaim>();
  /** Deposit addresses by claim. */
  readonly deposits = new Map<number, ScriptClaim>();
  /** By output: the script that a pool or a cloud service paid, also where its coins were swept on since; 0 for all others. */
  readonly payoutAt: Int32Array;
  /** By transaction: 1 where payouts were spent together with dirty coins. */
  readonly commingles: Uint8Array;
  /** The wallet of every script without those transactions, named by its smallest script. */
  readonly apart: Int32Array;
  readonly #input: DetectInput;
  readonly #dirty = new Map<number, readonly ScriptClaim[]>();
  readonly #core: Int32Array;

  constructor(input: DetectInput, spends: Spends) {
    this.#input = input;
    this.#readClaims();
    this.payoutAt = this.#payoutOutputs(spends);
    this.#core = this.#coreWallets(spends);
    this.#markDirty();
    this.commingles = this.#findCommingling(spends);
    this.apart = this.#united((t) => this.commingles[t] === 1);
  }

  /** The claims that make coins of this script dirty: on its wallet as it is without any payouts spent in company. */
  dirtyClaims(script: number): readonly ScriptClaim[] | null {
    return script === 0 ? null : (this.#dirty.get(intAt(this.#core, script)) ?? null);
  }

  custodianOf(script: number): ScriptClaim | null {
    return script === 0 ? null : (this.custodians.get(intAt(this.#input.walletOf, script)) ?? null);
  }

  /** The script of the first input that is known; 0 for coinbases and CoinJoins, which have no one hand. */
  handAt(t: number): number {
    const { ledger, mixes } = this.#input;
    if (mixes[t] === 1) return 0;
    for (let i = intAt(ledger.inputStart, t), end = intAt(ledger.inputStart, t + 1); i < end; i += 1) {
      const script = intAt(ledger.inputAddress, i);
      if (script !== 0) return script;
    }
    return 0;
  }

  #readClaims(): void {
    const { claims, walletOf } = this.#input;
    for (const claim of claims) {
      if (claim.role === "deposit-address" && CUSTODIANS.includes(claim.category)) this.deposits.set(claim.script, claim);
      if (claim.role !== null && NOT_ITS_OWN.includes(claim.role)) continue;
      const wallet = intAt(walletOf, claim.script);
      if (CUSTODIANS.includes(claim.category) || (claim.category === "pool-payout" && claim.role === "pool-paying")) this.custodians.set(wallet, claim);
    }
  }

  /** A dirty claim inside a custodian's wallet names one customer's deposit there, not the custodian. */
  #markDirty(): void {
    const { claims, walletOf } = this.#input;
    const byCore = new Map<number, ScriptClaim[]>();
    for (const claim of claims) {
      if (!DIRTY.includes(claim.category) || this.custodians.has(intAt(walletOf, claim.script))) continue;
      const core = intAt(this.#core, claim.script);
      byCore.set(core, [...(byCore.get(core) ?? []), claim]);
    }
    for (const [core, found] of byCore) this.#dirty.set(core, found.sort((a, b) => DIRTY.indexOf(a.category) - DIRTY.indexOf(b.category)));
  }

  /** Wallets without any transaction that spends a payout beside another script. */
  #coreWallets(spends: Spends): Int32Array {
    const { ledger } = this.#input;
    return this.#united((t) => {
      let payout = false;
      let others = false;
      const first = intAt(ledger.inputAddress, intAt(ledger.inputStart, t));
      for (let i = intAt(ledger.inputStart, t), end = intAt(ledger.inputStart, t + 1); i < end; i += 1) {
        payout ||= this.#paysOut(spends, i);
        others ||= ledger.inputAddress[i] !== first;
      }
      return payout && others;
    });
  }

  #findCommingling(spends: Spends): Uint8Array {
    const { ledger, mixes } = this.#input;
    const found = new Uint8Array(ledger.txCount);
    for (let t = 0; t < ledger.txCount; t += 1) {
      if (mixes[t] === 1) continue;
      let payout = false;
      let dirty = false;
      for (let i = intAt(ledger.inputStart, t), end = intAt(ledger.inputStart, t + 1); i < end; i += 1) {
        const isDirty = this.dirtyClaims(intAt(ledger.inputAddress, i)) !== null;
        dirty ||= isDirty;
        payout ||= !isDirty && this.#paysOut(spends, i);
      }
      if (payout && dirty) found[t] = 1;
    }
    return found;
  }

  #paysOut({ source }: Spends, i: number): boolean {
    return (this.payoutAt[source[i] ?? -1] ?? 0) !== 0;
  }

  #united(left: (t: number) => boolean): Int32Array {
    const { ledger, mixes } = this.#input;
    const sets = new UnionFind(ledger.addressSlots);
    for (let i = 0; i + 1 < ledger.sameKey.length; i += 2) sets.union(intAt(ledger.sameKey, i), intAt(ledger.sameKey, i + 1));
    for (let t = 0; t < ledger.txCount; t += 1) {
      const start = intAt(ledger.inputStart, t);
      const end = intAt(ledger.inputStart, t + 1);
      if (end - start < 2 || mixes[t] === 1 || left(t)) continue;
      let first = 0;
      for (let i = start; i < end; i += 1) {
        const script = intAt(ledger.inputAddress, i);
        if (script === 0) continue;
        if (first === 0) first = script;
        else sets.union(first, script);
      }
    }
    return sets.smallest();
  }

  /** Payouts by pools, what cloud services pay from their own wallets, and sweeps of these: all coins to one output. */
  #payoutOutputs(spends: Spends): Int32Array {
    const { ledger, payouts } = this.#input;
    const { outputStart, outputAddress } = ledger;
    const at = new Int32Array(outputAddress.length);
    for (const { t, members } of payouts) for (const n of members) at[intAt(outputStart, t) + n] = intAt(outputAddress, intAt(outputStart, t) + n);
    for (let t = 0; t < ledger.txCount; t += 1) {
      const hand = this.handAt(t);
      if (hand === 0) continue;
      const custodian = this.custodianOf(hand);
      if (custodian === null) this.#sweepOn(at, t, spends);
      else if (custodian.category === "cloud-mining") this.#payEarnings(at, t);
    }
    return at;
  }

  #sweepOn(at: Int32Array, t: number, { source }: Spends): void {
    const { outputStart, inputStart } = this.#input.ledger;
    const start = intAt(outputStart, t);
    if (intAt(outputStart, t + 1) - start !== 1 || at[start] !== 0) return;
    const spent = source.subarray(intAt(inputStart, t), intAt(inputStart, t + 1));
    if (spent.every((output) => (at[output] ?? 0) !== 0)) at[start] = at[spent[0] ?? -1] ?? 0;
  }

  #payEarnings(at: Int32Array, t: number): void {
    const { outputStart, outputAddress } = this.#input.ledger;
    for (let o = intAt(outputStart, t), end = intAt(outputStart, t + 1); o < end; o += 1) {
      const script = intAt(outputAddress, o);
      if (script !== 0 && this.custodianOf(script) === null) at[o] = script;
    }
  }
}
