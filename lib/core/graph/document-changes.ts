import type { GraphDocument, PlacedNode } from "@/lib/core/graph/document";

/** One node before and after; null where it was not on the canvas. */
export interface NodeChange {
  readonly key: string;
  readonly before: PlacedNode | null;
  readonly after: PlacedNode | null;
}

/** Nodes are kept sorted by key: their order means nothing, and so two documents with the same content are equal bytes. */
export function withChanges(document: GraphDocument, changes: readonly NodeChange[]): GraphDocument {
  const nodes = new Map(document.nodes.map((node) => [node.key, node]));
  for (const { key, after } of changes) {
    if (after === null) nodes.delete(key);
    else nodes.set(key, after);
  }
  return { nodes: [...nodes.values()].sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)) };
}

export function difference(before: GraphDocument, after: GraphDocument): NodeChange[] {
  const old = new Map(before.nodes.map((node) => [node.key, node]));
  const now = new Map(after.nodes.map((node) => [node.key, node]));
  const changes: NodeChange[] = [];
  for (const key of new Set([...old.keys(), ...now.keys()])) {
    const [was, is] = [old.get(key) ?? null, now.get(key) ?? null];
    if (!sameNode(was, is)) changes.push({ key, before: was, after: is });
  }
  return changes;
}

/**
 * Two people changed one graph: what I did since `base` is done again on what the store holds now. Changes that touch
 * different nodes merge; where both touched one node, mine stands, except that a removal never takes away what the other
 * one changed.
 */
export function rebase(base: GraphDocument, mine: GraphDocument, theirs: GraphDocument): GraphDocument {
  const touched = new Set(difference(base, theirs).map((change) => change.key));
  return withChanges(theirs, difference(base, mine).filter(({ key, after }) => after !== null || !touched.has(key)));
}

export const sameDocument = (a: GraphDocument, b: GraphDocument): boolean => a === b || difference(a, b).length === 0;

const sameNode = (a: PlacedNode | null, b: PlacedNode | null): boolean =>
  a === b || (a !== null && b !== null && a.key === b.key && a.x === b.x && a.y === b.y && a.pinned === b.pinned);
