import { TX_COINBASE, TX_SIGNALS_RBF, TX_WITNESS } from "@/lib/core/bitcoin/columns";
import type { ScriptType } from "@/lib/core/bitcoin/script-type";
import type { Traits } from "@/lib/core/change/view";

/** A transaction as the ledger has it; null where no source says. Sizes in bytes and weight units. */
export interface LedgerTx {
  readonly flags: number;
  readonly version: number | null;
  readonly locktime: number | null;
  readonly fee: bigint | null;
  readonly size: number | null;
  readonly weight: number | null;
  readonly inputCount: number;
  readonly outputCount: number;
}

export interface LedgerInput {
  /** 32 bytes, wire order. */
  readonly prevTxid: Uint8Array;
  readonly prevN: number;
  readonly sequence: number | null;
  readonly type: ScriptType | null;
}

export interface LedgerOutput {
  readonly value: bigint;
  readonly script: Uint8Array;
}

/**
 * The traits of a transaction.
 * @param inputs all of them in their order, or null when they were too many to read: what they would tell is then not known
 * @param outputs likewise
 */
export function traitsOf(tx: LedgerTx, inputs: readonly LedgerInput[] | null, outputs: readonly LedgerOutput[] | null): Traits {
  const coinbase = has(tx, TX_COINBASE);
  return {
    version: tx.version,
    locktime: tx.locktime,
    fee: tx.fee,
    vsize: tx.weight === null ? null : Math.ceil(tx.weight / 4),
    signalsRbf: signalsRbf(tx, inputs),
    segwit: hasWitness(tx),
    ordered: inputs === null || outputs === null ? null : isOrdered(inputs, outputs),
    spends: inputs === null ? null : typesOf(inputs),
    inputCount: coinbase ? 0 : tx.inputCount,
    outputCount: tx.outputCount,
  };
}

const has = (tx: LedgerTx, flag: number): boolean => (tx.flags & flag) !== 0;

/** The flag is set by what a source states; unset, it means no only where every sequence is stated. */
function signalsRbf(tx: LedgerTx, inputs: readonly LedgerInput[] | null): boolean | null {
  if (has(tx, TX_SIGNALS_RBF)) return true;
  return inputs === null || inputs.some((input) => input.sequence === null) ? null : false;
}

/** A source that keeps silent about witnesses leaves the flag unset; weight and size then tell. */
function hasWitness(tx: LedgerTx): boolean | null {
  if (has(tx, TX_WITNESS)) return true;
  return tx.weight === null || tx.size === null ? null : tx.weight < 4 * tx.size;
}

function typesOf(inputs: readonly LedgerInput[]): ReadonlySet<ScriptType> | null {
  const types = inputs.flatMap((input) => input.type ?? []);
  return types.length === inputs.length ? new Set(types) : null;
}

/** BIP 69: inputs by txid as people write it, then by output number; outputs by value, then by script. */
export function isOrdered(inputs: readonly LedgerInput[], outputs: readonly LedgerOutput[]): boolean {
  return rises(inputs, compareInputs) && rises(outputs, compareOutputs);
}

const rises = <Item>(items: readonly Item[], compare: (a: Item, b: Item) => number): boolean =>
  items.every((item, i) => {
    const before = items[i - 1];
    return before === undefined || compare(before, item) <= 0;
  });

function compareInputs(a: LedgerInput, b: LedgerInput): number {
  const byTxid = compareReversed(a.prevTxid, b.prevTxid);
  return byTxid === 0 ? a.prevN - b.prevN : byTxid;
}

function compareOutputs(a: LedgerOutput, b: LedgerOutput): number {
  if (a.value !== b.value) return a.value < b.value ? -1 : 1;
  return compareBytes(a.script, b.script);
}

function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const shorter = Math.min(a.length, b.length);
  for (let i = 0; i < shorter; i += 1) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

/** Hashes are written with their last byte first. */
function compareReversed(a: Uint8Array, b: Uint8Array): number {
  for (let i = 31; i >= 0; i -= 1) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
