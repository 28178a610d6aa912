import type { ScriptType } from "@/lib/core/bitcoin/script-type";

/** The marks that a wallet program leaves on a transaction. Null: no source says, or it was not read. */
export interface Traits {
  readonly version: number | null;
  readonly locktime: number | null;
  /** Sats. */
  readonly fee: bigint | null;
  /** Virtual bytes (BIP 141), rounded up. */
  readonly vsize: number | null;
  readonly signalsRbf: boolean | null;
  /** It carries a witness. */
  readonly segwit: boolean | null;
  /** Inputs and outputs stand in the order of BIP 69. */
  readonly ordered: boolean | null;
  /** The types of the scripts it spends; null when one of them is not known. */
  readonly spends: ReadonlySet<ScriptType> | null;
  /** 0 for a coinbase. */
  readonly inputCount: number;
  readonly outputCount: number;
}

/** `script`, `type`, `value` and `wallet` are null where the previous output is not in the store. Values in sats. */
export interface ChangeInput {
  /** Any id that is one to a script (Assay: the id of the address row). */
  readonly script: number | null;
  readonly type: ScriptType | null;
  readonly value: bigint | null;
  /** The wallet of the base layer; null also where no analysis has seen it yet. */
  readonly wallet: number | null;
  /** Counts of the transaction that made the output spent. */
  readonly parent: Pick<Traits, "inputCount" | "outputCount"> | null;
}

export interface ChangeOutput {
  /** Null for OP_RETURN: never change, never a candidate. */
  readonly script: number | null;
  readonly type: ScriptType;
  readonly value: bigint;
  readonly wallet: number | null;
  /** The store knows an earlier transaction with this script; null where no analysis has seen the transaction yet. */
  readonly seenBefore: boolean | null;
  /** The store knows a later transaction that pays this script; null likewise. */
  readonly paidLater: boolean | null;
  /** The transaction that spends the output; null: no spend in the store. */
  readonly spender: Traits | null;
}

/** What change heuristics see of a transaction. Outputs stand at their position. */
export interface ChangeView {
  readonly coinbase: boolean;
  /** The CoinJoin guard's verdict: several people's inputs. */
  readonly mixes: boolean;
  readonly traits: Traits;
  readonly inputs: readonly ChangeInput[];
  readonly outputs: readonly ChangeOutput[];
}

/** Positions of the outputs that can be spent and that `admit` lets through. */
export function outputsWhere(view: ChangeView, admit: (output: ChangeOutput & { readonly script: number }) => boolean): readonly number[] {
  return view.outputs.flatMap((output, n) => (output.script !== null && admit({ ...output, script: output.script }) ? [n] : []));
}

/** The scripts that the inputs spend, as far as they are known. */
export const inputScripts = (view: ChangeView): ReadonlySet<number> => new Set(view.inputs.flatMap((input) => input.script ?? []));

/** The smallest input in sats; null without inputs, or when the value of one is not known. */
export function smallestInput(view: ChangeView): bigint | null {
  let least: bigint | null = null;
  for (const { value } of view.inputs) {
    if (value === null) return null;
    if (least === null || value < least) least = value;
  }
  return least;
}

/** Whether t is the first transaction with the output's script, as far as the store goes: an input of t itself has been paid before. */
export const isFresh = (view: ChangeView, output: ChangeOutput): boolean =>
  output.script !== null && output.seenBefore === false && !view.inputs.some((input) => input.script === output.script);
