"use client";

import { parseAsArrayOf, parseAsString, parseAsStringLiteral, useQueryState } from "nuqs";
import { useEffect, useEffectEvent, useState } from "react";
import { TagDialogs } from "@/components/claims/tag-dialogs";
import { useTagging } from "@/components/claims/use-tagging";
import { CanvasPane } from "@/components/graph/canvas-pane";
import { HelpSheet } from "@/components/graph/help-sheet";
import { Inspector } from "@/components/graph/inspector";
import { subjectsOf } from "@/components/graph/subjects";
import { TableTwin } from "@/components/graph/table-twin";
import { Toolbar } from "@/components/graph/toolbar";
import { useGraphKeys } from "@/components/graph/use-graph-keys";
import { useWorkspace } from "@/components/graph/use-workspace";
import { useSearchTarget } from "@/components/shell/search-target";
import type { GraphDto } from "@/lib/features/graphs/graphs.contract";

const VIEWS = ["canvas", "table"] as const;

/** One graph, opened: canvas or table on the left, what is known of the selection on the right. */
export function Workspace({ graph }: { readonly graph: GraphDto }) {
  const space = useWorkspace(graph);
  const tagging = useTagging(graph.caseId);
  const [view, setView] = useQueryState("view", parseAsStringLiteral(VIEWS).withDefault("canvas"));
  const [helping, setHelping] = useState(false);
  const subjects = subjectsOf(space.drawing, space.chosen);
  useSearchTarget("Add to graph", (key) => { space.actions.add([key]); });
  useAddFromUrl(space.actions.add);
  useGraphKeys({ space, tagging, subjects, onHelp: () => { setHelping(true); } });
  return (
    <main id="main" tabIndex={-1} className="flex h-full flex-col outline-none">
      <h1 className="sr-only">{graph.caseName}: {graph.name}</h1>
      <Toolbar space={space} view={view} onView={(next) => void setView(next)} onHelp={() => { setHelping(true); }} />
      <div className="grid min-h-0 flex-1 grid-cols-[minmax(0,1fr)_22rem]">
        {view === "canvas" ? <CanvasPane space={space} /> : <TableTwin space={space} />}
        <Inspector space={space} tagging={tagging} subjects={subjects} />
      </div>
      <TagDialogs tagging={tagging} />
      <HelpSheet open={helping} onOpenChange={setHelping} />
    </main>
  );
}

/** "Show on graph" leads here with what is to be shown; once it is, the address bar forgets it. */
function useAddFromUrl(add: (keys: readonly string[]) => void): void {
  const [wanted, setWanted] = useQueryState("add", parseAsArrayOf(parseAsString));
  const onWanted = useEffectEvent((keys: readonly string[]) => {
    add(keys);
    void setWanted(null);
  });
  useEffect(() => {
    if (wanted !== null && wanted.length > 0) onWanted(wanted);
  }, [wanted]);
}
