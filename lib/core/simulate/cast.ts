import { BatchPool } from "@/lib/core/simulate/agents/batch-pool";
import { ChainPool } from "@/lib/core/simulate/agents/chain-pool";
import { Exchange } from "@/lib/core/simulate/agents/exchange";
import { Launderer } from "@/lib/core/simulate/agents/launderer";
import { addMiners } from "@/lib/core/simulate/agents/miners";
import { Rental } from "@/lib/core/simulate/agents/rental";
import { addRenters } from "@/lib/core/simulate/agents/renters";
import { Users } from "@/lib/core/simulate/agents/users";
import type { Economy } from "@/lib/core/simulate/economy";

/** Brings everybody on. Who comes when decides nothing but the numbers of addresses. */
export function addAgents(economy: Economy): void {
  const exchange = new Exchange(economy);
  const rental = new Rental(economy);
  const pools = [
    new BatchPool(economy, { name: "Alpha Pool", shape: "batch", weight: 46, paysFrom: 9, paysTo: 17 }),
    new ChainPool(economy, { name: "Beta Pool", shape: "chain", weight: 42, paysFrom: 8, paysTo: 16 }),
  ];
  const users = new Users(economy, exchange);
  addMiners({ economy, exchange, rental, pools });
  addRenters({ economy, exchange, rental, pools });
  for (let number = 1; number <= economy.options.launderers; number += 1) new Launderer({ economy, exchange, rental, pools, users }, number);
}
