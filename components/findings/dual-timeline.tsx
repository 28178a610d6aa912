"use client";

import { useEffect, useRef, useState } from "react";
import { type Bar, timelineScale, type TimelineScale } from "@/components/findings/timeline-scale";
import { plural } from "@/components/ui/amount";
import { Section } from "@/components/ui/section";
import type { FindingDto } from "@/lib/features/detection/detection.contract";

const LANE = 84;
const MIDDLE = 100;
const HEIGHT = 224;
const LEAST_BAR = 3;

/** Payments above, payouts below, on one axis of time; the dashed line between them is inferred, not on the ledger. */
export function DualTimeline({ finding }: { readonly finding: FindingDto }) {
  const [box, width] = useWidth();
  const scale = timelineScale(finding, width);
  if (scale === null) return null;
  return (
    <Section title="Timeline" note="Height by amount. The tables below say the same in words." actions={<Legend finding={finding} />}>
      <div ref={box} className="pt-2">
        <svg width={width} height={HEIGHT} role="img" aria-label={summaryOf(finding)} className="block max-w-full text-xs">
          <Axis scale={scale} width={width} />
          <Inferred scale={scale} finding={finding} />
          <Bars bars={scale.payments} up className="fill-(--cat-hash-rental) stroke-(--cat-hash-rental-line)" />
          <Bars bars={scale.payouts} up={false} className="fill-(--cat-mining-pool) stroke-(--cat-mining-pool-line)" />
          {scale.meetings.map(({ key, x }) => <path key={key} d={`M${x} ${MIDDLE - 7}l7 7-7 7-7-7Z`} className="fill-(--cat-actor) stroke-surface" strokeWidth="1.5" />)}
        </svg>
        {scale.undated > 0 && <p className="text-xs text-ink-faint">{plural(scale.undated, "transaction")} whose time is not known {scale.undated === 1 ? "is" : "are"} in the tables only.</p>}
      </div>
    </Section>
  );
}

function Axis({ scale, width }: { readonly scale: TimelineScale; readonly width: number }) {
  return (
    <g>
      <line x1="0" x2={width} y1={MIDDLE} y2={MIDDLE} className="stroke-line-strong" />
      {scale.ticks.map(({ x, label }) => (
        <g key={label}>
          <line x1={x} x2={x} y1={MIDDLE - LANE} y2={MIDDLE + LANE} className="stroke-line" />
          <text x={x} y={HEIGHT - 8} textAnchor={x < 40 ? "start" : x > width - 40 ? "end" : "middle"} className="fill-ink-faint tabular-nums">{label}</text>
        </g>
      ))}
    </g>
  );
}

/** From the first payment to the first payout: a link of reasons. */
function Inferred({ scale, finding }: { readonly scale: TimelineScale; readonly finding: FindingDto }) {
  const [payment, payout] = [scale.payments[0], scale.payouts[0]];
  if (finding.kind !== "mining-round-trip" || payment === undefined || payout === undefined) return null;
  return <path d={`M${payment.x} ${MIDDLE - 4}C${payment.x} ${MIDDLE + 40} ${payout.x} ${MIDDLE - 40} ${payout.x} ${MIDDLE + 4}`} className="fill-none stroke-ink-soft" strokeDasharray="4 4" />;
}

function Bars({ bars, up, className }: { readonly bars: readonly Bar[]; readonly up: boolean; readonly className: string }) {
  return bars.map(({ key, x, height, dirty }) => {
    const tall = Math.max(LEAST_BAR, height * (LANE - 10));
    return <rect key={key} x={x - 3} width="6" rx="1" y={up ? MIDDLE - 2 - tall : MIDDLE + 2} height={tall} className={className} fillOpacity={up && !dirty ? 0.15 : 1} />;
  });
}

function Legend({ finding: { kind, payments, payouts, commingling } }: { readonly finding: FindingDto }) {
  return (
    <span className="flex flex-wrap items-center gap-3 text-xs text-ink-soft">
      {payments.length > 0 && <Sign label={payments.some(({ tainted }) => tainted === false) ? "payment (filled: of dirty coins)" : "payment"}><rect x="2" width="6" height="10" rx="1" className="fill-(--cat-hash-rental) stroke-(--cat-hash-rental-line)" /></Sign>}
      {payouts.length > 0 && <Sign label="payout"><rect x="2" width="6" height="10" rx="1" className="fill-(--cat-mining-pool) stroke-(--cat-mining-pool-line)" /></Sign>}
      {commingling.length > 0 && <Sign label="met dirty coins"><path d="M5 0l5 5-5 5-5-5Z" className="fill-(--cat-actor)" /></Sign>}
      {kind === "mining-round-trip" && <Sign label="inferred"><line x1="0" x2="10" y1="5" y2="5" strokeDasharray="3 2" className="stroke-ink-soft" /></Sign>}
    </span>
  );
}

const Sign = ({ label, children }: { readonly label: string; readonly children: React.ReactNode }) => <span className="inline-flex items-center gap-1.5"><svg viewBox="0 0 10 10" aria-hidden className="size-2.5 overflow-visible">{children}</svg>{label}</span>;

const summaryOf = ({ payments, payouts, commingling }: FindingDto): string =>
  `Timeline: ${plural(payments.length, "payment")} and ${plural(payouts.length, "payout")}${commingling.length > 0 ? `, which met dirty coins in ${plural(commingling.length, "transaction")}` : ""}. The tables below list each.`;

/** As wide as its place; a width to begin with for the server. */
function useWidth(): readonly [React.RefObject<HTMLDivElement | null>, number] {
  const box = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(960);
  useEffect(() => {
    if (box.current === null) return;
    const watch = new ResizeObserver(([entry]) => { if (entry !== undefined) setWidth(Math.max(320, Math.floor(entry.contentRect.width))); });
    watch.observe(box.current);
    return () => { watch.disconnect(); };
  }, []);
  return [box, width];
}
