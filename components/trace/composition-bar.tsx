import { useId } from "react";
import { ORIGIN_NAMES } from "@/components/trace/words";
import { GLYPHS } from "@/components/ui/glyphs";
import { CATEGORIES } from "@/lib/core/casework/claims";
import { familyOf } from "@/lib/core/graph/labels-family";
import type { ProvenanceDto } from "@/lib/features/tracing/tracing.contract";

export type OriginDto = ProvenanceDto["origins"][number];

export const originName = ({ kind, entity }: OriginDto): string => (entity === null ? ORIGIN_NAMES[kind] : kind === "pool-payout" ? `Paid out by ${entity}` : `claimed ${entity}`);
export const percent = (share: number): string => (share > 0 && share < 0.001 ? "< 0.1 %" : share < 1 && share > 0.999 ? "> 99.9 %" : `${(share * 100).toFixed(1)} %`);

const [WIDTH, HEIGHT] = [1200, 40];

/** Of what coins are made, as parts of one bar, the largest first; the table below has every figure. */
export function CompositionBar({ origins }: { readonly origins: readonly OriginDto[] }) {
  const hatch = useId();
  const starts = origins.map((_, i) => origins.slice(0, i).reduce((sum, { share }) => sum + share, 0));
  return (
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" role="img" aria-label={`Composition: ${origins.map((origin) => `${originName(origin)} ${percent(origin.share)}`).join(", ")}`} className="block h-10 w-full">
      <pattern id={hatch} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <rect width="6" height="6" className="fill-(--sunken)" />
        <path d="M0 0V6" strokeWidth="2" className="stroke-(--edge)" />
      </pattern>
      {origins.map((origin, i) => (
        <rect key={`${origin.kind} ${origin.entity ?? ""} ${origin.category ?? ""}`} x={(starts[i] ?? 0) * WIDTH} width={origin.share * WIDTH} height={HEIGHT} fill={originFill(origin, `url(#${hatch})`)} stroke="var(--bench)" strokeWidth="1.5">
          <title>{`${originName(origin)}: ${percent(origin.share)}`}</title>
        </rect>
      ))}
    </svg>
  );
}

/** Mined is no better than bought, so it has the neutral colour; what nobody knows is hatched. */
export function originFill({ kind, category }: OriginDto, hatch: string): string {
  if (kind === "unresolved" || kind === "cut") return hatch;
  if (kind === "coinbase") return "var(--ink-soft)";
  if (kind === "coinjoin") return "var(--cat-mixer)";
  const known = CATEGORIES.find((one) => one === category);
  return known === undefined ? "var(--edge)" : `var(--cat-${GLYPHS[familyOf(known, null)].tone})`;
}
