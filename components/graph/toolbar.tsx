"use client";

import { CircleHelp, Maximize, Plus, Redo2, Table2, Undo2, Waypoints, Wand2 } from "lucide-react";
import { SavedMark } from "@/components/graph/saved-mark";
import type { Workspace } from "@/components/graph/use-workspace";
import { useSearchPalette } from "@/components/shell/search-target";
import { plural } from "@/components/ui/amount";
import { Synthetic } from "@/components/ui/badge";
import { Button, IconButton } from "@/components/ui/button";

interface Props {
  readonly space: Workspace;
  readonly view: "canvas" | "table";
  readonly onView: (view: "canvas" | "table") => void;
  readonly onHelp: () => void;
}

export function Toolbar({ space, view, onView, onHelp }: Props) {
  const { graph, state, dispatch, canvas, drawing } = space;
  const { setOpen } = useSearchPalette();
  const onCanvas = view === "canvas";
  return (
    <div className="flex h-10 shrink-0 items-center gap-1 border-b border-line bg-surface pr-2 pl-4" role="toolbar" aria-label="Graph">
      <p className="flex min-w-0 items-center gap-2 text-sm">
        <span className="truncate font-medium">{graph.caseName}</span>
        <span className="text-ink-faint" aria-hidden>/</span>
        <span className="truncate text-ink-soft">{graph.name}</span>
        {graph.synthetic && <Synthetic />}
      </p>
      <span className="ml-3 hidden text-xs whitespace-nowrap text-ink-faint lg:inline">{plural(drawing.nodes.length, "node")}, {plural(drawing.edges.length, "flow")}</span>
      <span className="ml-auto" />
      <SavedMark status={space.save} />
      <Divider />
      <IconButton label="Undo" hint="Ctrl Z" disabled={state.past.length === 0} onClick={() => { dispatch({ type: "undo" }); }}><Undo2 className="size-4" aria-hidden /></IconButton>
      <IconButton label="Redo" hint="Ctrl Y" disabled={state.future.length === 0} onClick={() => { dispatch({ type: "redo" }); }}><Redo2 className="size-4" aria-hidden /></IconButton>
      <Divider />
      <Button look="quiet" onClick={() => { setOpen(true); }}><Plus className="size-4" aria-hidden /> Add</Button>
      <Button look="quiet" disabled={!onCanvas || space.tidying || drawing.nodes.length < 2} onClick={space.tidy}><Wand2 className="size-4" aria-hidden /> {space.tidying ? "Tidying…" : "Re-tidy"}</Button>
      <IconButton label="Fit into the window" hint="F" disabled={!onCanvas} onClick={() => { canvas.current?.fit(); }}><Maximize className="size-4" aria-hidden /></IconButton>
      <IconButton label={onCanvas ? "Show as tables" : "Show as a graph"} aria-pressed={!onCanvas} onClick={() => { onView(onCanvas ? "table" : "canvas"); }}>
        {onCanvas ? <Table2 className="size-4" aria-hidden /> : <Waypoints className="size-4" aria-hidden />}
      </IconButton>
      <IconButton label="Keys" hint="?" onClick={onHelp}><CircleHelp className="size-4" aria-hidden /></IconButton>
    </div>
  );
}

function Divider() {
  return <span aria-hidden className="mx-1 h-5 w-px bg-line" />;
}
