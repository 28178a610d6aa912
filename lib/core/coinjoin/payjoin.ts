import type { Verdict } from "@/lib/core/coinjoin/guard";
import { sats } from "@/lib/core/coinjoin/rule";
import { type TxView, factsOf } from "@/lib/core/coinjoin/view";

/**
 * The mark "PayJoin-compatible" (METHODS 1.7): two outputs, inputs of several scripts, and one input more than the payment
 * needed, as when the payee added a coin. That is UIH2: without the smallest input the others still cover the larger output
 * and the fee, or in fewer words: no output is below the smallest input. (Where one is, it is the probable change: UIH1.)
 * A mark, never an exclusion: 61 % of such payments in real blocks fit, nearly all of them ordinary. The link between the
 * inputs stands, but should not be what joins two wallets of different names. Worked out for the transaction that is looked
 * at, and not stored: an eighth of all transactions would bear it.
 * @returns null as well while the value of an input is unknown.
 */
export function payjoinMark(view: TxView): Verdict | null {
  if (view.coinbase || view.inputs.length < 2 || view.outputs.length !== 2) return null;
  const facts = factsOf(view);
  if (facts.spendable.length !== 2 || facts.inputScripts < 2 || facts.inputValues.length !== facts.inputCount) return null;
  const smallest = facts.inputValues.reduce((least, value) => (value < least ? value : least));
  if (facts.spendable.some((value) => value < smallest)) return null;
  return { kind: "payjoin-compatible", confidence: 10, mixes: false, detail: { rule: "uih2", smallestInput: sats(smallest), inputScripts: facts.inputScripts } };
}
