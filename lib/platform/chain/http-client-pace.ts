import { setTimeout as wait } from "node:timers/promises";
import { AppError } from "@/lib/core/errors";

/** Clock, dice and alarm clock, so that tests need none of them. */
export interface Timing {
  readonly now: () => number;
  readonly random: () => number;
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
}

export const realTiming: Timing = {
  now: () => performance.now(),
  random: () => Math.random(),
  sleep: async (ms, signal) => {
    try {
      await wait(ms, undefined, { signal });
    } catch (cause) {
      if (!signal.aborted) throw cause;
    }
    throwIfCancelled(signal);
  },
};

/** @throws AppError cancelled */
export function throwIfCancelled(signal: AbortSignal): void {
  if (signal.aborted) throw new AppError("cancelled", "Cancelled before the source had answered.");
}

/** Token bucket: `perSecond` on average, `burst` at once. A caller takes its turn by going into debt and sleeping it off. */
export function makeRateLimit(perSecond: number | null, burst: number, timing: Timing): (signal: AbortSignal) => Promise<void> {
  if (perSecond === null) return (signal) => Promise.resolve().then(() => { throwIfCancelled(signal); });
  let tokens = burst;
  let at = timing.now();
  return async (signal) => {
    throwIfCancelled(signal);
    const now = timing.now();
    tokens = Math.min(burst, tokens + ((now - at) / 1000) * perSecond) - 1;
    at = now;
    if (tokens < 0) await timing.sleep((-tokens / perSecond) * 1000, signal);
  };
}

export interface RetryPlan {
  /** Tries in all, the first included. */
  readonly tries: number;
  /** Tries while the source has never answered: a wrong port should be said soon. */
  readonly triesBeforeFirstAnswer: number;
  readonly firstMs: number;
  readonly longestMs: number;
  /** The longest wait that a server may ask for with Retry-After. */
  readonly longestRetryAfterMs: number;
  /** No new try once this much has gone into one request. */
  readonly patienceMs: number;
}

/** Five minutes: a node that is restarted is back by then. */
export const RETRIES: RetryPlan = { tries: 20, triesBeforeFirstAnswer: 3, firstMs: 500, longestMs: 30_000, longestRetryAfterMs: 120_000, patienceMs: 300_000 };

/** Exponential with jitter over its upper half: clients that failed together do not come back together. */
export function backOff(plan: RetryPlan, failures: number, random: number): number {
  const ceiling = Math.min(plan.longestMs, plan.firstMs * 2 ** (failures - 1));
  return ceiling / 2 + (ceiling / 2) * random;
}

/** Retry-After in milliseconds: seconds, or an HTTP date; null when absent or unreadable. */
export function retryAfterMs(header: string | undefined, wallClock: number): number | null {
  if (header === undefined) return null;
  if (/^\s*\d{1,9}\s*$/.test(header)) return parseInt(header, 10) * 1000;
  const at = Date.parse(header);
  return Number.isNaN(at) ? null : Math.max(0, at - wallClock);
}
