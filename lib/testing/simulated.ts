import fc from "fast-check";
import type { SimulationOptions } from "@/lib/core/simulate/options";
import { simulateWhole, type WholeEconomy } from "@/lib/core/simulate/simulate";
import { nodeHasher } from "@/lib/platform/chain/hasher";

/** What tests look at in a line of txs.ndjson. */
export interface SimulatedTx {
  readonly txid: string;
  readonly vin: readonly { readonly txid: string; readonly vout: number; readonly is_coinbase: boolean; readonly prevout: SimulatedOutput | null }[];
  readonly vout: readonly SimulatedOutput[];
  readonly fee: number;
  readonly status: { readonly block_height: number; readonly block_hash: string; readonly block_time: number };
  readonly synthetic: boolean;
}

export interface SimulatedOutput {
  readonly scriptpubkey: string;
  readonly scriptpubkey_type: string;
  readonly scriptpubkey_address?: string;
  readonly value: number;
}

/** Ten days with everybody in them, one whole laundering loop included: some 800 transactions. */
export const SMALL_ECONOMY: Partial<SimulationOptions> = { seed: 1, days: 10, blockSeconds: 1_800, users: 20, userSeconds: 80_000, pools: 4, miners: 10, renters: 2, sellers: 4 };

export interface SimulatedEconomy extends WholeEconomy {
  readonly parsed: readonly SimulatedTx[];
}

const made = new Map<string, SimulatedEconomy>();

/** A small simulated economy, the same one for the same options, made once. */
export function simulated(options: Partial<SimulationOptions> = {}): SimulatedEconomy {
  const chosen = { ...SMALL_ECONOMY, ...options };
  const key = JSON.stringify(chosen);
  let economy = made.get(key);
  if (economy === undefined) {
    const whole = simulateWhole(chosen, nodeHasher);
    economy = { ...whole, parsed: parseTransactions(whole.transactions) };
    made.set(key, economy);
  }
  return economy;
}

export const parseTransactions = (lines: string): SimulatedTx[] => lines.trimEnd().split("\n").map((line) => JSON.parse(line) as SimulatedTx);

const SEEDS = fc.sample(fc.integer({ min: 0, max: 1_000_000_000 }), 5);

/** Checks something that holds in every economy: in those of five seeds, other ones in each run. A failure names the seed. */
export function inEveryEconomy(check: (economy: SimulatedEconomy, txs: ReadonlyMap<string, SimulatedTx>) => void): void {
  for (const seed of SEEDS) {
    const economy = simulated({ seed });
    try {
      check(economy, new Map(economy.parsed.map((tx) => [tx.txid, tx])));
    } catch (error) {
      throw new Error(`It does not hold in the economy of seed ${seed}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
    }
  }
}
