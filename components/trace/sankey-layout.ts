import type { Exit, Stage } from "@/lib/core/tracing/stages";

/** A bar of the picture. The river runs along the top; what ends drops below it, later stages above earlier ones, so that nothing crosses. */
export interface Bar {
  readonly x: number;
  readonly y: number;
  readonly height: number;
}

export interface ExitBar extends Bar {
  readonly exit: Exit;
  /** The height of its label's row. */
  readonly row: number;
}

export interface Ribbon {
  readonly from: { readonly x: number; readonly y: number };
  readonly to: { readonly x: number; readonly y: number };
  readonly width: number;
  /** Null where the river goes on. */
  readonly exit: Exit | null;
}

export interface Picture {
  readonly height: number;
  /** One for each stage: what was under way before it. */
  readonly river: readonly (Bar & { readonly stage: Stage })[];
  readonly exits: readonly ExitBar[];
  readonly ribbons: readonly Ribbon[];
}

export const WIDTH = 1200;
export const BAR = 10;
const RIVER = 220;
const LABELS = 260;
const TOP = 24;
const ROW = 38;
const GAP = 6;

/** @param fees what left as fees: no stage of its own, it leaves beside the first */
export function layOut(stages: readonly Stage[], fees: bigint): Picture {
  const whole = (stages[0]?.entering ?? 0n) + fees;
  const heightOf = (value: bigint): number => (whole === 0n ? 0 : Math.max(1, (parseInt(((value * 1_000_000n) / whole).toString(), 10) / 1_000_000) * RIVER));
  const pitch = (WIDTH - LABELS) / Math.max(1, stages.length);
  const river = stages.map((stage, i) => ({ x: i * pitch, y: TOP, height: heightOf(stage.entering + (i === 0 ? fees : 0n)), stage }));
  const rows = exitRows(stages, fees);
  const ribbons: Ribbon[] = [];
  const exits: ExitBar[] = [];
  // From the bottom up: the exits of the first stage stand lowest.
  let y = TOP + Math.max(0, ...river.slice(1).map(({ height }) => height)) + (stages.length > 1 ? 2 * GAP : 0);
  for (const { stage, exit } of rows) {
    const height = heightOf(exit.tainted);
    const row = Math.max(ROW, height + GAP);
    exits.push({ x: (stage + 1) * pitch, y, height, row, exit });
    y += row;
  }
  river.forEach((bar, i) => {
    const next = river[i + 1];
    let from = bar.y + (next?.height ?? 0);
    if (next !== undefined) ribbons.push({ from: { x: bar.x + BAR, y: bar.y }, to: { x: next.x, y: next.y }, width: next.height, exit: null });
    for (const [j, { stage, exit }] of rows.entries()) {
      const to = exits[j];
      if (stage !== i || to === undefined) continue;
      ribbons.push({ from: { x: bar.x + BAR, y: from }, to: { x: to.x, y: to.y }, width: to.height, exit });
      from += to.height;
    }
  });
  return { height: y + GAP, river, exits, ribbons };
}

/** Every exit with its stage, from the top of the picture down. */
function exitRows(stages: readonly Stage[], fees: bigint): readonly { readonly stage: number; readonly exit: Exit }[] {
  const rows = stages.map(({ exits }, stage) => exits.map((exit) => ({ stage, exit }))).reverse().flat();
  return fees === 0n ? rows : [...rows, { stage: 0, exit: { reason: "fees", entity: null, tainted: fees, count: 1 } }];
}

/** A band of even height between two points, as an SVG path. */
export function bandPath({ from, to, width }: Ribbon, mirror: (x: number) => number): string {
  const [x0, x1] = [mirror(from.x), mirror(to.x)];
  const middle = (x0 + x1) / 2;
  const curve = (a: number, b: number): string => `C${middle} ${a} ${middle} ${b}`;
  return `M${x0} ${from.y}${curve(from.y, to.y)} ${x1} ${to.y}V${to.y + width}${curve(to.y + width, from.y + width)} ${x0} ${from.y + width}Z`;
}
