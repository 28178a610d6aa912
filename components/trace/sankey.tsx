import { useId } from "react";
import { BAR, bandPath, layOut, WIDTH, type ExitBar } from "@/components/trace/sankey-layout";
import { REASON_NAMES } from "@/components/trace/words";
import { plural } from "@/components/ui/amount";
import { GLYPHS } from "@/components/ui/glyphs";
import { compactAmount } from "@/lib/core/graph/labels";
import { familyOf } from "@/lib/core/graph/labels-family";
import { CATEGORIES } from "@/lib/core/casework/claims";
import { networkByName } from "@/lib/core/network";
import type { Exit, Stage } from "@/lib/core/tracing/stages";
import type { TraceDto } from "@/lib/features/tracing/tracing.contract";

interface Props {
  readonly trace: TraceDto;
  readonly stages: readonly Stage[];
}

/** The trace as a river; money flows from left to right, so that going backward the seeds stand on the right. */
export function Sankey({ trace, stages }: Props) {
  const hatch = useId();
  const { height, river, exits, ribbons } = layOut(stages, BigInt(trace.fees));
  const back = trace.direction === "backward";
  const mirror = (x: number): number => (back ? WIDTH - x : x);
  const left = (x: number): number => (back ? WIDTH - x - BAR : x);
  const { unit } = networkByName(trace.network);
  const fill = (exit: Exit): string => fillOf(exit, trace, hatch);
  return (
    <svg viewBox={`0 0 ${WIDTH} ${height}`} role="img" aria-label={`Sankey of the trace: ${stages.length} stages, ${exits.length} ends. The table has the same figures.`} className="block w-full">
      <pattern id={hatch} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <rect width="6" height="6" className="fill-(--sunken)" />
        <path d="M0 0V6" strokeWidth="2" className="stroke-(--edge)" />
      </pattern>
      {ribbons.map((ribbon) => <path key={`${ribbon.from.x} ${ribbon.from.y} ${ribbon.to.y}`} d={bandPath(ribbon, mirror)} fill={ribbon.exit === null ? "var(--line-strong)" : fill(ribbon.exit)} fillOpacity={ribbon.exit === null ? 0.55 : 0.35} />)}
      {river.map(({ x, y, height: tall, stage }, i) => (
        <g key={stage.from}>
          <rect x={left(x)} y={y} width={BAR} height={tall} className="fill-(--ink-soft)" />
          <text x={back ? WIDTH - x : x} y={y - 8} textAnchor={back ? "end" : "start"} className="fill-(--ink-soft) text-[12px]">
            {i === 0 ? "seeds" : `after ${plural((stages[i - 1]?.to ?? 0), "hop")}`} · {compactAmount(stage.entering + (i === 0 ? BigInt(trace.fees) : 0n))} {unit}
          </text>
        </g>
      ))}
      {exits.map((bar) => <End key={`${bar.x} ${bar.y}`} bar={bar} x={left(bar.x)} back={back} fill={fill(bar.exit)} unit={unit} />)}
    </svg>
  );
}

interface EndProps {
  readonly bar: ExitBar;
  readonly x: number;
  readonly back: boolean;
  readonly fill: string;
  readonly unit: string;
}

function End({ bar: { y, height, exit }, x, back, fill, unit }: EndProps) {
  const at = { x: back ? x - 8 : x + BAR + 8, textAnchor: back ? ("end" as const) : ("start" as const) };
  return (
    <g>
      <rect x={x} y={y} width={BAR} height={height} fill={fill} stroke="var(--ink-soft)" strokeWidth="0.5" />
      <text {...at} y={y + 11} className="fill-(--ink) text-[13px] font-medium">{exitName(exit)}</text>
      <text {...at} y={y + 26} className="fill-(--ink-faint) text-[12px]">{compactAmount(exit.tainted)} {unit}{exit.reason !== "fees" && ` · ${plural(exit.count, "stop")}`}</text>
    </g>
  );
}

export function exitName({ reason, entity }: Exit): string {
  if (entity !== null) return `claimed ${entity.length > 30 ? `${entity.slice(0, 29)}…` : entity}`;
  if (reason === "fees") return "Fees";
  return reason === "smaller" ? "Smaller ends" : REASON_NAMES[reason];
}

const GAPS: readonly Exit["reason"][] = ["unresolved", "budget", "max-hops", "min-value", "height"];

/** Colour only for meaning: who is claimed to hold it. What the trace does not know is hatched, like every gap. */
function fillOf({ reason, entity }: Exit, trace: TraceDto, hatch: string): string {
  if (GAPS.includes(reason)) return `url(#${hatch})`;
  if (reason === "coinjoin") return "var(--cat-mixer)";
  if (reason === "payout") return "var(--cat-mining-pool)";
  const held = entity === null ? undefined : trace.stops.find(({ service }) => service?.entity === entity)?.service?.category;
  const category = CATEGORIES.find((one) => one === held);
  return category === undefined ? "var(--edge)" : `var(--cat-${GLYPHS[familyOf(category, null)].tone})`;
}
