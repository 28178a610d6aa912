import { scriptTypeId } from "@/lib/core/bitcoin/script-type";
import { type Heuristic, firstGap, needsHistory, needsInputScripts, needsInputValues, noGap } from "@/lib/core/change/heuristic";
import { type ChangeView, type Traits, inputScripts, isFresh, outputsWhere, smallestInput } from "@/lib/core/change/view";
import { equalOutputs } from "@/lib/core/coinjoin/equal-outputs";
import { factsOf } from "@/lib/core/coinjoin/view";

/*
 * BlockSci's change heuristics (METHODS 1.2, after src/heuristics/change_address.cpp). Each returns the outputs it cannot rule
 * out. The static ones depend on the transaction and what came before it; the dynamic ones change as outputs get spent, and an
 * output that nobody has spent yet stays a candidate.
 */

type PeelShape = Pick<Traits, "inputCount" | "outputCount">;
const looksLikePeel = ({ inputCount, outputCount }: PeelShape): boolean => inputCount === 1 && outputCount === 2;

/** One input, two outputs, and a neighbour of that shape: the maker of its input, or the spender of an output. */
export function isPeelingChain(view: ChangeView): boolean {
  if (!looksLikePeel(view.traits)) return false;
  const [input] = view.inputs;
  return (input?.parent != null && looksLikePeel(input.parent)) || view.outputs.some(({ spender }) => spender !== null && looksLikePeel(spender));
}

/** Dynamic. The spender of an output has this transaction as its neighbour, so its own shape decides. */
export const peelingChain: Heuristic = {
  gap: noGap,
  candidates: (view) => (isPeelingChain(view) ? outputsWhere(view, ({ spender }) => spender === null || looksLikePeel(spender)) : []),
};

/** Static: amounts that people choose are round, what is left over is not. */
export const powerOfTen = (digits: number): Heuristic => {
  const round = 10n ** BigInt(digits);
  return { gap: noGap, candidates: (view) => outputsWhere(view, ({ value }) => value % round !== 0n) };
};

/** Static. For one output candidates only grow with the digits, so the first set that is not empty decides. */
export const powerOfTenFrom = (least: number, most: number): Heuristic => {
  const each = Array.from({ length: most - least + 1 }, (_, i) => powerOfTen(least + i));
  return { gap: noGap, candidates: (view) => each.map(({ candidates }) => candidates(view)).find((set) => set.length > 0) ?? [] };
};

/** Static: change as large as an input would have made that input unnecessary. With one input it rules nothing out. */
export const optimalChange: Heuristic = {
  gap: needsInputValues,
  candidates: (view) => {
    const least = smallestInput(view);
    return least === null ? [] : outputsWhere(view, ({ value }) => value < least);
  },
};

/** Static: the same with the fee on the side of the change. METHODS 1.5 names it without a definition; this is Assay's reading. */
export const optimalChangeWithFee: Heuristic = {
  gap: firstGap(needsInputValues, (view) => (view.traits.fee === null ? "fee" : null)),
  candidates: (view) => {
    const least = smallestInput(view);
    const { fee } = view.traits;
    return least === null || fee === null ? [] : outputsWhere(view, ({ value }) => value + fee < least);
  },
};

/** Static: wallets keep to one type of script. */
export const addressType: Heuristic = {
  gap: needsInputScripts,
  candidates: (view) => {
    const types = new Set(view.inputs.map((input) => input.type));
    const [only = null] = types;
    return types.size === 1 && only !== null ? outputsWhere(view, ({ type }) => type === only) : [];
  },
};

const isLocked = ({ locktime }: Traits): boolean => locktime !== null && locktime > 0;

/** Dynamic: wallets that set a lock time do so always. A spender whose lock time no source states is not ruled out. */
export const locktime: Heuristic = {
  gap: (view) => (view.traits.locktime === null ? "spenders" : null),
  candidates: (view) => (view.traits.locktime === null ? [] : outputsWhere(view, ({ spender }) => spender?.locktime == null || isLocked(spender) === isLocked(view.traits))),
};

/** Static: pays back to a script it spends. */
export const addressReuse: Heuristic = {
  gap: needsInputScripts,
  candidates: (view) => {
    const own = inputScripts(view);
    return outputsWhere(view, ({ script }) => own.has(script));
  },
};

/** Static ("shadow"): wallets make a new address for each change. As fresh as the store knows: see `isFresh`. */
export const clientChange: Heuristic = {
  gap: needsHistory,
  candidates: (view) => outputsWhere(view, (output) => isFresh(view, output)),
};

/** Static: what Bitcoin's client did before version 0.6. Not for CoinJoins by BlockSci's own rule. */
export const legacy: Heuristic = {
  gap: firstGap(needsInputValues, needsHistory),
  candidates: (view) => {
    const least = smallestInput(view);
    if (least === null || looksLikeCoinjoin(view) || outputsWhere(view, () => true).length < 2) return [];
    const small = outputsWhere(view, (output) => output.value < least && isFresh(view, output));
    return small.length === 1 ? small : [];
  },
};

function looksLikeCoinjoin({ coinbase, inputs, outputs }: ChangeView): boolean {
  if (coinbase) return false;
  const id = (type: Parameters<typeof scriptTypeId>[0] | null): number | null => (type === null ? null : scriptTypeId(type));
  const view = {
    coinbase,
    inputs: inputs.map(({ script, value, type }) => ({ script, value, type: id(type) })),
    outputs: outputs.map(({ script, value, type }) => ({ script, value, type: script === null ? null : id(type) })),
  };
  return equalOutputs.match(factsOf(view)) !== null;
}

/** Millisats for each virtual byte, cut; null where fee or size are not known. */
export const feeRate = ({ fee, vsize }: Traits): bigint | null => (fee === null || vsize === null || vsize === 0 ? null : (fee * 1_000n) / BigInt(vsize));

/** Dynamic: some wallets pay the same rate always. */
export const fixedFee: Heuristic = {
  gap: (view) => (feeRate(view.traits) === null ? "fee" : null),
  candidates: (view) => {
    const own = feeRate(view.traits);
    if (own === null) return [];
    return outputsWhere(view, ({ spender }) => {
      const rate = spender === null ? null : feeRate(spender);
      return rate === null || rate === own;
    });
  },
};

/** Dynamic; to be intersected with others when outputs nobody has spent must not count. */
export const spent: Heuristic = { gap: noGap, candidates: (view) => outputsWhere(view, ({ spender }) => spender !== null) };

export const none: Heuristic = { gap: noGap, candidates: () => [] };
