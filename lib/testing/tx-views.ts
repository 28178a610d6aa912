import type { TxView } from "@/lib/core/coinjoin/view";

/** Inputs or outputs by value; each has a script of its own unless one is given as [value, script]. */
export type Side = readonly (number | readonly [value: number, script: number])[];

/** What the CoinJoin guard sees of a transaction that is given by its values. */
export function txView(inputs: Side, outputs: Side, opReturns: readonly number[] = []): TxView {
  const entry = (side: number) => (item: Side[number], i: number) => ({ script: typeof item === "number" ? side + i : item[1], value: BigInt(typeof item === "number" ? item : item[0]), type: 4 });
  return { coinbase: false, inputs: inputs.map(entry(1000)), outputs: [...outputs.map(entry(5000)), ...opReturns.map((value) => ({ script: null, value: BigInt(value), type: null }))] };
}

/** The same transaction while the store lacks the parents of some inputs. */
export const unresolved = (view: TxView, which: (i: number) => boolean = () => true): TxView => ({
  ...view, inputs: view.inputs.map((input, i) => (which(i) ? { script: null, value: null, type: null } : input)),
});

export const times = (n: number, value: number): number[] => Array.from({ length: n }, () => value);
/** Amounts that are all different. */
export const rising = (n: number, from: number): number[] => Array.from({ length: n }, (_, i) => from + 7_919 * i);
