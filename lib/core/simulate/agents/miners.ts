import { DAY, FIRST_HEIGHT, MATURITY, START_TIME, type Economy } from "@/lib/core/simulate/economy";
import type { Key } from "@/lib/core/simulate/model";
import type { Random } from "@/lib/core/simulate/random";
import type { Exchange } from "@/lib/core/simulate/agents/exchange";
import { somebodysHabits } from "@/lib/core/simulate/agents/habits";
import { FOUNDING_BLOCKS, type Pool } from "@/lib/core/simulate/agents/pool";
import type { Rental } from "@/lib/core/simulate/agents/rental";
import { depositNowAndThen } from "@/lib/core/simulate/agents/users";

const SOLO_MINERS = 4;
const SOLO_WEIGHT = 3;
const FARMS = 2;
const REWARD = 625_000_000n;
const SMALLEST_RATE = 400_000n;
const LARGEST_RATE = 20_000_000n;

/** What those who own machines have to deal with. */
export interface MiningTrade {
  readonly economy: Economy;
  readonly exchange: Exchange;
  readonly pools: readonly Pool[];
  readonly rental: Rental;
}

/** Honest miners: alone, as members of pools, as farms, and as sellers to the rental service. */
export function addMiners(trade: MiningTrade): void {
  const random = trade.economy.random("miners");
  for (let i = 0; i < SOLO_MINERS; i += 1) addSoloMiner(trade, random);
  for (const pool of trade.pools) {
    // Never of one size, since equal amounts look like a CoinJoin.
    for (let i = 1; i <= FARMS; i += 1) addFarm(trade, pool, { random, weight: 20 * i + random.below(20) });
    for (let i = 0; i < trade.economy.options.miners; i += 1) addMember(trade, pool, random);
  }
  for (let i = 0; i < trade.economy.options.sellers; i += 1) addSeller(trade, random);
}

/** Finds the first blocks, sells those coins as soon as they may be spent, and later what it finds every few days. */
function addSoloMiner({ economy, exchange }: MiningTrade, random: Random): void {
  const actor = economy.actor("solo-miner");
  const wallet = economy.wallet(actor, "wallet", { ...somebodysHabits(random), type: "p2wpkh" });
  economy.miners.push({ actor, weight: SOLO_WEIGHT, tag: "/solo (synthetic)/", coinbaseKey: wallet.mainKey });
  economy.truth.openPool(actor, "solo", "/solo (synthetic)/");
  const sellEarly = (): void => {
    economy.sweep(wallet, economy.spendable(wallet), { key: exchange.depositKey(actor) });
    if (economy.height < FIRST_HEIGHT + MATURITY + FOUNDING_BLOCKS) economy.after(10 * economy.options.blockSeconds, sellEarly);
  };
  economy.after(MATURITY * economy.options.blockSeconds, sellEarly);
  depositNowAndThen(economy, random, { actor, wallet, exchange, days: 6 });
}

/** Owns most of a pool's machines and sells on the exchange what it does not keep. */
function addFarm({ economy, exchange }: MiningTrade, pool: Pool, { random, weight }: { readonly random: Random; readonly weight: number }): void {
  const actor = economy.actor("farm");
  const wallet = economy.wallet(actor, "wallet", somebodysHabits(random));
  pool.farms.push({ pay: wallet.mainKey, weight });
  depositNowAndThen(economy, random, { actor, wallet, exchange, days: 2 });
}

function addMember(trade: MiningTrade, pool: Pool, random: Random): void {
  const { economy, exchange } = trade;
  const actor = economy.actor("miner");
  let destination: Key;
  if (random.chance(20)) destination = exchange.depositKey(actor);
  else {
    const wallet = economy.wallet(actor, "wallet", somebodysHabits(random));
    destination = wallet.mainKey;
    depositNowAndThen(economy, random, { actor, wallet, exchange, days: random.between(4, 20) });
  }
  const rate = rateOf(trade, pool, random);
  pool.accounts.open({ destination, rate, rented: null }, START_TIME);
  const second = random.pick(trade.pools);
  if (random.chance(10) && second !== pool) second.accounts.open({ destination, rate: rate / 2n, rented: null }, START_TIME);
}

/** Sats a day. Small members together earn at most a quarter of what their pool does; the farms get the rest. */
function rateOf({ economy, pools }: MiningTrade, pool: Pool, random: Random): bigint {
  const { blockSeconds, miners } = economy.options;
  const weights = SOLO_MINERS * SOLO_WEIGHT + pools.reduce((sum, each) => sum + each.weight, 0);
  const income = (REWARD * BigInt(Math.floor((DAY / blockSeconds) * pool.weight))) / BigInt(weights);
  const fair = income / BigInt(4 * miners);
  return random.spread(fair / 8n < SMALLEST_RATE ? fair / 8n + 1n : SMALLEST_RATE, fair < LARGEST_RATE ? fair : LARGEST_RATE);
}

function addSeller({ economy, exchange, rental }: MiningTrade, random: Random): void {
  const actor = economy.actor("seller");
  const wallet = economy.wallet(actor, "wallet", somebodysHabits(random));
  rental.addSeller(wallet.mainKey);
  depositNowAndThen(economy, random, { actor, wallet, exchange, days: 7 });
}
