import { type CoinjoinRule, type Match, sats } from "@/lib/core/coinjoin/rule";
import { type TxFacts, mostFrequent } from "@/lib/core/coinjoin/view";

/** Pool sizes and coordinator fees in sats. The last two are Ashigaru's, since 2025-05-31 and 2025-06-06: no source that can be relied on states their fees. */
const WHIRLPOOL_POOLS: readonly { readonly size: bigint; readonly fee: bigint | null }[] = [
  { size: 100_000n, fee: 5_000n },
  { size: 1_000_000n, fee: 50_000n },
  { size: 5_000_000n, fee: 175_000n },
  { size: 50_000_000n, fee: 1_750_000n },
  { size: 2_500_000n, fee: null },
  { size: 25_000_000n, fee: null },
];
const MIN_EXCESS = 100n;
const MAX_EXCESS = 110_000n;
const MAX_PARTICIPANTS = 8;
const MAX_ENTRANTS = 4;
const MAX_PREMIX = 70;

/**
 * Whirlpool round (METHODS 1.6, after GraphSense): 5 to 8 inputs and as many outputs, all outputs one pool size, every input
 * that size or a little more, and 1 to 4 of them new entrants. An unresolved input may be either.
 */
export const whirlpoolRound: CoinjoinRule = { name: "whirlpool-round", kind: "whirlpool", mixes: true, minInputs: 5, minOutputs: 5, vetoedBy: ["stonewall"], match: matchRound };

function matchRound(facts: TxFacts): Match | null {
  const size = facts.spendable[0];
  if (size === undefined || facts.inputCount > MAX_PARTICIPANTS || facts.inputCount < 5) return null;
  if (facts.spendable.length !== facts.inputCount || facts.frequency.size !== 1) return null;
  if (facts.inputScripts !== facts.inputCount || !facts.outputsDistinct) return null;
  if (!WHIRLPOOL_POOLS.some((pool) => pool.size === size)) return null;
  const excesses = facts.inputValues.map((value) => value - size);
  const entrants = excesses.filter((excess) => excess !== 0n);
  if (!entrants.every((excess) => excess >= MIN_EXCESS && excess <= MAX_EXCESS)) return null;
  const unknown = facts.inputCount - facts.inputValues.length;
  if (entrants.length > MAX_ENTRANTS || entrants.length + unknown < 1) return null;
  return { confidence: 60, detail: { pool: sats(size), participants: facts.inputCount, newEntrants: entrants.length, remixers: excesses.length - entrants.length } };
}

/**
 * Whirlpool Tx0 (METHODS 1.6, after GraphSense): one wallet splits its coins into equal premix outputs of a pool, pays the
 * coordinator and may take change. It is no mix, so its inputs are clustered as usual. Where the coordinator's fee is not
 * known, two premix outputs or more must do, and the verdict is worth less until one of them is seen in a round.
 */
export const whirlpoolTx0: CoinjoinRule = { name: "whirlpool-tx0", kind: "whirlpool-tx0", mixes: false, minInputs: 1, minOutputs: 3, needsOpReturn: true, vetoedBy: [], match: matchTx0 };

function matchTx0(facts: TxFacts): Match | null {
  if (facts.opReturns !== 1 || facts.spendable.length < 2) return null;
  for (const { size, fee } of WHIRLPOOL_POOLS) {
    const premix = mostFrequent(facts.frequency, (value) => value >= size + MIN_EXCESS && value <= size + MAX_EXCESS);
    if (premix === null || premix.count > MAX_PREMIX || premix.count < facts.spendable.length - 2) continue;
    const detail = { pool: sats(size), premix: sats(premix.value), premixOutputs: premix.count };
    if (fee === null) {
      if (premix.count > 1 && premix.count < facts.spendable.length) return { confidence: 30, detail };
      continue;
    }
    const fees = facts.spendable.filter((value) => 2n * value >= fee && value <= 3n * fee);
    const [paid] = fees;
    if (paid === undefined || fees.length !== 1) continue;
    return { confidence: 60, detail: { ...detail, coordinatorFee: sats(paid) } };
  }
  return null;
}

/** Confidence of a Tx0 of which a premix output was seen in a Whirlpool round. */
export const TX0_CONFIRMED = 90;
