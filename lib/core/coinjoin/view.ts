/**
 * What the CoinJoin guard sees of a transaction. Scripts are told apart by any id that is one to a script (Assay: the id of
 * the address row); rules never look at the text of an address.
 */
export interface TxView {
  readonly coinbase: boolean;
  readonly inputs: readonly InputView[];
  readonly outputs: readonly OutputView[];
}

/** `script` and `value` are null where the previous output is not in the store ("unresolved"). Values in sats. */
interface InputView {
  readonly script: number | null;
  readonly value: bigint | null;
  /** Number of the script type (lib/core/bitcoin/script-type.ts); null where unresolved. */
  readonly type: number | null;
}

/** `script` and `type` are null for OP_RETURN. */
interface OutputView {
  readonly script: number | null;
  readonly value: bigint;
  readonly type: number | null;
}

/** The counts that the rules share, taken once per transaction. "Spendable" is every output but OP_RETURN. */
export interface TxFacts {
  readonly inputCount: number;
  /** Inputs whose script is not known. */
  readonly unresolved: number;
  /** Distinct input scripts; each unresolved input counts as one of its own, so that doubt leads to exclusion. */
  readonly inputScripts: number;
  /** Inputs of the script that holds most of them (unresolved inputs hold one each). */
  readonly topInputs: number;
  /** Values of the inputs that are known. */
  readonly inputValues: readonly bigint[];
  readonly outputCount: number;
  readonly spendable: readonly bigint[];
  readonly opReturns: number;
  /** No two spendable outputs pay one script. */
  readonly outputsDistinct: boolean;
  /** Spendable outputs by value. */
  readonly frequency: ReadonlyMap<bigint, number>;
  /** All outputs by value. */
  readonly frequencyOfAll: ReadonlyMap<bigint, number>;
  /** Sum of the spendable outputs. */
  readonly spendableSum: bigint;
}

export function factsOf(view: TxView): TxFacts {
  const spendable = view.outputs.filter((output) => output.script !== null);
  const perScript = count(view.inputs.flatMap((input) => (input.script === null ? [] : [input.script])));
  const unresolved = view.inputs.filter((input) => input.script === null).length;
  const values = spendable.map((output) => output.value);
  return {
    inputCount: view.inputs.length,
    unresolved,
    inputScripts: perScript.size + unresolved,
    topInputs: Math.max(unresolved === 0 ? 0 : 1, largest(perScript)),
    inputValues: view.inputs.flatMap((input) => (input.value === null ? [] : [input.value])),
    outputCount: view.outputs.length,
    spendable: values,
    opReturns: view.outputs.length - spendable.length,
    outputsDistinct: new Set(spendable.map((output) => output.script)).size === spendable.length,
    frequency: count(values),
    frequencyOfAll: spendable.length === view.outputs.length ? count(values) : count(view.outputs.map((output) => output.value)),
    spendableSum: values.reduce((sum, value) => sum + value, 0n),
  };
}

function count<Key>(keys: readonly Key[]): Map<Key, number> {
  const counts = new Map<Key, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}

function largest(counts: ReadonlyMap<unknown, number>): number {
  let most = 0;
  for (const n of counts.values()) most = Math.max(most, n);
  return most;
}

/** The value that occurs most often; of several, the lowest (GraphSense's reading of BlockSci). Null when there is none. */
export function mostFrequent(counts: ReadonlyMap<bigint, number>, admit: (value: bigint) => boolean = () => true): { readonly value: bigint; readonly count: number } | null {
  let best: { value: bigint; count: number } | null = null;
  for (const [value, n] of counts) {
    if (!admit(value)) continue;
    if (best === null || n > best.count || (n === best.count && value < best.value)) best = { value, count: n };
  }
  return best;
}
