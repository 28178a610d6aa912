import type { Veto } from "@/lib/core/coinjoin/rule";
import type { TxFacts } from "@/lib/core/coinjoin/view";

/** No market maker asks for more: 2 % of the amount, and 5,000 sats for offers at a fixed price. */
const MAX_GAIN_SHARE = 50n;
const MAX_FIXED_GAIN = 5_000n;
/** Subsets of more inputs are not gone through; what is known of their sizes must do. */
const MAX_INPUTS = 12;

/**
 * A payment of equal amounts that no CoinJoin could be [Assay's own]. In a CoinJoin everybody brings what they take out: some
 * of the inputs make up each equal output with the change of the same person, give or take fees. Holds when that cannot be,
 * whichever repeated amount is taken for the mixed one; only the impossible is cleared, a doubt is not. Never holds while
 * the value of an input is unknown.
 */
export const unbalanced: Veto = {
  name: "unbalanced",
  holds: (facts) => {
    if (facts.inputValues.length !== facts.inputCount) return false;
    const sums = facts.inputCount <= MAX_INPUTS ? partialSums(facts.inputValues) : null;
    return [...facts.frequency].every(([amount, times]) => times < 2 || !couldMix(facts, { amount, participants: times }, sums));
  },
};

interface Mix {
  readonly amount: bigint;
  readonly participants: number;
}

function couldMix(facts: TxFacts, { amount, participants }: Mix, sums: readonly bigint[] | null): boolean {
  const change = facts.spendable.filter((value) => value !== amount);
  if (change.length > participants) return true;
  const gain = amount / MAX_GAIN_SHARE + MAX_FIXED_GAIN;
  const fee = facts.inputValues.reduce((sum, value) => sum + value, 0n) - facts.spendableSum;
  // One of them, the taker, may pay the fee and the gains of all others.
  const loss = fee + BigInt(participants - 1) * gain;
  const changeless = BigInt(participants - change.length);
  const small = facts.inputValues.reduce((sum, value) => (value <= amount + loss ? sum + value : sum), 0n);
  if (small < changeless * (amount - gain)) return false;
  if (sums === null) return true;
  const takenOut = changeless > 0n ? [...change.map((value) => amount + value), amount] : change.map((value) => amount + value);
  return takenOut.every((value) => sums.some((sum) => sum >= value - gain && sum <= value + loss));
}

/** What some, but not all, of the inputs are worth together. */
function partialSums(values: readonly bigint[]): bigint[] {
  const sums = [0n];
  for (const value of values) sums.push(...sums.map((sum) => sum + value));
  return sums.slice(1, -1);
}
