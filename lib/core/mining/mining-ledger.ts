import type { LedgerColumns } from "@/lib/core/analysis/columns";
import { intAt, satsAt } from "@/lib/core/analysis/lists";

/** A pool by its number, from 1; 0 is nobody. */
export const NOBODY = 0;

/** What payouts are found in: the ledger, its wallets, and what is known of pools. */
export interface MiningInput {
  readonly ledger: LedgerColumns;
  /** The wallet of every script id. */
  readonly walletOf: Int32Array;
  /** By position: 1 where the inputs belong to several people. */
  readonly mixes: Uint8Array;
  /** By position: the pool that mined it, of a coinbase. */
  readonly minedBy: Int16Array;
  /** Scripts that claims give to a pool as its own. */
  readonly claimed: ReadonlyMap<number, number>;
  /** Wallets that claims give to somebody else: services, customers, members. They never become a pool's. */
  readonly foreign: ReadonlySet<number>;
}

/** Who spends in a transaction, and whom it pays, read again and again. */
export class MiningLedger {
  readonly input: MiningInput;
  /** By position: the wallet whose coins are spent; 0 for coinbases and where no input is known. */
  readonly hand: Int32Array;

  constructor(input: MiningInput) {
    this.input = input;
    const { ledger } = input;
    this.hand = new Int32Array(ledger.txCount);
    for (let t = 0; t < ledger.txCount; t += 1) if (ledger.coinbase[t] !== 1) this.hand[t] = this.#handAt(t);
  }

  #handAt(t: number): number {
    const { inputStart, inputAddress } = this.input.ledger;
    for (let i = intAt(inputStart, t), end = intAt(inputStart, t + 1); i < end; i += 1) {
      const address = intAt(inputAddress, i);
      if (address !== 0) return intAt(this.input.walletOf, address);
    }
    return 0;
  }

  /** The one pool in whose hands every known input is; the inputs of a CoinJoin may be those of several. */
  poolAt(t: number, owner: Int16Array): number {
    const pool = owner[intAt(this.hand, t)] ?? NOBODY;
    if (pool === NOBODY || this.input.mixes[t] !== 1) return pool;
    const { inputStart, inputAddress } = this.input.ledger;
    for (let i = intAt(inputStart, t), end = intAt(inputStart, t + 1); i < end; i += 1) {
      if (owner[intAt(this.input.walletOf, intAt(inputAddress, i))] !== pool) return NOBODY;
    }
    return pool;
  }

  /** Calls back for each output that pays somebody, with its wallet and sats; the spender's own are among them. */
  eachOutput(t: number, visit: (output: number, wallet: number, value: bigint) => void): void {
    const { outputStart, outputAddress, outputValue } = this.input.ledger;
    for (let o = intAt(outputStart, t), end = intAt(outputStart, t + 1); o < end; o += 1) {
      const address = intAt(outputAddress, o);
      const value = satsAt(outputValue, o);
      if (address !== 0 && value > 0n) visit(o, intAt(this.input.walletOf, address), value);
    }
  }

  /** The outputs of t that leave the hands of those who spend in it and of their pool. */
  recipients(t: number, pool: number, owner: Int16Array): Recipients {
    const hand = intAt(this.hand, t);
    const outputs: number[] = [];
    let [value, returned] = [0n, 0n];
    this.eachOutput(t, (output, wallet, sats) => {
      if (owner[wallet] === pool) returned += sats;
      else if (hand === 0 || wallet !== hand) {
        outputs.push(output);
        value += sats;
      }
    });
    return { outputs, value, returned };
  }

  scriptOf(output: number): number {
    return intAt(this.input.ledger.outputAddress, output);
  }

  walletAt(output: number): number {
    return intAt(this.input.walletOf, this.scriptOf(output));
  }

  valueOf(output: number): bigint {
    return satsAt(this.input.ledger.outputValue, output);
  }

  /** Unix seconds, -1 where not known. */
  timeOf(t: number): number {
    return this.input.ledger.time[t] ?? -1;
  }
}

export interface Recipients {
  /** Positions of outputs in the ledger's columns. */
  readonly outputs: readonly number[];
  /** Their sum in sats. */
  readonly value: bigint;
  /** Sats that go to wallets of the pool. */
  readonly returned: bigint;
}

/** Is `part` at least so many percent of `whole`? Exact, in sats; of nothing it is not. */
export const atLeast = (percent: bigint, part: bigint, whole: bigint): boolean => whole > 0n && part * 100n >= whole * percent;
