import { type CoinjoinRule, type Match, type Veto, sats } from "@/lib/core/coinjoin/rule";
import { type TxFacts, mostFrequent } from "@/lib/core/coinjoin/view";

/** Values that early token protocols pay again and again as carriers. */
const CARRIERS = [546n, 2730n];

/**
 * BlockSci's `isCoinjoin` (METHODS 1.6), the generic rule: every participant has one equal output and one change output, so
 * the most frequent value occurs exactly half as often (rounded up) as there are outputs, OP_RETURN included. One wallet that
 * pays the same sum several times has this shape, too. Only arithmetic clears it (`unbalanced`): a false exclusion costs one
 * missed merge, a miss may join strangers.
 */
export const equalOutputs: CoinjoinRule = { name: "blocksci", kind: "equal-outputs", mixes: true, minInputs: 2, minOutputs: 3, vetoedBy: ["unbalanced"], match: matchEqual };

function matchEqual(facts: TxFacts): Match | null {
  const participants = Math.floor((facts.outputCount + 1) / 2);
  if (facts.inputCount < 2 || facts.outputCount < 3 || participants > facts.inputScripts) return null;
  const top = mostFrequent(facts.frequencyOfAll);
  if (top === null || top.count !== participants || CARRIERS.includes(top.value)) return null;
  const lookalike = stonewall.holds(facts);
  return { confidence: lookalike ? 20 : 40, detail: { participants, denomination: sats(top.value), inputScripts: facts.inputScripts, outputs: facts.outputCount, ...(lookalike ? { stonewallShape: 1 } : {}) } };
}

const JOINMARKET_SMALLEST = 2_730n;

/**
 * JoinMarket (METHODS 1.6, after GraphSense): half of the outputs or more share one value, three to as many of them as there
 * are input scripts, and somebody takes change. GraphSense's confidence of 49 says: shape only.
 */
export const joinmarket: CoinjoinRule = { name: "joinmarket", kind: "joinmarket", mixes: true, minInputs: 3, minOutputs: 4, vetoedBy: ["stonewall", "unbalanced"], match: matchJoinmarket };

function matchJoinmarket(facts: TxFacts): Match | null {
  const top = mostFrequent(facts.frequency, (value) => value > JOINMARKET_SMALLEST);
  if (top === null || top.count < 3 || top.count > facts.inputScripts) return null;
  if (2 * top.count < facts.spendable.length || top.count === facts.spendable.length || !facts.outputsDistinct) return null;
  const outOfProportion = facts.inputCount > 20 * top.count || facts.spendable.length < 1.7 * top.count;
  if (facts.inputCount >= 50 && outOfProportion) return null;
  return { confidence: 49, detail: { participants: top.count, denomination: sats(top.value), inputScripts: facts.inputScripts, outputs: facts.spendable.length } };
}

const MAX_SUBSET_INPUTS = 10;
/** No market maker asks for more than 2 %. */
const MAX_GAIN_SHARE = 50n;

/**
 * JoinMarket of two [Assay's own]: its shape is that of a Stonewall, but a maker is paid for joining. Some of the inputs are
 * worth a little less than the equal output and one change output together, which one wallet paying itself never does.
 */
export const joinmarketPair: CoinjoinRule = { name: "joinmarket-maker-gain", kind: "joinmarket", mixes: true, minInputs: 2, minOutputs: 4, vetoedBy: [], match: matchPair };

function matchPair(facts: TxFacts): Match | null {
  if (facts.inputValues.length !== facts.inputCount || facts.inputCount > MAX_SUBSET_INPUTS || facts.inputScripts < 2) return null;
  if (facts.spendable.length !== 4 || !stonewall.holds(facts)) return null;
  const top = mostFrequent(facts.frequency);
  if (top === null) return null;
  const gain = makerGain(facts, top.value);
  if (gain === null) return null;
  return { confidence: 60, detail: { participants: 2, denomination: sats(top.value), makerGain: sats(gain), inputScripts: facts.inputScripts, outputs: 4 } };
}

/** The smallest gain in sats that some, but not all, inputs make out of the equal output and one change; null when none does. */
function makerGain(facts: TxFacts, denomination: bigint): bigint | null {
  const change = facts.spendable.filter((value) => value !== denomination);
  const all = 2 ** facts.inputCount - 1;
  let least: bigint | null = null;
  for (let subset = 1; subset < all; subset += 1) {
    const paid = facts.inputValues.reduce((sum, value, i) => (((subset >> i) & 1) === 1 ? sum + value : sum), 0n);
    for (const value of change) {
      const gain = denomination + value - paid;
      if (gain > 0n && gain * MAX_GAIN_SHARE <= denomination && (least === null || gain < least)) least = gain;
    }
  }
  return least;
}

/**
 * Stonewall (METHODS 1.6, after GraphSense): Samourai's wallet mimics a CoinJoin of two with its own coins. Cancels the
 * verdicts that rest on shape; the generic rule stands and says that the shape may be one wallet's.
 */
export const stonewall: Veto = {
  name: "stonewall",
  holds: (facts) => {
    const n = facts.spendable.length;
    if ((n !== 3 && n !== 4) || facts.inputCount < 2 || !facts.outputsDistinct) return false;
    const doubles = [...facts.frequency].filter(([, times]) => times === 2);
    return doubles.length === 1 && facts.frequency.size === n - 1 && (doubles[0]?.[0] ?? 0n) >= 5_000n;
  },
};
