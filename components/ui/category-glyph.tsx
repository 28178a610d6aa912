import { useId } from "react";
import { cn } from "@/components/ui/cn";
import { GLYPHS, outlineOf } from "@/components/ui/glyphs";
import type { Standing } from "@/lib/core/graph/labels-claims";
import type { Family } from "@/lib/core/graph/labels-family";

const FILL: Record<string, string> = {
  actor: "fill-(--cat-actor) stroke-(--cat-actor-line)",
  "hash-rental": "fill-(--cat-hash-rental) stroke-(--cat-hash-rental-line)",
  "cloud-mining": "fill-(--cat-cloud-mining) stroke-(--cat-cloud-mining-line)",
  "mining-pool": "fill-(--cat-mining-pool) stroke-(--cat-mining-pool-line)",
  exchange: "fill-(--cat-exchange) stroke-(--cat-exchange-line)",
  mixer: "fill-(--cat-mixer) stroke-(--cat-mixer-line)",
  incident: "fill-(--cat-incident) stroke-(--cat-incident-line)",
  other: "fill-(--cat-other) stroke-(--cat-other-line)",
};
const LINE: Record<string, string> = {
  actor: "stroke-(--cat-actor-line)",
  "hash-rental": "stroke-(--cat-hash-rental-line)",
  "cloud-mining": "stroke-(--cat-cloud-mining-line)",
  "mining-pool": "stroke-(--cat-mining-pool-line)",
  exchange: "stroke-(--cat-exchange-line)",
  mixer: "stroke-(--cat-mixer-line)",
  incident: "stroke-(--cat-incident-line)",
  other: "stroke-(--cat-other-line)",
};
const ON: Record<string, string> = {
  actor: "stroke-(--cat-actor-on)",
  "hash-rental": "stroke-(--cat-hash-rental-on)",
  "cloud-mining": "stroke-(--cat-cloud-mining-on)",
  "mining-pool": "stroke-(--cat-mining-pool-on)",
  exchange: "stroke-(--cat-exchange-on)",
  mixer: "stroke-(--cat-mixer-on)",
  incident: "stroke-(--cat-incident-on)",
  other: "stroke-(--cat-other-on)",
};

interface Props {
  readonly family: Family;
  readonly standing?: Standing;
  readonly className?: string;
}

const DIRECT: Standing = { status: "accepted", inherited: false };

/** Colour and shape of a category. Accepted is filled, inherited hatched, proposed outlined, a hypothesis dotted. */
export function CategoryGlyph({ family, standing = DIRECT, className }: Props) {
  const hatch = useId();
  const glyph = GLYPHS[family];
  const filled = standing.status === "accepted" && !standing.inherited && glyph.outlined !== true;
  const line = LINE[glyph.tone];
  return (
    <svg viewBox="0 0 24 24" aria-hidden className={cn("size-4 shrink-0", className)}>
      {standing.inherited && <Hatch id={hatch} bold={standing.status === "accepted"} className={line} />}
      <path
        d={outlineOf(glyph)}
        strokeWidth="2"
        strokeLinejoin="round"
        strokeLinecap="round"
        {...(standing.status === "hypothesis" && { strokeDasharray: "0.1 3.6" })}
        {...(!filled && { fill: standing.inherited ? `url(#${hatch})` : "none" })}
        className={filled ? FILL[glyph.tone] : line}
      />
      {glyph.icon !== "" && <path d={glyph.icon} fill="none" strokeWidth="1.7" strokeLinecap="round" strokeLinejoin="round" className={filled ? ON[glyph.tone] : line} />}
      {family === "sanctioned" && <path d="M2 19 22 5" strokeWidth="2.6" className="stroke-ink" />}
    </svg>
  );
}

function Hatch({ id, bold, className }: { readonly id: string; readonly bold: boolean; readonly className: string | undefined }) {
  return (
    <pattern id={id} width="4" height="4" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
      <path d="M0 0V4" strokeWidth={bold ? 3 : 1.6} className={className} />
    </pattern>
  );
}
