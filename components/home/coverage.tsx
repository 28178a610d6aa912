import { count, plural } from "@/components/ui/amount";
import { Section } from "@/components/ui/section";
import type { NetworkName } from "@/lib/core/network";
import type { OverviewDto } from "@/lib/features/overview/overview.contract";

type Range = OverviewDto["coverage"]["ranges"][number];
const MOST = 40;

/** Where every block is in the store. Everything outside is not known, and drawn hatched. */
export function Coverage({ overview }: { readonly overview: OverviewDto }) {
  const byNetwork = new Map<NetworkName, Range[]>();
  for (const range of overview.coverage.ranges) byNetwork.set(range.network, [...(byNetwork.get(range.network) ?? []), range]);
  if (byNetwork.size === 0) return null;
  return (
    <Section title="Coverage" note="heights whose blocks are complete, on the best chain">
      <ul>
        {[...byNetwork].map(([network, ranges]) => <NetworkCoverage key={network} network={network} ranges={[...ranges].sort((a, b) => a.from - b.from)} />)}
      </ul>
    </Section>
  );
}

function NetworkCoverage({ network, ranges }: { readonly network: NetworkName; readonly ranges: readonly Range[] }) {
  const top = Math.max(...ranges.map((range) => range.to)) + 1;
  const gaps = ranges.length - 1 + ((ranges[0]?.from ?? 0) > 0 ? 1 : 0);
  return (
    <li className="border-b border-line/60 py-2.5">
      <p className="flex items-baseline gap-3 text-sm">
        <span className="font-medium">{network}</span>
        <span className="text-xs text-ink-soft">{gaps === 0 ? `without a gap up to ${count(top - 1)}` : `${plural(gaps, "gap")} below ${count(top - 1)}`}</span>
      </p>
      <svg viewBox="0 0 1000 8" preserveAspectRatio="none" aria-hidden className="hatched mt-1.5 h-2 w-full rounded-sm border border-line">
        {ranges.map((range) => (
          <rect key={range.from} x={(range.from / top) * 1000} width={Math.max(2, ((range.to - range.from + 1) / top) * 1000)} y="0" height="8" className="fill-(--brass-line)" />
        ))}
      </svg>
      <p className="mt-1.5 text-xs text-ink-soft">
        {ranges.slice(0, MOST).map((range) => (range.from === range.to ? count(range.from) : `${count(range.from)}–${count(range.to)}`)).join(" · ")}
        {ranges.length > MOST && ` · and ${plural(ranges.length - MOST, "range")} more`}
      </p>
    </li>
  );
}
