"use client";

import { Search } from "lucide-react";
import { useMemo } from "react";
import { GraphCanvas } from "@/components/graph/graph-canvas";
import { Legend } from "@/components/graph/legend";
import { toElements } from "@/components/graph/to-elements";
import { usePalette, type Workspace } from "@/components/graph/use-workspace";
import { useSearchPalette } from "@/components/shell/search-target";
import { Button } from "@/components/ui/button";
import { Kbd } from "@/components/ui/kbd";
import { EmptyState, ErrorState } from "@/components/ui/states";
import { toggled } from "@/lib/core/graph/graph-state";

export function CanvasPane({ space }: { readonly space: Workspace }) {
  const { state, dispatch, drawing, routes, canvas, view, actions } = space;
  const palette = usePalette();
  const elements = useMemo(
    () => (palette === null ? [] : toElements(drawing, { selection: state.selection, routes, palette })),
    [drawing, state.selection, routes, palette],
  );
  const empty = state.document.nodes.length === 0;
  return (
    <div className="flex min-h-0 min-w-0 flex-col bg-bench">
      <div className="relative min-h-0 flex-1 overflow-hidden">
        {palette !== null && (
          <GraphCanvas
            ref={canvas}
            elements={elements}
            palette={palette}
            onNode={(key, more) => { dispatch({ type: "select", selection: more ? toggled(state, key) : { kind: "nodes", keys: [key] } }); }}
            onEdge={(from, to) => { dispatch({ type: "select", selection: { kind: "edge", from, to } }); }}
            onRemainder={(key, side) => { actions.expand([key], side); }}
            onBackground={() => { dispatch({ type: "select", selection: { kind: "none" } }); }}
            onMoved={(places) => { dispatch({ type: "move", places }); }}
            onArrow={space.step}
          />
        )}
        {empty && <Nothing />}
        {view.isError && !empty && <ErrorState error={view.error} what="What is known of these nodes could not be read" onRetry={() => void view.refetch()} className="absolute inset-x-0 top-0 bg-bench/90" />}
      </div>
      {!empty && <Legend drawing={drawing} />}
    </div>
  );
}

function Nothing() {
  const { setOpen } = useSearchPalette();
  return (
    <EmptyState
      className="absolute inset-0"
      title="This graph is empty"
      action={<Button look="primary" onClick={() => { setOpen(true); }}><Search className="size-4" aria-hidden /> Search</Button>}
    >
      Search an address or a label and pick it, or press &ldquo;Show on graph&rdquo; on any wallet or transaction. Then <Kbd>E</Kbd> follows the money out, <Kbd>Shift E</Kbd> where it came from.
    </EmptyState>
  );
}
