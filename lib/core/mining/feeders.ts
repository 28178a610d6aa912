import { intAt } from "@/lib/core/analysis/lists";
import { type MiningLedger, atLeast, NOBODY } from "@/lib/core/mining/mining-ledger";

/** Nearly all of it, in percent. */
const MOST = 80n;

/** Sats of a wallet that mines: what it received, and of that in coinbases; what it paid, and of that to one pool. */
interface Miner {
  received: bigint;
  mined: bigint;
  paid: bigint;
  toPool: bigint;
  pool: number;
}

/** What a claimed wallet received, in sats and in times, and how much of that from those who mine for it. */
interface Income {
  all: bigint;
  mined: bigint;
  times: bigint;
  minedTimes: bigint;
  readonly by: Set<number>;
}

/**
 * Gives to a pool the wallets that mine for it unnamed: coinbases of blocks nobody is known to have mined pay them, they pass
 * nearly all of it on to wallets claimed as the pool's, and these live on that. The blocks stay without a known pool; but what
 * the claimed wallet pays descends from the pool's own mining. An exchange to which miners sell has other customers too.
 */
export function addFeeders(view: MiningLedger, owner: Int16Array): void {
  const miners = minersOf(view, owner);
  if (miners.size === 0) return;
  const feeders = new Map([...miners].filter(([, miner]) => miner.pool !== NOBODY && atLeast(MOST, miner.mined, miner.received) && atLeast(MOST, miner.toPool, miner.paid)));
  const fed = new Map<number, Income>();
  for (let t = 0; t < view.hand.length; t += 1) {
    const hand = intAt(view.hand, t);
    view.eachOutput(t, (_, wallet, value) => {
      if (wallet === hand || owner[wallet] === NOBODY) return;
      const income = fed.get(wallet) ?? { all: 0n, mined: 0n, times: 0n, minedTimes: 0n, by: new Set<number>() };
      income.all += value;
      income.times += 1n;
      if (feeders.get(hand)?.pool === owner[wallet]) {
        income.mined += value;
        income.minedTimes += 1n;
        income.by.add(hand);
      }
      fed.set(wallet, income);
    });
  }
  for (const { all, mined, times, minedTimes, by } of fed.values()) {
    if (atLeast(MOST, mined, all) && atLeast(MOST, minedTimes, times)) for (const wallet of by) owner[wallet] = feeders.get(wallet)?.pool ?? NOBODY;
  }
}

function minersOf(view: MiningLedger, owner: Int16Array): Map<number, Miner> {
  const { ledger, minedBy, foreign } = view.input;
  const miners = new Map<number, Miner>();
  for (let t = 0; t < ledger.txCount; t += 1) {
    const unnamed = ledger.coinbase[t] === 1 && minedBy[t] === NOBODY;
    const payer = miners.get(intAt(view.hand, t));
    view.eachOutput(t, (_, wallet, value) => {
      if (wallet === view.hand[t]) return;
      let miner = miners.get(wallet);
      if (unnamed && owner[wallet] === NOBODY && !foreign.has(wallet)) {
        if (miner === undefined) miners.set(wallet, (miner = { received: 0n, mined: 0n, paid: 0n, toPool: 0n, pool: NOBODY }));
        miner.mined += value;
      }
      if (miner !== undefined) miner.received += value;
      if (payer !== undefined) pay(payer, owner[wallet] ?? NOBODY, value);
    });
  }
  return miners;
}

/** The first pool that it pays is the one it may belong to. */
function pay(miner: Miner, pool: number, value: bigint): void {
  miner.paid += value;
  if (miner.pool === NOBODY) miner.pool = pool;
  if (pool !== NOBODY && pool === miner.pool) miner.toPool += value;
}
