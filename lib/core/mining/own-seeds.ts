import { intAt } from "@/lib/core/analysis/lists";
import { type MiningLedger, NOBODY } from "@/lib/core/mining/mining-ledger";

/** A pool that splits its rewards between so few addresses has them for itself; one that pays its members has more. */
const OWN_SPLIT = 3;

/**
 * The pool of every wallet that is a pool's for sure (METHODS 3.4, the seed set): claimed ones, and those that coinbases of its
 * blocks pay. Where coinbases pay many wallets, these are the members, paid in the coinbase itself.
 */
export function ownSeeds(view: MiningLedger): Int16Array {
  const { walletOf, claimed, foreign, minedBy, ledger } = view.input;
  const owner = new Int16Array(ledger.addressSlots);
  for (const [script, pool] of claimed) give(owner, intAt(walletOf, script), pool, foreign);
  const splits = new Map<number, Set<number>>();
  for (let t = 0; t < ledger.txCount; t += 1) {
    const pool = minedBy[t] ?? NOBODY;
    if (pool === NOBODY) continue;
    const paid = coinbaseWallets(view, t);
    if (paid.length === 1) give(owner, paid[0] ?? 0, pool, foreign);
    else for (const wallet of paid) splits.set(pool, (splits.get(pool) ?? new Set()).add(wallet));
  }
  for (const [pool, wallets] of splits) if (wallets.size <= OWN_SPLIT) for (const wallet of wallets) give(owner, wallet, pool, foreign);
  return owner;
}

/** The first who is given a wallet keeps it: two pools cannot both own it. */
function give(owner: Int16Array, wallet: number, pool: number, foreign: ReadonlySet<number>): void {
  if (owner[wallet] === NOBODY && !foreign.has(wallet)) owner[wallet] = pool;
}

function coinbaseWallets(view: MiningLedger, t: number): number[] {
  const wallets = new Set<number>();
  view.eachOutput(t, (_, wallet) => wallets.add(wallet));
  return [...wallets];
}
