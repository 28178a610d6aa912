"use client";

import { useTheme } from "next-themes";
import { useEffect, useMemo, useReducer, useRef, useState } from "react";
import { rememberGraph } from "@/components/cases/current-graph";
import { draw } from "@/components/graph/draw";
import { layOut } from "@/components/graph/elk-layout";
import type { CanvasHandle } from "@/components/graph/graph-canvas";
import { readPalette, type Palette } from "@/components/graph/palette";
import type { Route } from "@/components/graph/routes";
import { useAutosave } from "@/components/graph/use-autosave";
import { useGraphActions } from "@/components/graph/use-graph-actions";
import { messageOf } from "@/components/ui/states";
import { toast } from "@/components/ui/toast";
import { graphReducer, openGraph, selectedKeys } from "@/lib/core/graph/graph-state";
import { aroundPinned, neighbourTowards } from "@/lib/core/graph/place";
import { useGraphView } from "@/lib/features/flows/flows.queries";
import type { GraphDto } from "@/lib/features/graphs/graphs.contract";

export type Workspace = ReturnType<typeof useWorkspace>;
/** The canvas has heard of the new places by then. */
const DRAWN_MS = 60;
const NO_ROUTES: ReadonlyMap<string, Route> = new Map();

/** The state of one opened graph: data flows from the reducer and the store to the drawing, never back from the canvas. */
export function useWorkspace(graph: GraphDto) {
  const [state, dispatch] = useReducer(graphReducer, graph, ({ version, document }) => openGraph(version, document));
  const [routes, setRoutes] = useState(NO_ROUTES);
  const [tidying, setTidying] = useState(false);
  const canvas = useRef<CanvasHandle>(null);
  const save = useAutosave(graph.id, state, dispatch);
  const keys = useMemo(() => state.document.nodes.map((node) => node.key), [state.document]);
  const view = useGraphView(keys);
  const drawing = useMemo(() => draw(state.document, view.data), [state.document, view.data]);
  const actions = useGraphActions({
    state, dispatch, drawing,
    middle: () => canvas.current?.middle() ?? { x: 0, y: 0 },
    reveal: (shown) => { canvas.current?.reveal(shown); },
  });
  useEffect(() => { rememberGraph(graph.id); }, [graph.id]);

  /** A node stands for every key of the document that is the same wallet by now. */
  const withAliases = (drawn: readonly string[]) => [...drawn, ...[...drawing.aliases].filter(([, shown]) => drawn.includes(shown)).map(([key]) => key)];

  const tidy = async () => {
    setTidying(true);
    try {
      const layout = await layOut(drawing);
      const places = aroundPinned(state.document.nodes.filter((node) => !drawing.aliases.has(node.key)), layout.positions);
      dispatch({ type: "arrange", places });
      setRoutes(layout.routes);
      setTimeout(() => { canvas.current?.fit(); }, DRAWN_MS);
    } catch (error) {
      toast({ title: "The graph could not be tidied", description: messageOf(error), failed: true });
    } finally {
      setTidying(false);
    }
  };

  const chosen = selectedKeys(state);
  return {
    graph, state, dispatch, routes, canvas, save, view, drawing, actions, tidying, chosen,
    tidy: () => void tidy(),
    remove: () => { dispatch({ type: "remove", keys: withAliases(chosen) }); },
    pin: () => {
      const nodes = state.document.nodes.filter((node) => chosen.includes(node.key));
      dispatch({ type: "pin", keys: chosen, pinned: !nodes.every((node) => node.pinned) });
    },
    step: (towards: "left" | "right" | "up" | "down") => {
      const from = state.document.nodes.find((node) => node.key === chosen.at(-1));
      const next = from === undefined ? state.document.nodes[0] : neighbourTowards(state.document.nodes, from, towards);
      if (next == null) return;
      dispatch({ type: "select", selection: { kind: "nodes", keys: [next.key] } });
      canvas.current?.reveal([next.key]);
    },
  };
}

/** The colours of the page, read anew when the theme changes; null on the server. */
export function usePalette(): Palette | null {
  const { resolvedTheme } = useTheme();
  const [palette, setPalette] = useState<Palette | null>(null);
  useEffect(() => { setPalette(readPalette()); }, [resolvedTheme]);
  return palette;
}
