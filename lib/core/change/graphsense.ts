import { addressReuse, addressType } from "@/lib/core/change/blocksci";
import { type Heuristic, firstGap, needsHistory, needsInputScripts, needsInputValues, noGap } from "@/lib/core/change/heuristic";
import { type ChangeView, isFresh, outputsWhere, smallestInput } from "@/lib/core/change/view";

/* GraphSense's change heuristics (METHODS 1.4, after heuristics_service.py). */

/** Confidence 100: the output pays a script that the transaction spends. */
export const directChange: Heuristic = addressReuse;

const inputWallets = (view: ChangeView): ReadonlySet<number> => new Set(view.inputs.flatMap((input) => input.wallet ?? []));

/** Confidence 50: co-spending elsewhere puts the output's script into the wallet of an input. Dynamic. */
export const multiInputChange: Heuristic = {
  gap: (view) => (view.inputs.some((input) => input.wallet === null) ? "wallets" : null),
  candidates: (view) => {
    const own = inputWallets(view);
    return outputsWhere(view, ({ wallet }) => wallet !== null && own.has(wallet));
  },
};

const MOST_OUTPUTS = 10;
const ROUND = 1_000n;

/** Confidence 50: the one output of the inputs' type that is not round, smaller than each input, and never paid but here. Dynamic. */
export const oneTimeChange: Heuristic = {
  gap: firstGap(needsInputScripts, needsInputValues, needsHistory),
  candidates: (view) => {
    const least = smallestInput(view);
    if (view.coinbase || least === null || view.outputs.length < 2 || view.outputs.length > MOST_OUTPUTS) return [];
    const alike = addressType.candidates(view);
    const times = (script: number): number => view.outputs.filter((output) => output.script === script).length;
    const found = outputsWhere(
      view,
      (output) => output.value % ROUND !== 0n && output.value < least && isFresh(view, output) && output.paidLater === false && times(output.script) === 1,
    ).filter((n) => alike.includes(n));
    return found.length === 1 ? found : [];
  },
};

const CONFIDENCES = [
  { confidence: 100, heuristics: [directChange] },
  { confidence: 50, heuristics: [multiInputChange, oneTimeChange] },
] as const;

/** GraphSense's consensus: the outputs of the highest confidence only, and none at all in a CoinJoin. */
export function consensusOf(view: ChangeView): { readonly confidence: number; readonly outputs: readonly number[] } | null {
  if (view.mixes) return null;
  for (const { confidence, heuristics } of CONFIDENCES) {
    const outputs = outputsWhere(view, () => true).filter((n) => heuristics.some(({ candidates }) => candidates(view).includes(n)));
    if (outputs.length > 0) return { confidence, outputs };
  }
  return null;
}

export const consensus: Heuristic = { gap: noGap, candidates: (view) => consensusOf(view)?.outputs ?? [] };
