import { byte, int } from "@/lib/core/ledger/at";

interface Branches {
  readonly count: number;
  readonly parent: Int32Array;
  readonly present: Uint8Array;
  readonly main: Uint8Array;
  readonly stale: Uint8Array;
}

/**
 * A node says that these blocks are on its best chain: then their ancestors are too, and every branch that leaves this path
 * is stale in its eyes. The newest word counts, so later vertices overrule earlier ones.
 * @returns the vertices whose `stale` was changed
 */
export function followNode(branches: Branches, vertices: readonly number[]): readonly number[] {
  const { parent, present, main, stale } = branches;
  const children = childLists(branches);
  const changed = new Set<number>();
  const mark = (v: number, value: 0 | 1): void => {
    if (byte(stale, v) === value) return;
    stale[v] = value;
    if (changed.has(v)) changed.delete(v);
    else changed.add(v);
  };
  const done = new Set<number>();
  for (const vertex of vertices) {
    for (let v = vertex; v >= 0 && byte(present, v) === 1 && byte(main, v) === 0 && !done.has(v); v = int(parent, v)) {
      done.add(v);
      mark(v, 0);
      for (const other of siblings(v, parent, children)) for (const left of subtree(other, children)) mark(left, 1);
    }
  }
  return [...changed];
}

interface ChildLists {
  readonly first: Int32Array;
  readonly next: Int32Array;
}

function childLists({ count, parent }: Branches): ChildLists {
  const first = new Int32Array(count).fill(-1);
  const next = new Int32Array(count).fill(-1);
  for (let v = 0; v < count; v += 1) {
    const above = int(parent, v);
    if (above < 0) continue;
    next[v] = int(first, above);
    first[above] = v;
  }
  return { first, next };
}

function* siblings(v: number, parent: Int32Array, { first, next }: ChildLists): Generator<number> {
  const above = int(parent, v);
  if (above < 0) return;
  for (let other = int(first, above); other >= 0; other = int(next, other)) if (other !== v) yield other;
}

function subtree(root: number, { first, next }: ChildLists): number[] {
  const found = [root];
  for (let i = 0; i < found.length; i += 1) {
    for (let child = int(first, found[i] ?? root); child >= 0; child = int(next, child)) found.push(child);
  }
  return found;
}
