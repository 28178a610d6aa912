import type { Coin, Key, Paid, Payment, Tx, TxOutput } from "@/lib/core/simulate/model";
import type { Random } from "@/lib/core/simulate/random";
import type { TxSerializer } from "@/lib/core/simulate/serialize";
import { weightOf } from "@/lib/core/simulate/transaction";
import type { Habits } from "@/lib/core/simulate/wallet";

/** A transaction somebody wants to make. */
export interface Spend {
  readonly habits: Habits;
  readonly coins: readonly Coin[];
  readonly payments: readonly Payment[];
  /** Takes what is left after payments and fee; with no payments, everything. */
  readonly change: Key;
  readonly onChange?: ((paid: Paid) => void) | undefined;
  readonly onConfirmed?: Tx["onConfirmed"];
}

export interface Market {
  /** Sats per 1,000 virtual bytes. */
  readonly feeRate: number;
  readonly height: number;
}

/** Outputs below this are left to the miner: wallets do not make them. */
export const DUST = 1_000n;

/** Makes the transaction, or null when the coins do not cover payments and fee. Change stands at a random place. */
export function makeTransaction(spend: Spend, market: Market, random: Random, serializer: TxSerializer): Tx | null {
  const { habits, coins, payments } = spend;
  const rate = Math.ceil((market.feeRate * (100 + habits.feePercent)) / 100);
  const available = coins.reduce((sum, coin) => sum + coin.value, 0n);
  const wanted = payments.reduce((sum, payment) => sum + payment.value, 0n);
  const scripts = payments.map((payment) => payment.key.script);
  const rest = available - wanted - feeOf(weightOf(coins, [...scripts, spend.change.script]), rate);
  const chosen = [...payments];
  if (rest >= DUST) chosen.splice(random.below(payments.length + 1), 0, { key: spend.change, value: rest, onPaid: spend.onChange });
  else if (payments.length === 0 || available - wanted < feeOf(weightOf(coins, scripts), rate)) return null;
  const outputs: TxOutput[] = chosen.map((payment) => ({ script: payment.key.script, value: payment.value, payment }));
  const body = {
    version: habits.version, locktime: habits.locksToHeight ? market.height - 1 : 0, sequence: habits.sequence,
    inputs: coins, coinbase: null, outputs,
  };
  const fee = available - chosen.reduce((sum, payment) => sum + payment.value, 0n);
  return { ...body, fee, ...serializer.identify(body), onConfirmed: spend.onConfirmed };
}

/** Sats for a weight, rounded up to whole virtual bytes and whole sats. */
const feeOf = (weight: number, rate: number): bigint => BigInt(Math.ceil((Math.ceil(weight / 4) * rate) / 1_000));
