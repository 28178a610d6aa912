import type { CoinjoinRule, Match } from "@/lib/core/coinjoin/rule";
import type { TxFacts } from "@/lib/core/coinjoin/view";

/** Clients register no smaller output. */
const SMALLEST = 5_000n;
const LARGEST = 134_375_000_000n;

const powersOf = (base: bigint, factor: bigint): bigint[] => {
  const values: bigint[] = [];
  for (let value = factor; value <= LARGEST; value *= base) if (value >= SMALLEST) values.push(value);
  return values;
};

/** 1, 2 and 5 times a power of ten: what people pay one another, too. */
const ROUND: ReadonlySet<bigint> = new Set([1n, 2n, 5n].flatMap((factor) => powersOf(10n, factor)));

/** The amounts in sats that WabiSabi clients pay themselves: 2^i, 3^i, 2·3^i and the 1-2-5 series (METHODS 1.6, after Dumplings). */
export const STANDARD_DENOMINATIONS: ReadonlySet<bigint> = new Set([...powersOf(2n, 1n), ...powersOf(3n, 1n), ...powersOf(3n, 2n), ...ROUND]);

/** Standard, but no round sum: nobody asks for 531,441 sats. */
const isTelling = (value: bigint): boolean => STANDARD_DENOMINATIONS.has(value) && !ROUND.has(value);

const MIN_TELLING = 2;

/**
 * WabiSabi by its denominations [Assay's own], rounds of any size: two outputs or more at standard amounts that are no round
 * sum, and standard amounts for half of the outputs. Closes the hole of rounds below 20 inputs, which wasabi2 does not
 * look at: it finds 400 of 400 generated rounds of 10 to 19 inputs (the other rules 7) and 397 of 400 of 5 to 9 inputs.
 * Its cost: 0 of the 6,308 payments with several inputs in real blocks of 2009 to 2020, 469 of them with ten or more, and 0 of
 * 1,581 in a simulated economy. A wallet's round with itself is excluded as well. `assay bench clustering` measures it again.
 */
export const wabisabi: CoinjoinRule = { name: "wabisabi-denominations", kind: "wasabi-2", mixes: true, minInputs: 2, minOutputs: 3, vetoedBy: [], match: matchDenominations };

function matchDenominations(facts: TxFacts): Match | null {
  if (facts.inputScripts < 2 || !facts.outputsDistinct) return null;
  const telling = facts.spendable.filter(isTelling).length;
  if (telling < MIN_TELLING) return null;
  const standard = facts.spendable.filter((value) => STANDARD_DENOMINATIONS.has(value)).length;
  if (2 * standard < facts.spendable.length - 1) return null;
  return { confidence: 80, detail: { inputs: facts.inputCount, inputScripts: facts.inputScripts, outputs: facts.spendable.length, standardOutputs: standard, tellingOutputs: telling } };
}

/**
 * Wasabi 2 by its shape (METHODS 1.6, after GraphSense): a large round, no tiny outputs, no script with more than a tenth of
 * the inputs, at least three values paid twice or more, and these make up half of the outputs but not all.
 */
export const wasabi2: CoinjoinRule = { name: "wasabi-2", kind: "wasabi-2", mixes: true, minInputs: 20, minOutputs: 7, vetoedBy: ["stonewall"], match: matchShape };

function matchShape(facts: TxFacts): Match | null {
  if (10 * facts.topInputs > facts.inputCount || !facts.outputsDistinct) return null;
  if (facts.spendable.some((value) => value < SMALLEST)) return null;
  let denominations = 0;
  let mixed = 0;
  for (const n of facts.frequency.values()) {
    if (n < 2) continue;
    denominations += 1;
    mixed += n;
  }
  if (denominations < 3 || 2 * mixed < facts.spendable.length - 1 || mixed === facts.spendable.length) return null;
  return { confidence: 60, detail: { inputs: facts.inputCount, outputs: facts.spendable.length, mixedOutputs: mixed, denominations } };
}
