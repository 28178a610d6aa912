import { type CoinjoinRule, type Match, sats } from "@/lib/core/coinjoin/rule";
import { type TxFacts, mostFrequent } from "@/lib/core/coinjoin/view";

const BASE = 10_000_000n;
const TOLERANCE = 500_000n;
const MAX_INPUTS_PER_PARTICIPANT = 7;

/**
 * Wasabi 1.0 and 1.1 (METHODS 1.6, after GraphSense): outputs at about 0.1 BTC and its doublings, as many participants as
 * the fullest level has outputs, and mixed outputs making up half of the transaction or all but one change each. No script
 * holds more than a tenth of the inputs: a service that empties one deposit address is not a crowd.
 */
export const wasabi1: CoinjoinRule = { name: "wasabi-1", kind: "wasabi-1", mixes: true, minInputs: 10, minOutputs: 3, vetoedBy: ["stonewall"], match: matchWasabi1 };

function matchWasabi1(facts: TxFacts): Match | null {
  if (10 * facts.topInputs > facts.inputCount || !facts.outputsDistinct) return null;
  const levels = levelsOf(facts.spendable);
  const mixed = levels.reduce((sum, level) => sum + level.count, 0);
  const participants = levels.reduce((most, level) => Math.max(most, level.count), 0);
  if (participants < 3 || !isCrowd(participants, facts.inputScripts)) return null;
  const majority = 2 * mixed >= facts.spendable.length - 1;
  const oneChangeEach = mixed >= facts.spendable.length - facts.inputScripts - 1;
  if (!majority && !oneChangeEach) return null;
  if (facts.inputCount < 20 && splitsEqually(facts)) return null;
  const score = tightness(participants, facts.inputScripts);
  return {
    confidence: Math.floor(majority && oneChangeEach ? score : score / 2),
    detail: { participants, mixedOutputs: mixed, outputs: facts.spendable.length, levels: levels.map((level) => sats(level.value)), version: levels.some((level) => level.value !== BASE) ? "1.1" : "1.0" },
  };
}

const isCrowd = (participants: number, inputScripts: number): boolean => participants <= inputScripts && inputScripts <= MAX_INPUTS_PER_PARTICIPANT * participants;

/** GraphSense's confidence: 100 where every participant brings one input, 50 where each brings seven. */
function tightness(participants: number, inputScripts: number): number {
  const loosest = 1 / MAX_INPUTS_PER_PARTICIPANT;
  return 50 + (50 * (participants / inputScripts - loosest)) / (1 - loosest);
}

/** Levels 2^i · 0.1 BTC that at least two outputs reach within 5 %. */
function levelsOf(values: readonly bigint[]): { value: bigint; count: number }[] {
  const top = values.reduce((most, value) => (value > most ? value : most), 0n);
  const levels: { value: bigint; count: number }[] = [];
  for (let factor = 1n; factor * (BASE - TOLERANCE) <= top; factor *= 2n) {
    const count = values.filter((value) => value >= factor * (BASE - TOLERANCE) && value <= factor * (BASE + TOLERANCE)).length;
    if (count >= 2) levels.push({ value: factor * BASE, count });
  }
  return levels;
}

/** One owner who splits a sum into equal parts leaves a residual below 0.01 %; a round leaves everybody's change. */
function splitsEqually(facts: TxFacts): boolean {
  const top = mostFrequent(facts.frequency);
  if (top === null) return false;
  const residual = facts.spendableSum - BigInt(top.count) * top.value;
  return residual * 10_000n <= facts.spendableSum;
}
