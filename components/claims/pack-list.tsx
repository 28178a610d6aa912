"use client";

import Link from "next/link";
import { ExportMenu } from "@/components/claims/export-menu";
import { FORMAT_NAMES } from "@/components/claims/pack-form";
import { count } from "@/components/ui/amount";
import { Section } from "@/components/ui/section";
import { ErrorState, Skeleton } from "@/components/ui/states";
import { Time } from "@/components/ui/time";
import { useLabelPacks } from "@/lib/features/claims/claims-list.queries";

/** What was imported so far. */
export function PackList() {
  const packs = useLabelPacks();
  return (
    <Section title="Imported" note="claims that stand; the newest pack first">
      {packs.isPending && <Skeleton className="my-3 h-16" />}
      {packs.isError && packs.data === undefined && <ErrorState error={packs.error} what="The label packs could not be read" onRetry={() => void packs.refetch()} />}
      {packs.data?.packs.length === 0 && <p className="py-3 text-sm text-ink-soft">No label pack has been imported yet.</p>}
      {packs.data !== undefined && packs.data.packs.length > 0 && (
        <table className="w-full table-fixed text-sm">
          <thead>
            <tr className="h-8 border-b border-line text-left text-xs text-ink-faint">
              <th scope="col" className="font-normal">Label pack</th>
              <th scope="col" className="w-36 font-normal">Format</th>
              <th scope="col" className="w-24 pr-6 text-right font-normal">Claims</th>
              <th scope="col" className="w-40 font-normal">Imported by</th>
              <th scope="col" className="w-40 font-normal">Last read, UTC</th>
              <th scope="col" className="w-24"><span className="sr-only">Export</span></th>
            </tr>
          </thead>
          <tbody>
            {packs.data.packs.map((pack) => (
              <tr key={pack.id} className="h-8 border-b border-line/60 hover:bg-hover">
                <td className="truncate pr-4"><Link href={`/claims?status=any&pack=${pack.id}`} className="decoration-brass-line underline-offset-2 hover:link" title={pack.name}>{pack.name}</Link></td>
                <td className="text-ink-soft">{FORMAT_NAMES[pack.format]}</td>
                <td className="pr-6 text-right tabular-nums">{count(pack.claims)}</td>
                <td className="truncate text-ink-soft">{pack.importedBy}</td>
                <td><Time iso={pack.importedAt} /></td>
                <td className="text-right"><ExportMenu small scope={{ kind: "pack", name: pack.name }} /></td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Section>
  );
}
