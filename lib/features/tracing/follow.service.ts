import { Horizon } from "@/lib/core/tracing/horizon";
import { Trace, type TraceOutcome, type TracePlan } from "@/lib/core/tracing/trace";
import type { TraceCoin, TraceTx } from "@/lib/core/tracing/trace-tx";
import type { FetchOptions, TraceReader } from "@/lib/features/tracing/tracing.ports";

const [FIRST, MOST, GROWTH] = [60, 8_000, 4];
/** Of what is wanted for certain, enough to keep a batch busy. */
const WANTED = 500;
/** From this size on, the next batch is read while this one is worked on: small traces would only wait for what they do not need. */
const OVERLAP = 3_000;

/**
 * Runs a trace: fetches what it wants, and more and more of what it will probably want next. The result does not depend on how
 * much is read at once.
 */
export async function follow(reader: TraceReader, options: FetchOptions, { plan, seeds }: { readonly plan: TracePlan; readonly seeds: readonly TraceCoin[] }): Promise<TraceOutcome> {
  const trace = new Trace(plan, seeds);
  const horizon = new Horizon(plan.direction);
  const read = (most: number): Promise<ReadonlyMap<number, TraceTx>> => {
    const ids = horizon.toRead(trace.wanted(WANTED), most);
    return ids.length === 0 ? Promise.resolve(new Map()) : reader.transactions(options, ids, most - ids.length);
  };
  let next: Promise<ReadonlyMap<number, TraceTx>> | null = null;
  let empty = 0;
  for (let { first } = trace, most = FIRST; first !== null; { first } = trace, most = Math.min(MOST, GROWTH * most)) {
    horizon.passed(first.ord);
    const txs: ReadonlyMap<number, TraceTx> = await (next ?? read(most));
    // A batch begun early may have had nothing to ask for; but one snapshot of the store cannot lack what its own rows point to.
    empty = txs.size === 0 ? empty + 1 : 0;
    if (empty > 2) throw new Error(`Transaction row ${first.id} is pointed to but cannot be read.`);
    horizon.add(txs);
    horizon.settled();
    next = most < OVERLAP ? null : read(most);
    // The error is met where the promise is awaited.
    next?.catch(() => undefined);
    trace.advance(horizon.atHand);
  }
  await next;
  return trace.outcome();
}
