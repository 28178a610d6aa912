import { addFeeders } from "@/lib/core/mining/feeders";
import { type MiningInput, MiningLedger, NOBODY } from "@/lib/core/mining/mining-ledger";
import { ownSeeds } from "@/lib/core/mining/own-seeds";
import { OwnWallets } from "@/lib/core/mining/own-wallets";
import type { Payout } from "@/lib/core/mining/payout";
import { PayoutGrades } from "@/lib/core/mining/payout-grades";
import { Trace } from "@/lib/core/mining/trace";

/** Raise it whenever the same ledger and claims would give other payouts. */
export const MINING_METHOD = "coinbase lineage and recurrence; 1";

/** Each round may find wallets behind those of the round before: collectors, levels of a tree. */
const ROUNDS = 6;
/** Rounds that learn collectors by their share (METHODS 3.4: twice). */
const COLLECTOR_ROUNDS = 2;
/** Transactions worked through between two yields. */
const STRIDE = 20_000;

/**
 * Mining payouts (METHODS 3.4), in chain order: transactions in which a pool pays its members with coins that descend from its
 * own coinbases, told by lineage and by recurrence of the recipients at any size. A pure function in steps: yields now and
 * then, so that the caller may cancel and let others run.
 * @param pools names by number, from 1; the first is nobody's.
 */
export function* payoutsOf(input: MiningInput, pools: readonly string[]): Generator<void, readonly Payout[]> {
  const view = new MiningLedger(input);
  const owner = ownSeeds(view);
  addFeeders(view, owner);
  if (!owner.some((pool) => pool !== NOBODY) && !input.minedBy.some((pool) => pool !== NOBODY)) return [];
  let trace = yield* walked(view, owner);
  for (let round = 1; round <= ROUNDS; round += 1) {
    const found = new OwnWallets(view, owner, trace).find(round <= COLLECTOR_ROUNDS);
    for (const [wallet, pool] of found) owner[wallet] = pool;
    if (found.size === 0 && round > 1) break;
    trace = yield* walked(view, owner);
  }
  return new PayoutGrades({ view, owner, trace, pools }).all();
}

function* walked(view: MiningLedger, owner: Int16Array): Generator<void, Trace> {
  const trace = new Trace(view, owner);
  const { txCount } = view.input.ledger;
  for (let from = 0; from < txCount; from += STRIDE) {
    trace.walk(from, Math.min(txCount, from + STRIDE));
    yield;
  }
  return trace;
}
