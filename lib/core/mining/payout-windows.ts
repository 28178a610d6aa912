import { nameKey } from "@/lib/core/casework/entities";

/** Hours of the day, UTC, in which a pool sends its payouts: from the first, up to but not including the second; past midnight when the second is smaller. */
export interface PayoutWindow {
  readonly from: number;
  readonly to: number;
  readonly source: string;
}

/** What pools say of themselves. Rules change: each entry has the year of its source. */
const PUBLISHED: Readonly<Record<string, PayoutWindow>> = {
  "Foundry USA": { from: 9, to: 17, source: "Foundry USA Pool, 2023" },
  F2Pool: { from: 0, to: 8, source: "F2Pool help, 2023" },
  AntPool: { from: 8, to: 16, source: "BitFuFu help on AntPool, 2026" },
  SpiderPool: { from: 2, to: 10, source: "SpiderPool help, 2023" },
};
const BY_KEY = new Map(Object.entries(PUBLISHED).map(([name, window]) => [nameKey(name), window]));

/** Fewer payouts do not show when a pool pays. */
const ENOUGH = 10;
/** The hours hold so many percent of the payouts, and are no wider than this. */
const HELD = 95;
const WIDEST = 12;
const HOUR = 3_600;
const DAY = 24;

/** When a pool pays: as it says itself, else as its payouts show; null when neither does. */
export function payoutWindow(pool: string, times: readonly number[]): PayoutWindow | null {
  return BY_KEY.get(nameKey(pool)) ?? learned(times.filter((time) => time >= 0));
}

export function isInWindow({ from, to }: PayoutWindow, time: number): boolean {
  const hour = hourOf(time);
  return time >= 0 && (from < to ? hour >= from && hour < to : hour >= from || hour < to);
}

const hourOf = (time: number): number => Math.floor(time / HOUR) % DAY;

function learned(times: readonly number[]): PayoutWindow | null {
  if (times.length < ENOUGH) return null;
  const counts = new Array<number>(DAY).fill(0);
  for (const time of times) counts[hourOf(time)] = (counts[hourOf(time)] ?? 0) + 1;
  for (let width = 1; width <= WIDEST; width += 1) {
    for (let from = 0; from < DAY; from += 1) {
      let held = 0;
      for (let hour = from; hour < from + width; hour += 1) held += counts[hour % DAY] ?? 0;
      if (held * 100 >= HELD * times.length) return { from, to: (from + width) % DAY, source: `${times.length} payouts in the store` };
    }
  }
  return null;
}
