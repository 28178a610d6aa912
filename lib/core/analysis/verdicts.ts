import { type LedgerColumns, viewAt } from "@/lib/core/analysis/columns";
import { intAt, satsAt } from "@/lib/core/analysis/lists";
import { type Verdict, judge, mayBeCoinjoin } from "@/lib/core/coinjoin/guard";
import { TX0_CONFIRMED } from "@/lib/core/coinjoin/whirlpool";

/** A verdict and the transaction it is on. */
export interface StoredVerdict {
  readonly txId: number;
  readonly verdict: Verdict;
}

/** The guard's verdicts over a ledger, by position of the transaction. */
export class Verdicts {
  readonly #ledger: LedgerColumns;
  readonly #found = new Map<number, Verdict>();
  /** 1 where the inputs belong to several people. */
  readonly mixes: Uint8Array;

  constructor(ledger: LedgerColumns) {
    this.#ledger = ledger;
    this.mixes = new Uint8Array(ledger.txCount);
  }

  /** Judges the transactions `from` .. `to`. */
  judge(from: number, to: number): void {
    for (let t = from; t < to; t += 1) {
      if (this.#ledger.coinbase[t] === 1 || !this.#worthALook(t)) continue;
      const verdict = judge(viewAt(this.#ledger, t));
      if (verdict === null) continue;
      this.#found.set(t, verdict);
      if (verdict.mixes) this.mixes[t] = 1;
    }
  }

  #worthALook(t: number): boolean {
    const { inputStart, outputStart, outputAddress } = this.#ledger;
    const inputs = intAt(inputStart, t + 1) - intAt(inputStart, t);
    const [start, end] = [intAt(outputStart, t), intAt(outputStart, t + 1)];
    if (!mayBeCoinjoin({ inputs, outputs: end - start, hasOpReturn: true })) return false;
    return mayBeCoinjoin({ inputs, outputs: end - start, hasOpReturn: outputAddress.subarray(start, end).includes(0) });
  }

  /** A Tx0 is surer once one of its premix outputs was spent in a Whirlpool round (METHODS 1.6). Call when all are judged. */
  confirmPremixes(): void {
    const { inputStart, inputParent, inputValue } = this.#ledger;
    for (const [t, verdict] of [...this.#found]) {
      if (verdict.kind !== "whirlpool") continue;
      for (let i = intAt(inputStart, t), end = intAt(inputStart, t + 1); i < end; i += 1) {
        const parent = intAt(inputParent, i);
        const tx0 = this.#found.get(parent);
        if (tx0?.kind !== "whirlpool-tx0" || tx0.detail["premix"] !== satsAt(inputValue, i).toString()) continue;
        this.#found.set(parent, { ...tx0, confidence: TX0_CONFIRMED, detail: { ...tx0.detail, confirmed: 1 } });
      }
    }
  }

  get coinjoins(): number {
    return this.mixes.reduce((sum, mixes) => sum + mixes, 0);
  }

  /** In chain order. */
  *rows(): Generator<StoredVerdict> {
    for (const [t, verdict] of this.#found) yield { txId: intAt(this.#ledger.txId, t), verdict };
  }
}
