import type { Sats } from "@/lib/core/money";
import { needsEveryValue, spread, spreadBack, type TraceMethod } from "@/lib/core/tracing/methods";
import { CLEAN, type Coin, type Taint } from "@/lib/core/tracing/taint";
import { FEE, type Direction, type TraceTx } from "@/lib/core/tracing/trace-tx";

/** The taint that comes to a transaction, by place on its near side; of a coinbase's fees by the transaction that paid them. */
export type Arrived = (slot: number) => Taint;

/** What the method makes of a transaction. */
export interface Stepped {
  /** By place on the far side. */
  readonly far: readonly Taint[];
  /** By transaction that paid the fee: only going backward through a coinbase. */
  readonly paidFees: ReadonlyMap<number, Taint>;
  /** Forward: what left as fee, or was never claimed by the miner. Backward: what was newly mined. */
  readonly aside: Taint;
  /** Backward: what the transaction paid out beyond what it spent (a coinbase above subsidy and fees, damaged data). */
  readonly excess: Taint;
}

const NOBODYS: readonly boolean[] = [];
const NOTHING: Pick<Stepped, "paidFees" | "excess"> = { paidFees: new Map(), excess: CLEAN };
function sumOf(values: readonly Sats[]): Sats {
  let sum = 0n;
  for (const value of values) sum += value;
  return sum;
}
const atLeast0 = (value: Sats): Sats => (value > 0n ? value : 0n);

/**
 * One transaction, one method, one direction: a pure step. Going backward is the same step with inputs and outputs exchanged, the fee
 * standing last among the outputs.
 * @returns null while values of inputs that the method needs are not known
 */
export function step(method: TraceMethod, direction: Direction, tx: TraceTx, arrived: Arrived): Stepped | null {
  if (tx.coinbase) return direction === "forward" ? coinbaseForward(method, tx, arrived) : coinbaseBackward(method, tx, arrived);
  return direction === "forward" ? forward(method, tx, arrived) : backward(method, tx, arrived);
}

function forward(method: TraceMethod, tx: TraceTx, arrived: Arrived): Stepped | null {
  const outputs = tx.far.map(({ value }) => value ?? 0n);
  const paid = sumOf(outputs);
  const inputs = completed(tx.near, tx.fee === null ? null : paid + tx.fee);
  if (inputs === null && needsEveryValue(method)) return null;
  const coins = tx.near.map((value, i): Coin => ({ value: inputs?.[i] ?? value ?? 0n, taint: arrived(i) }));
  const own = method === "libr" ? tx.far.map(({ walletId }) => walletId !== null && walletId === tx.payer) : NOBODYS;
  const shares = spread(method, { coins, outputs, fee: inputs === null ? tx.fee : atLeast0(sumOf(inputs) - paid), own });
  return { ...NOTHING, far: shares.outputs, aside: shares.fee };
}

function backward(method: TraceMethod, tx: TraceTx, arrived: Arrived): Stepped | null {
  const outputs = tx.near.map((value) => value ?? 0n);
  const paid = sumOf(outputs);
  const inputs = completed(tx.far.map(({ value }) => value), tx.fee === null ? null : paid + tx.fee);
  if (inputs === null) return null;
  const spent = sumOf(inputs);
  const coins = [...outputs.map((value, n): Coin => ({ value, taint: arrived(n) })), { value: atLeast0(spent - paid), taint: arrived(FEE) }];
  const shares = spreadBack(method, { coins, outputs: inputs, fee: atLeast0(paid - spent), own: NOBODYS });
  return { ...NOTHING, far: shares.outputs, aside: CLEAN, excess: shares.fee };
}

/** A single unknown value follows from the total, where that is stated. */
function completed(values: readonly (Sats | null)[], total: Sats | null): readonly Sats[] | null {
  if (areKnown(values)) return values;
  const known = values.filter((value) => value !== null);
  if (total === null || known.length < values.length - 1) return null;
  const missing = atLeast0(total - sumOf(known));
  return values.map((value) => value ?? missing);
}

const areKnown = (values: readonly (Sats | null)[]): values is readonly Sats[] => !values.includes(null);

/** A coinbase takes the subsidy first, clean, then the fees of its block in order (METHODS 2.2, as BlockSci has it). */
function coinbaseForward(method: TraceMethod, { far, block }: TraceTx, arrived: Arrived): Stepped | null {
  if (block === null) return null;
  const outputs = far.map(({ value }) => value ?? 0n);
  const coins: Coin[] = [{ value: block.subsidy, taint: CLEAN }, ...block.fees.map(({ txId, fee }) => ({ value: fee, taint: arrived(txId) }))];
  const unclaimed = atLeast0(coins.reduce((sum, { value }) => sum + value, 0n) - sumOf(outputs));
  const shares = spread(method, { coins, outputs, fee: unclaimed, own: NOBODYS });
  return { ...NOTHING, far: shares.outputs, aside: shares.fee };
}

function coinbaseBackward(method: TraceMethod, { near, block }: TraceTx, arrived: Arrived): Stepped | null {
  if (block === null) return null;
  const outputs = near.map((value) => value ?? 0n);
  const sources = [block.subsidy, ...block.fees.map(({ fee }) => fee)];
  const difference = sumOf(sources) - sumOf(outputs);
  const coins = [...outputs.map((value, n): Coin => ({ value, taint: arrived(n) })), { value: atLeast0(difference), taint: CLEAN }];
  const shares = spreadBack(method, { coins, outputs: sources, fee: atLeast0(-difference), own: NOBODYS });
  const [mined = CLEAN, ...fees] = shares.outputs;
  return { far: [], aside: mined, excess: shares.fee, paidFees: new Map(block.fees.map(({ txId }, i) => [txId, fees[i] ?? CLEAN])) };
}
