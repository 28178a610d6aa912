import { intAt, satsAt } from "@/lib/core/analysis/lists";
import { FEES, NEWLY_MINED, UNKNOWN, UNSPENDABLE, coinjoinParty } from "@/lib/core/graph/party";

/**
 * Transactions whose ends are attributed to wallets, in columns. Transaction t has inputs inputStart[t] .. inputStart[t+1] and
 * outputs outputStart[t] .. outputStart[t+1]. Ids are small integers here (a ledger of 2^31 scripts is out of reach of one
 * machine); amounts are bigint sats.
 */
export interface FlowColumns {
  readonly txId: Int32Array;
  /** 1 for coinbases. */
  readonly coinbase: Uint8Array;
  /** 1 where the guard found a CoinJoin. */
  readonly mixes: Uint8Array;
  /** -1n where neither the source nor the inputs say it. */
  readonly fee: BigInt64Array;
  readonly inputStart: Int32Array;
  /** Id of the script, 0 where the previous output is not known. */
  readonly inputAddress: Int32Array;
  /** -1n where not known. */
  readonly inputValue: BigInt64Array;
  readonly outputStart: Int32Array;
  /** Id of the script, 0 for OP_RETURN. */
  readonly outputAddress: Int32Array;
  readonly outputValue: BigInt64Array;
  /** Wallet of a script id. */
  readonly walletOf: (address: number) => number;
}

/** Money from party to party (lib/core/graph/party.ts, as a number), never zero. A pair may come several times. */
export type EmitFlow = (src: number, dst: number, value: bigint) => void;

/** The parties that are no wallet, as the numbers that `EmitFlow` uses. */
const asNumber = (party: bigint): number => parseInt(party.toString(), 10);
const MINED = asNumber(NEWLY_MINED);
const NOBODY_KNOWN = asNumber(UNKNOWN);
export const TO_FEES = asNumber(FEES);
export const LOST = asNumber(UNSPENDABLE);
const COINJOIN = asNumber(coinjoinParty(0n));

export const coinjoinNumber = (txId: number): number => COINJOIN - txId;

/**
 * The exact flows of transaction t (DESIGN, "Analysis"). Nothing is apportioned:
 *
 * - A coinbase pays its outputs from *newly mined*.
 * - In an ordinary transaction all resolved inputs belong to one wallet, the sender; it pays every output that is not its own,
 *   and the fee. Change to itself is no flow.
 * - In a CoinJoin every resolved input flows from its wallet into the CoinJoin, and every output and the fee out of it.
 * - Whatever the known inputs do not cover came from unresolved inputs: it flows from *unknown* to the sender or the
 *   CoinJoin. Where no input is resolved, *unknown* itself is the sender.
 * - While inputs are unresolved, the fee is what the source states; where it states none, only the part is counted that the
 *   known inputs already exceed the outputs by, so that no amount is invented.
 * - OP_RETURN outputs flow to *unspendable*. Amounts of zero are no flow.
 *
 * So for every wallet and CoinJoin, in minus out over all transactions is the change of its balance (CoinJoins: zero).
 */
export function flowsAt(columns: FlowColumns, t: number, emit: EmitFlow): void {
  const { outputStart, outputAddress, outputValue } = columns;
  const { payer, fee, fromUnknown } = payerOf(columns, t, emit);
  if (fromUnknown > 0n && payer !== NOBODY_KNOWN) emit(NOBODY_KNOWN, payer, fromUnknown);
  for (let o = intAt(outputStart, t), end = intAt(outputStart, t + 1); o < end; o += 1) {
    const value = satsAt(outputValue, o);
    const address = intAt(outputAddress, o);
    const payee = address === 0 ? LOST : columns.walletOf(address);
    if (payee !== payer && value > 0n) emit(payer, payee, value);
  }
  if (fee > 0n) emit(payer, TO_FEES, fee);
}

interface Payer {
  readonly payer: number;
  readonly fee: bigint;
  readonly fromUnknown: bigint;
}

