"use client";

import { FolderPlus, Plus } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { NewCaseDialog } from "@/components/cases/new-case-dialog";
import { plural } from "@/components/ui/amount";
import { Synthetic } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Section } from "@/components/ui/section";
import { EmptyState, ErrorState, Skeleton } from "@/components/ui/states";
import { Time } from "@/components/ui/time";
import type { CaseDto } from "@/lib/features/graphs/graphs.contract";
import { useCases } from "@/lib/features/graphs/graphs.queries";

export function Cases() {
  const cases = useCases();
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const list = cases.data?.cases ?? [];
  return (
    <Section title="Cases" actions={<Button size="sm" onClick={() => { setOpen(true); }}><Plus className="size-3.5" aria-hidden /> New case</Button>}>
      {cases.isPending && <Skeleton className="my-2 h-8" />}
      {cases.isError && <ErrorState error={cases.error} what="The cases could not be read" onRetry={() => void cases.refetch()} />}
      {cases.data !== undefined && list.length === 0 && (
        <EmptyState icon={<FolderPlus aria-hidden />} title="No case yet">A case keeps graphs, claims and notes together. It starts with one empty graph.</EmptyState>
      )}
      <ul>{list.map((one) => <CaseItem key={one.id} file={one} />)}</ul>
      <NewCaseDialog open={open} onOpenChange={setOpen} onCreated={({ graphId }) => { router.push(`/graphs/${graphId}`); }} />
    </Section>
  );
}

function CaseItem({ file }: { readonly file: CaseDto }) {
  return (
    <li className="border-b border-line/60 py-2">
      <p className="flex items-center gap-2 text-sm font-medium">
        {file.name} {file.synthetic && <Synthetic />}
      </p>
      <ul className="mt-1 flex flex-col">
        {file.graphs.map((graph) => (
          <li key={graph.id} className="flex h-7 items-center gap-3 text-sm">
            <Link href={`/graphs/${graph.id}`} className="link">{graph.name}</Link>
            <span className="text-ink-faint">{plural(graph.nodes, "node")}</span>
            <span className="ml-auto text-xs text-ink-faint">changed <Time iso={graph.updatedAt} /></span>
          </li>
        ))}
      </ul>
    </li>
  );
}
