import { FoldedList } from "@/components/claims/folded-list";
import type { PackReportDto } from "@/lib/features/claims/packs.contract";

/** Records that are no claims, each with its place in the file and the reason. */
export function RejectedRows({ rows, total }: { readonly rows: PackReportDto["rejected"]; readonly total: number }) {
  return (
    <FoldedList title="Rejected" total={total} shown={rows.length} open>
      {rows.map(({ position, reason }) => (
        <tr key={`${position} ${reason}`} className="border-b border-line/60 align-top last:border-b-0">
          <td className="w-48 px-3 py-1.5 text-ink-soft">{position}</td>
          <td className="py-1.5 pr-3 break-words">{reason}</td>
        </tr>
      ))}
    </FoldedList>
  );
}
