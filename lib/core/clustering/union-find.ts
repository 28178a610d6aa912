/**
 * Disjoint sets over the ids 0 .. size-1 in two Int32Arrays: union by size with path halving, 8 bytes a member. Which
 * member is the root depends on the order of unions; `smallest` does not, and is what leaves this module.
 */
export class UnionFind {
  readonly #parent: Int32Array;
  readonly #size: Int32Array;

  constructor(size: number) {
    this.#parent = new Int32Array(size);
    this.#size = new Int32Array(size).fill(1);
    for (let id = 0; id < size; id += 1) this.#parent[id] = id;
  }

  find(id: number): number {
    const parent = this.#parent;
    let at = id;
    for (;;) {
      const up = parent[at] ?? at;
      if (up === at) return at;
      const above = parent[up] ?? up;
      parent[at] = above;
      at = above;
    }
  }

  /** @returns whether two sets became one. In chain order, the calls that return true are the minimum forest of links. */
  union(a: number, b: number): boolean {
    const one = this.find(a);
    const other = this.find(b);
    if (one === other) return false;
    const sizes = this.#size;
    const oneSize = sizes[one] ?? 1;
    const otherSize = sizes[other] ?? 1;
    const [root, child] = oneSize >= otherSize ? [one, other] : [other, one];
    this.#parent[child] = root;
    sizes[root] = oneSize + otherSize;
    return true;
  }

  /** The smallest member of every id's set. */
  smallest(): Int32Array {
    const least = new Int32Array(this.#parent.length).fill(-1);
    const result = new Int32Array(this.#parent.length);
    for (let id = 0; id < result.length; id += 1) {
      const root = this.find(id);
      // Ids rise, so the first member seen is the smallest.
      if (least[root] === -1) least[root] = id;
      result[id] = least[root] ?? id;
    }
    return result;
  }
}
