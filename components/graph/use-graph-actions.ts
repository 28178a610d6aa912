"use client";

import type { Dispatch } from "react";
import type { Drawing } from "@/components/graph/drawn";
import { messageOf } from "@/components/ui/states";
import { toast } from "@/components/ui/toast";
import { MAX_NODES, type GraphAction, type GraphState } from "@/lib/core/graph/graph-state";
import type { Point, Side } from "@/lib/core/graph/place";
import { fetchGraphView, useExpand } from "@/lib/features/flows/flows.queries";

/** How many neighbours one expansion brings; the rest stays in the remainder. */
export const EXPAND_BY = 10;

interface Context {
  readonly state: GraphState;
  readonly dispatch: Dispatch<GraphAction>;
  readonly drawing: Drawing;
  readonly middle: () => Point;
  /** Brings new nodes into sight. */
  readonly reveal: (keys: readonly string[]) => void;
}

/** What asks the server before it changes the graph. */
export function useGraphActions({ state, dispatch, drawing, middle, reveal }: Context) {
  const expansion = useExpand();

  const grow = async (key: string, side: Side, there: readonly string[]): Promise<readonly string[]> => {
    const { keys } = await expansion.mutateAsync({ key, direction: side, limit: EXPAND_BY, exclude: [...there] });
    if (full(there.length + keys.length)) return [];
    dispatch({ type: "add", keys, beside: { key, side } });
    return keys;
  };

  const expand = async (keys: readonly string[], side: Side) => {
    let there = state.document.nodes.map((node) => node.key);
    const added: string[] = [];
    for (const key of keys) {
      const found = await grow(key, side, there);
      there = [...there, ...found];
      added.push(...found);
    }
    if (added.length === 0) toast({ title: side === "out" ? "No further money out" : "No further money in", description: "All that the store knows of is on the graph." });
    else reveal([...keys, ...added]);
  };

  const add = async (keys: readonly string[]) => {
    const view = await fetchGraphView(keys);
    const here = new Map(drawing.nodes.map((node) => [node.data?.wallet ?? node.key, node.key]));
    const wallets = [...new Set(view.nodes.map((node) => node.wallet))];
    const fresh = wallets.filter((key) => !here.has(key));
    const [lead] = wallets;
    if (lead === undefined) return;
    if (full(state.document.nodes.length + fresh.length)) return;
    if (!here.has(lead)) dispatch({ type: "add", keys: [lead], beside: middle() });
    dispatch({ type: "add", keys: fresh.filter((key) => key !== lead), beside: { key: here.get(lead) ?? lead, side: "out" } });
    const shown = wallets.map((key) => here.get(key) ?? key);
    dispatch({ type: "select", selection: { kind: "nodes", keys: shown.slice(0, 1) } });
    reveal(shown);
  };

  const said = (what: string, work: Promise<void>) => {
    work.catch((error: unknown) => { toast({ title: what, description: messageOf(error), failed: true }); });
  };
  return {
    busy: expansion.isPending,
    expand: (keys: readonly string[], side: Side) => { said("The expansion failed", expand(keys, side)); },
    add: (keys: readonly string[]) => { said("It could not be added", add(keys)); },
  };
}

function full(nodes: number): boolean {
  if (nodes <= MAX_NODES) return false;
  toast({ title: "This graph is full", description: `A canvas holds at most ${MAX_NODES} nodes. Remove some, or go on in another graph.`, failed: true });
  return true;
}
