import { type Heuristic, firstGap, needsHistory, needsInputScripts } from "@/lib/core/change/heuristic";
import { type ChangeOutput, type ChangeView, inputScripts, isFresh, outputsWhere } from "@/lib/core/change/view";

/*
 * Meiklejohn et al.'s one-time change (METHODS 1.3): t mines nothing, pays no script it spends, and of all scripts it pays
 * exactly one is one-time. Several outputs to that script are several candidates. Its authors warn, and Möser and Narayanan
 * measured, that used alone it joins most of the chain into one cluster.
 */
const oneTime = (isOneTime: (view: ChangeView, output: ChangeOutput) => boolean): Heuristic => ({
  gap: firstGap(needsHistory, needsInputScripts),
  candidates: (view) => {
    const own = inputScripts(view);
    if (view.coinbase || outputsWhere(view, ({ script }) => own.has(script)).length > 0) return [];
    const found = outputsWhere(view, (output) => isOneTime(view, output));
    return new Set(found.map((n) => view.outputs[n]?.script)).size === 1 ? found : [];
  },
});

/** One-time as of t: static. */
export const meiklejohnLocal = oneTime(isFresh);

/**
 * One-time in all that the store has: never paid afterwards either. It names more change than the local form, as it did for
 * Möser and Narayanan, because a payee whose fresh address is used again later no longer counts as one-time. Dynamic.
 */
export const meiklejohnGlobal = oneTime((view, output) => isFresh(view, output) && output.paidLater === false);
