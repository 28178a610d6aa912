import { BatchPool } from "@/lib/core/simulate/agents/batch-pool";
import { ChainPool } from "@/lib/core/simulate/agents/chain-pool";
import { CoinbasePool } from "@/lib/core/simulate/agents/coinbase-pool";
import { Exchange } from "@/lib/core/simulate/agents/exchange";
import { addCloudCustomers, CloudMining } from "@/lib/core/simulate/agents/cloud";
import { Launderer, launderStyle } from "@/lib/core/simulate/agents/launderer";
import { addLookalikes } from "@/lib/core/simulate/agents/lookalikes";
import { addMiners } from "@/lib/core/simulate/agents/miners";
import type { Pool } from "@/lib/core/simulate/agents/pool";
import { Rental } from "@/lib/core/simulate/agents/rental";
import { addRenters } from "@/lib/core/simulate/agents/renters";
import { TreePool } from "@/lib/core/simulate/agents/tree-pool";
import { Users } from "@/lib/core/simulate/agents/users";
import type { Economy } from "@/lib/core/simulate/economy";

const POOLS: readonly ((economy: Economy) => Pool)[] = [
  (economy) => new BatchPool(economy, { name: "Alpha Pool", shape: "batch", weight: 46, paysFrom: 9, paysTo: 17 }),
  (economy) => new ChainPool(economy, { name: "Beta Pool", shape: "chain", weight: 42, paysFrom: 8, paysTo: 16 }),
  (economy) => new TreePool(economy, { name: "Gamma Pool", shape: "tree", weight: 34, paysFrom: 0, paysTo: 8 }),
  (economy) => new CoinbasePool(economy, { name: "Delta Pool", shape: "coinbase", weight: 26, paysFrom: 0, paysTo: 24 }),
];

/** Brings everybody on. Who comes when decides nothing but the numbers of addresses. */
export function addAgents(economy: Economy): void {
  const exchange = new Exchange(economy);
  const rental = new Rental(economy);
  const pools = POOLS.slice(0, economy.options.pools).map((make) => make(economy));
  const users = new Users(economy, exchange);
  addMiners({ economy, exchange, rental, pools });
  if (pools.length > 2) addLookalikes({ economy, exchange, rental, pools });
  addRenters({ economy, exchange, rental, pools });
  const numbers = Array.from({ length: economy.options.launderers }, (_, i) => i + 1);
  const cloud = numbers.some((number) => launderStyle(number).through === "cloud") ? new CloudMining(economy) : null;
  if (cloud !== null) addCloudCustomers({ economy, exchange, cloud });
  for (const number of numbers) new Launderer({ economy, exchange, rental, pools, users, cloud }, number);
}
