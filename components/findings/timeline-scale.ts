import type { FindingDto } from "@/lib/features/detection/detection.contract";

/** A drawn bar: one output, by time and value. */
export interface Bar {
  readonly key: string;
  readonly x: number;
  /** Of the highest bar of both lanes. */
  readonly height: number;
  readonly dirty: boolean;
}

export interface Tick {
  readonly x: number;
  readonly label: string;
}

export interface TimelineScale {
  readonly payments: readonly Bar[];
  readonly payouts: readonly Bar[];
  readonly meetings: readonly { readonly key: string; readonly x: number }[];
  readonly ticks: readonly Tick[];
  /** Outputs whose time nobody knows: they are in the tables only. */
  readonly undated: number;
}

const DAY = 86_400_000;
/** Days between two marks. */
const STEPS = [1, 2, 7, 14, 30, 91, 182, 365, 730, 1_825];
const MOST_TICKS = 8;
const PAD = 12;

interface Timed {
  readonly txid: string;
  readonly time: string | null;
}

const at = ({ time }: Timed): number | null => (time === null ? null : Date.parse(time));

/** Places both lanes on one axis of `width` pixels; null where nothing has a time. */
export function timelineScale({ payments, payouts, commingling }: FindingDto, width: number): TimelineScale | null {
  const times = [...payments, ...payouts, ...commingling].flatMap((one) => at(one) ?? []);
  if (times.length === 0) return null;
  const [from, to] = [times.reduce((a, b) => Math.min(a, b)), times.reduce((a, b) => Math.max(a, b))];
  const span = Math.max(to - from, DAY);
  const x = (time: number): number => PAD + ((time - from) / span) * (width - 2 * PAD);
  const highest = [...payments, ...payouts].reduce((most, { value }) => (BigInt(value) > most ? BigInt(value) : most), 1n);
  const bars = (paid: readonly (Timed & { readonly n: number; readonly value: string; readonly tainted?: boolean | null })[]): readonly Bar[] =>
    paid.flatMap((one) => {
      const time = at(one);
      return time === null ? [] : [{ key: `${one.txid}:${one.n}`, x: x(time), height: parseInt(((BigInt(one.value) * 10_000n) / highest).toString(), 10) / 10_000, dirty: one.tainted === true }];
    });
  return {
    payments: bars(payments),
    payouts: bars(payouts),
    meetings: commingling.flatMap((one, i) => { const time = at(one); return time === null ? [] : [{ key: `${one.txid} ${i}`, x: x(time) }]; }),
    ticks: ticksOf(from, from + span, x),
    undated: [...payments, ...payouts, ...commingling].length - times.length,
  };
}

function ticksOf(from: number, to: number, x: (time: number) => number): readonly Tick[] {
  const days = STEPS.find((step) => (to - from) / (step * DAY) <= MOST_TICKS) ?? 3_650;
  const ticks: Tick[] = [];
  for (let time = Math.ceil(from / DAY) * DAY; time <= to; time += days * DAY) ticks.push({ x: x(time), label: new Date(time).toISOString().slice(0, 10) });
  return ticks;
}
