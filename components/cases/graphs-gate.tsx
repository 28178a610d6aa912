"use client";

import { Waypoints } from "lucide-react";
import { useRouter } from "next/navigation";
import { useQueryState } from "nuqs";
import { useEffect } from "react";
import { useCurrentGraph } from "@/components/cases/current-graph";
import { NewCaseForm } from "@/components/cases/new-case-dialog";
import { Loading } from "@/components/shell/loading";
import { ErrorState } from "@/components/ui/states";

/** Leads to the graph one worked on last, with what is to be added to it. */
export function GraphsGate() {
  const router = useRouter();
  const [add] = useQueryState("add");
  const { current, ready, error } = useCurrentGraph();
  const graphId = current?.graphId ?? null;
  useEffect(() => {
    if (graphId !== null) router.replace(graphHref(graphId, add));
  }, [graphId, add, router]);
  if (error !== null) return <main id="main"><ErrorState error={error} what="The cases could not be read" /></main>;
  if (!ready || graphId !== null) return <Loading />;
  return (
    <main id="main" className="flex h-full items-center justify-center p-6">
      <section className="w-112 rounded-lg border border-line bg-surface p-8">
        <Waypoints className="size-6 stroke-[1.25] text-brass" aria-hidden />
        <h1 className="mt-4 text-xl">A graph belongs to a case</h1>
        <p className="mt-2 mb-5 text-ink-soft">Name your first case. It starts with one empty graph{add === null ? "" : ", and what you chose is put on it"}.</p>
        <NewCaseForm onCreated={(created) => { router.replace(graphHref(created.graphId, add)); }} />
      </section>
    </main>
  );
}

const graphHref = (id: string, add: string | null): string => `/graphs/${id}${add === null ? "" : `?add=${encodeURIComponent(add)}`}`;
