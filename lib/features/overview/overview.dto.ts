import type { OverviewDto } from "@/lib/features/overview/overview.contract";
import type { Overview } from "@/lib/features/overview/overview.ports";
import { timeOrNull } from "@/lib/features/wallets/wallets.dto";

export const toOverviewDto = ({ networks, ranges, analysis, start }: Overview): OverviewDto => ({
  networks: networks.map(({ firstTime, lastTime, ...network }) => ({ ...network, firstTime: timeOrNull(firstTime), lastTime: timeOrNull(lastTime) })),
  coverage: { ranges: ranges.map((range) => ({ ...range })) },
  analysis: analysis === null ? null : { ...analysis, at: analysis.at.toISOString() },
  start,
});