function payerOf(columns: FlowColumns, t: number, emit: EmitFlow): Payer {
  if (columns.coinbase[t] === 1) return { payer: MINED, fee: 0n, fromUnknown: 0n };
  const mix = columns.mixes[t] === 1 ? coinjoinNumber(intAt(columns.txId, t)) : null;
  const { inputStart, inputAddress, inputValue } = columns;
  let payer = mix ?? NOBODY_KNOWN;
  let known = 0n;
  let resolved = true;
  for (let i = intAt(inputStart, t), end = intAt(inputStart, t + 1); i < end; i += 1) {
    const address = intAt(inputAddress, i);
    const value = satsAt(inputValue, i);
    if (address === 0 || value < 0n) resolved = false;
    if (address === 0) continue;
    const wallet = columns.walletOf(address);
    payer = mix ?? wallet;
    if (value <= 0n) continue;
    known += value;
    if (mix !== null) emit(wallet, mix, value);
  }
  const paid = outputSum(columns, t);
  const fee = feeOf({ known, paid, resolved, stated: satsAt(columns.fee, t) });
  return { payer, fee, fromUnknown: paid + fee - known };
}

/** With all inputs known the fee is the difference, whatever a source states; a stated fee below that difference is not believed. */
function feeOf({ known, paid, resolved, stated }: { known: bigint; paid: bigint; resolved: boolean; stated: bigint }): bigint {
  const excess = known > paid ? known - paid : 0n;
  return resolved || stated < excess ? excess : stated;
}

function outputSum(columns: FlowColumns, t: number): bigint {
  let sum = 0n;
  for (let o = intAt(columns.outputStart, t), end = intAt(columns.outputStart, t + 1); o < end; o += 1) sum += satsAt(columns.outputValue, o);
  return sum;
}

/** One transaction as data. `wallet` is null for inputs not resolved and for OP_RETURN outputs; values in sats, null not known. */
export interface FlowTx {
  readonly txId: bigint;
  readonly coinbase: boolean;
  readonly coinjoin: boolean;
  readonly fee: bigint | null;
  readonly inputs: readonly { readonly wallet: bigint | null; readonly value: bigint | null }[];
  readonly outputs: readonly { readonly wallet: bigint | null; readonly value: bigint }[];
}

export interface Flow {
  readonly src: bigint;
  readonly dst: bigint;
  readonly value: bigint;
}

/**
 * The flows of one transaction, one a pair of parties, by the rules of `flowsAt`. Resolved inputs of a transaction that is no
 * CoinJoin belong to one wallet; given several (wallets of an analysis that did not see this transaction), the last pays.
 */
export function flowsOfTransaction(tx: FlowTx): Flow[] {
  const wallets = (ends: readonly { readonly wallet: bigint | null }[]): Int32Array => Int32Array.from(ends, (end) => (end.wallet === null ? 0 : asNumber(end.wallet)));
  const sums = new Map<string, { src: number; dst: number; value: bigint }>();
  flowsAt(
    {
      txId: Int32Array.of(asNumber(tx.txId)),
      coinbase: Uint8Array.of(tx.coinbase ? 1 : 0),
      mixes: Uint8Array.of(tx.coinjoin ? 1 : 0),
      fee: BigInt64Array.of(tx.fee ?? -1n),
      inputStart: Int32Array.of(0, tx.inputs.length),
      inputAddress: wallets(tx.inputs),
      inputValue: BigInt64Array.from(tx.inputs, (input) => input.value ?? -1n),
      outputStart: Int32Array.of(0, tx.outputs.length),
      outputAddress: wallets(tx.outputs),
      outputValue: BigInt64Array.from(tx.outputs, (output) => output.value),
      walletOf: (wallet) => wallet,
    },
    0,
    (src, dst, value) => {
      const key = `${src}>${dst}`;
      const sum = sums.get(key);
      if (sum === undefined) sums.set(key, { src, dst, value });
      else sum.value += value;
    },
  );
  return [...sums.values()].map(({ src, dst, value }) => ({ src: BigInt(src), dst: BigInt(dst), value }));
}
