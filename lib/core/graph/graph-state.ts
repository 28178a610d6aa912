import type { GraphDocument, PlacedNode } from "@/lib/core/graph/document";
import { difference, rebase, sameDocument, withChanges, type NodeChange } from "@/lib/core/graph/document-changes";
import { place, unstack, type Point, type Side } from "@/lib/core/graph/place";

/** A canvas never holds more; an expansion that would exceed it is refused and says so. */
export const MAX_NODES = 1000;

/** One thing a person did, with what it takes to undo it. */
export interface Step {
  readonly kind: "add" | "move" | "arrange" | "remove" | "pin";
  readonly changes: readonly NodeChange[];
}

export type Selection =
  | { readonly kind: "none" }
  | { readonly kind: "nodes"; readonly keys: readonly string[] }
  | { readonly kind: "edge"; readonly from: string; readonly to: string };

/** The canvas draws this and nothing else. `base` is what the store holds, so what differs from it is unsaved. */
export interface GraphState {
  readonly document: GraphDocument;
  readonly base: { readonly version: number; readonly document: GraphDocument };
  readonly selection: Selection;
  readonly past: readonly Step[];
  readonly future: readonly Step[];
}

interface Place extends Point {
  readonly key: string;
}

export type GraphAction =
  | { readonly type: "add"; readonly keys: readonly string[]; readonly beside: { readonly key: string; readonly side: Side } | Point }
  | { readonly type: "move" | "arrange"; readonly places: readonly Place[] }
  | { readonly type: "remove"; readonly keys: readonly string[] }
  | { readonly type: "pin"; readonly keys: readonly string[]; readonly pinned: boolean }
  | { readonly type: "select"; readonly selection: Selection }
  | { readonly type: "undo" | "redo" }
  | { readonly type: "saved"; readonly version: number; readonly document: GraphDocument }
  | { readonly type: "rebase"; readonly version: number; readonly document: GraphDocument };

const NOTHING: Selection = { kind: "none" };

export const openGraph = (version: number, document: GraphDocument): GraphState => ({
  document,
  base: { version, document },
  selection: NOTHING,
  past: [],
  future: [],
});

export const isSaved = (state: GraphState): boolean => sameDocument(state.document, state.base.document);
export const selectedKeys = (state: GraphState): readonly string[] => (state.selection.kind === "nodes" ? state.selection.keys : []);

/** The one place where a graph changes. */
export function graphReducer(state: GraphState, action: GraphAction): GraphState {
  switch (action.type) {
    case "add":
      return add(state, action.keys, action.beside);
    case "move":
    case "arrange":
      return moveTo(state, action.type, action.places);
    case "remove":
      return remove(state, action.keys);
    case "pin":
      return step(state, "pin", nodesOf(state, action.keys).map((node) => ({ key: node.key, before: node, after: { ...node, pinned: action.pinned } })));
    case "select":
      return settled({ ...state, selection: action.selection });
    case "undo":
      return undo(state);
    case "redo":
      return redo(state);
    case "saved":
      return { ...state, base: { version: action.version, document: action.document } };
    case "rebase":
      return settled(onTopOf(state, action.version, action.document));
  }
}

function add(state: GraphState, keys: readonly string[], beside: { readonly key: string; readonly side: Side } | Point): GraphState {
  const anchor = "key" in beside ? state.document.nodes.find((node) => node.key === beside.key) : beside;
  if (anchor === undefined) return state;
  const placed = place(state.document.nodes, keys, anchor, "key" in beside ? beside.side : null);
  if (state.document.nodes.length + placed.length > MAX_NODES) return state;
  return step(state, "add", placed.map((node) => ({ key: node.key, before: null, after: node })));
}

function moveTo(state: GraphState, kind: "move" | "arrange", places: readonly Place[]): GraphState {
  const targets = new Map(places.map((target) => [target.key, target]));
  const changes: NodeChange[] = [];
  for (const node of state.document.nodes) {
    const target = targets.get(node.key);
    if (target === undefined || (target.x === node.x && target.y === node.y)) continue;
    if (kind === "arrange" && node.pinned) continue;
    changes.push({ key: node.key, before: node, after: { ...node, x: target.x, y: target.y } });
  }
  return step(state, kind, changes);
}

const remove = (state: GraphState, keys: readonly string[]): GraphState =>
  settled(step(state, "remove", nodesOf(state, keys).map((node) => ({ key: node.key, before: node, after: null }))));

/** What I did goes on top of what somebody else saved; what I added gives way where it would cover their nodes. */
function onTopOf(state: GraphState, version: number, theirs: GraphDocument): GraphState {
  const mine = new Set(difference(state.base.document, state.document).filter((change) => change.before === null).map((change) => change.key));
  const added = new Set([...mine].filter((key) => !theirs.nodes.some((node) => node.key === key)));
  const merged = rebase(state.base.document, state.document, theirs);
  const moved = unstack(merged.nodes, added).map((node): NodeChange => ({ key: node.key, before: null, after: node }));
  return { ...state, base: { version, document: theirs }, document: withChanges(merged, moved) };
}

function step(state: GraphState, kind: Step["kind"], changes: readonly NodeChange[]): GraphState {
  const real = changes.filter(({ before, after }) => before === null || after === null || before.x !== after.x || before.y !== after.y || before.pinned !== after.pinned);
  if (real.length === 0) return state;
  return { ...state, document: withChanges(state.document, real), past: [...state.past, { kind, changes: real }], future: [] };
}

function undo(state: GraphState): GraphState {
  const last = state.past.at(-1);
  if (last === undefined) return state;
  const back = last.changes.map(({ key, before, after }) => ({ key, before: after, after: before }));
  return settled({ ...state, document: withChanges(state.document, back), past: state.past.slice(0, -1), future: [last, ...state.future] });
}

function redo(state: GraphState): GraphState {
  const [next, ...rest] = state.future;
  if (next === undefined) return state;
  return settled({ ...state, document: withChanges(state.document, next.changes), past: [...state.past, next], future: rest });
}

/** Selected is only what is there. */
function settled(state: GraphState): GraphState {
  if (state.selection.kind === "none") return state;
  if (state.selection.kind === "nodes") return { ...state, selection: selectionOf(state.document, state.selection.keys) };
  const ends = [state.selection.from, state.selection.to];
  return ends.every((key) => state.document.nodes.some((node) => node.key === key)) ? state : { ...state, selection: NOTHING };
}

function selectionOf(document: GraphDocument, keys: readonly string[]): Selection {
  const there = new Set(document.nodes.map((node) => node.key));
  const kept = keys.filter((key) => there.has(key));
  return kept.length === 0 ? NOTHING : { kind: "nodes", keys: kept };
}

/** The selection with one node more, or one less. */
export function toggled(state: GraphState, key: string): Selection {
  const keys = selectedKeys(state);
  return { kind: "nodes", keys: keys.includes(key) ? keys.filter((one) => one !== key) : [...keys, key] };
}

function nodesOf(state: GraphState, keys: readonly string[]): PlacedNode[] {
  const wanted = new Set(keys);
  return state.document.nodes.filter((node) => wanted.has(node.key));
}
