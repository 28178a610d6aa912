import type { ChangeView } from "@/lib/core/change/view";

/** Why a heuristic could not be asked: what the store, or the chain so far, does not have. */
export type Gap = "input-scripts" | "input-values" | "fee" | "history" | "wallets" | "unspent" | "spenders" | "wrapped-scripts";

/**
 * A change heuristic. `candidates` are the positions of the outputs that it cannot rule out, rising; it never throws and never
 * returns an OP_RETURN. `gap` says what is missing to ask it; while something is, it names nothing.
 */
export interface Heuristic {
  readonly candidates: (view: ChangeView) => readonly number[];
  readonly gap: (view: ChangeView) => Gap | null;
}

export const noGap = (): null => null;

/** BlockSci's `unique_change`: the set if it has exactly one element, else empty. */
export const unique = (set: readonly number[]): readonly number[] => (set.length === 1 ? set : []);

/** Sets of outputs compose (METHODS 1.2); results rise. */
export const union = (one: readonly number[], other: readonly number[]): readonly number[] => [...new Set([...one, ...other])].sort((a, b) => a - b);
export const intersection = (one: readonly number[], other: readonly number[]): readonly number[] => one.filter((n) => other.includes(n));
export const difference = (one: readonly number[], other: readonly number[]): readonly number[] => one.filter((n) => !other.includes(n));

export const needsInputValues = (view: ChangeView): Gap | null => (view.inputs.some((input) => input.value === null) ? "input-values" : null);
export const needsInputScripts = (view: ChangeView): Gap | null => (view.inputs.some((input) => input.script === null) ? "input-scripts" : null);
export const needsHistory = (view: ChangeView): Gap | null => (view.outputs.some((output) => output.script !== null && output.seenBefore === null) ? "history" : null);

/** The first gap of several. */
export const firstGap = (...gaps: readonly Heuristic["gap"][]): Heuristic["gap"] => (view) => {
  for (const gap of gaps) {
    const found = gap(view);
    if (found !== null) return found;
  }
  return null;
};
