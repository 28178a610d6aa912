import type { z } from "zod";
import { PARAMETERS } from "@/lib/core/detect/parameters";
import type { ClaimView } from "@/lib/features/claims/claims-read.ports";
import type { FindingDetailDto, FindingDto, FindingPage as FindingPageDto, StoredFindingDto } from "@/lib/features/detection/detection.contract";
import type { Detection, NamedFinding, NamedOutput } from "@/lib/features/detection/detection.ports";
import type { StoredFinding } from "@/lib/features/detection/findings.ports";
import type { AsOf, FindingPage } from "@/lib/features/detection/findings.service";
import { satsToDto, timeToDto } from "@/lib/features/wire/wire.contract";

const timeOrNull = (time: number | null): string | null => (time === null ? null : timeToDto(time));
const output = ({ txid, n, address, value, time }: NamedOutput) => ({ txid, n, address, value: satsToDto(value), time: timeOrNull(time) });
/** Parts per million as a share of one, cut to four decimals. */
const share = (millionths: number | null): number | null => (millionths === null ? null : Math.floor(millionths / 100) / 10_000);

export const toFindingDto = (finding: NamedFinding): FindingDto => ({
  id: finding.id,
  network: finding.network,
  kind: finding.kind,
  grade: finding.grade,
  actor: finding.actor,
  service: finding.service,
  payments: finding.payments.map((payment) => ({ ...output(payment), tainted: payment.tainted, dirt: share(payment.dirt) })),
  payouts: finding.payouts.map((payout) => ({ ...output(payout), pool: payout.pool })),
  commingling: finding.commingling.map(({ kind, txid, address, time }) => ({ kind, txid, address, time: timeOrNull(time) })),
  ratio: share(finding.ratio),
  lagHours: finding.lag === null ? null : Math.round((finding.lag * 10_000) / 3_600) / 10_000,
  chance: finding.chance === null ? null : { matching: finding.chance.matching, tried: finding.chance.tried },
  restsOn: finding.restsOn.map(({ id }) => id),
  reviewed: finding.reviewed,
  supports: finding.supports.map(({ code, text }) => ({ code, text })),
  contradicts: finding.contradicts.map(({ code, text }) => ({ code, text })),
  notTestable: finding.notTestable.map(({ code, needs }) => ({ code, needs })),
  rivals: [...finding.rivals],
});

/** As the command line prints it: what was found, and all that it depends on. */
export const toDetectionDto = ({ method, dataHeights, claims, findings }: Detection) => ({
  method, parameters: PARAMETERS, dataHeight: dataHeights, claims, findings: findings.map(toFindingDto),
});

export const toStoredDto = ({ version, finding, gone, foundAt, changedAt, disposition, reason, disposedBy, disposedAt, changedSince }: StoredFinding): StoredFindingDto => ({
  version, finding: toFindingDto(finding), gone, foundAt: foundAt.toISOString(), changedAt: changedAt.toISOString(), disposition, reason, disposedBy, disposedAt: disposedAt?.toISOString() ?? null, changedSince,
});

const toAsOf = ({ run, stale }: AsOf): Pick<z.input<typeof FindingPageDto>, "run" | "stale"> => ({
  run: run === null ? null : { id: run.id, at: run.at.toISOString(), method: run.method, dataHeight: run.dataHeights, ...run.counts },
  stale,
});

export const toFindingPage = ({ items, nextCursor, counts, ...asOf }: FindingPage): z.input<typeof FindingPageDto> => ({ items: items.map(toStoredDto), nextCursor, counts: [...counts], ...toAsOf(asOf) });

export const toDetailDto = (stored: StoredFinding, asOf: AsOf, claims: readonly ClaimView[]): z.input<typeof FindingDetailDto> => ({
  ...toStoredDto(stored), ...toAsOf(asOf), claims: [...claims], hidden: stored.finding.restsOn.length - claims.length,
});
