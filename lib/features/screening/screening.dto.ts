import { SCREENING } from "@/lib/core/screening/parameters";
import type { ScreeningDto } from "@/lib/features/screening/screening.contract";
import type { Screening } from "@/lib/features/screening/screening.ports";
import { satsToDto } from "@/lib/features/wire/wire.contract";

export const toScreeningDto = ({ results, rejected, bounded }: Screening, findingsAt: Date | null): ScreeningDto => ({
  parameters: { ...SCREENING },
  results: results.map(({ reasons, direct, indirect, findings, ...result }) => ({
    ...result,
    reasons: [...reasons],
    direct: [...direct],
    indirect: indirect.map((hit) => ({ ...hit, value: satsToDto(hit.value) })),
    findings: [...findings],
  })),
  rejected: [...rejected],
  bounded,
  findingsAt: findingsAt?.toISOString() ?? null,
});
