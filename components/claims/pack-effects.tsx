import { Identifier } from "@/components/ui/identifier";
import { FoldedList } from "@/components/claims/folded-list";
import type { PackReportDto } from "@/lib/features/claims/packs.contract";

interface Props {
  readonly report: PackReportDto;
  readonly what: PackReportDto["effects"][number]["what"];
  readonly title: string;
  readonly total: number;
}

/** The first few claims that a pack makes, changes, retires or leaves in conflict. */
export function PackEffects({ report, what, title, total }: Props) {
  const rows = report.effects.filter((effect) => effect.what === what);
  const disputed = what === "conflict";
  return (
    <FoldedList title={title} total={total} shown={rows.length} open={disputed}>
      {rows.map(({ index, subject, label, entity, against }) => (
        <tr key={`${index ?? ""} ${subject.ref} ${label}`} className="h-8 border-b border-line/60 last:border-b-0">
          <td className="w-24 px-3 text-xs text-ink-faint tabular-nums">{index === null ? "" : `record ${index}`}</td>
          <td className="w-48"><Identifier value={subject.ref} what="address" href={subject.ref.length === 64 ? `/transactions/${subject.network}/${subject.ref}` : `/addresses/${subject.network}/${encodeURIComponent(subject.ref)}`} /></td>
          <td className="max-w-64 truncate pr-4" title={label}>{entity ?? label}</td>
          <td className="max-w-96 truncate pr-3 text-ink-soft" title={against.join(", ")}>{disputed ? `against ${against.join(", ")}` : entity === null || entity === label ? "" : label}</td>
        </tr>
      ))}
    </FoldedList>
  );
}
