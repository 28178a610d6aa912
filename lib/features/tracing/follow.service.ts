import { Trace, type TraceOutcome, type TracePlan } from "@/lib/core/tracing/trace";
import type { TraceCoin, TraceTx } from "@/lib/core/tracing/trace-tx";
import type { FetchOptions, TraceReader } from "@/lib/features/tracing/tracing.ports";

const FIRST_AHEAD = 64;
const MOST_AHEAD = 12_000;
const MOST_WANTED = 4_000;
/** Transactions read ahead that the trace has not come to. */
const MOST_AT_HAND = 40_000;

/**
 * Runs a trace: fetches what it wants and what it will probably want next, as far ahead as it last went, until every branch has
 * ended. The result does not depend on how much is read at once.
 */
export async function follow(reader: TraceReader, options: FetchOptions, { plan, seeds }: { readonly plan: TracePlan; readonly seeds: readonly TraceCoin[] }): Promise<TraceOutcome> {
  const trace = new Trace(plan, seeds);
  const atHand = new Map<number, TraceTx>();
  let ahead = FIRST_AHEAD;
  for (let wanted = trace.wanted(MOST_WANTED); wanted.length > 0; wanted = trace.wanted(MOST_WANTED)) {
    if (atHand.size > MOST_AT_HAND) atHand.clear();
    const missing = wanted.filter((id) => !atHand.has(id));
    for (const [id, tx] of await reader.transactions(options, missing, ahead)) atHand.set(id, tx);
    const done = trace.advance(atHand);
    // Nothing came of it: the store has no such transaction any more, which one snapshot cannot have.
    if (done === 0) throw new Error(`Transaction row ${wanted[0] ?? 0} is spent into but cannot be read.`);
    ahead = Math.max(FIRST_AHEAD, Math.min(MOST_AHEAD, 3 * done));
  }
  return trace.outcome();
}
