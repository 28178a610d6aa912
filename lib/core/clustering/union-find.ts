/**
 * Disjoint sets over the ids 0 .. size-1 in one Int32Array, 4 bytes a member: the root of a set is its smallest member, with path
 * halving. (Union by size needs a second array, and what all this costs is the reading of memory at random.) The sets do
 * not depend on the order of unions, and neither do their roots.
 */
export class UnionFind {
  private readonly parent: Int32Array;

  constructor(size: number) {
    this.parent = new Int32Array(size);
    for (let id = 0; id < size; id += 1) this.parent[id] = id;
  }

  get size(): number {
    return this.parent.length;
  }

  /** The smallest member of the set. */
  find(id: number): number {
    const { parent } = this;
    let at = id;
    for (;;) {
      const up = parent[at] ?? at;
      if (up === at) return at;
      const above = parent[up] ?? up;
      if (above === up) return up;
      parent[at] = above;
      at = above;
    }
  }

  /** @returns whether two sets became one. In chain order, the calls that return true are the minimum forest of links. */
  union(a: number, b: number): boolean {
    const one = this.find(a);
    const other = this.find(b);
    if (one === other) return false;
    this.merge(one, other);
    return true;
  }

  /** Makes the sets of two different roots one. @returns its root. */
  merge(one: number, other: number): number {
    if (one < other) {
      this.parent[other] = one;
      return one;
    }
    this.parent[one] = other;
    return other;
  }

  /** The smallest member of every id's set. */
  smallest(): Int32Array {
    const { parent } = this;
    const result = new Int32Array(parent.length);
    for (let id = 0; id < result.length; id += 1) {
      const up = parent[id] ?? id;
      // A parent is smaller than its child: its own answer is known by now.
      result[id] = up === id ? id : (result[up] ?? up);
    }
    return result;
  }
}
