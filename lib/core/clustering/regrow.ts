import { intAt } from "@/lib/core/analysis/lists";
import { groupBy } from "@/lib/core/group-by";
import type { JoinedLinks } from "@/lib/core/clustering/links";

/** A tree that a new link hangs under another: from its address `address` to `next`. `root` is the oldest address it had. */
export interface Graft {
  readonly address: number;
  readonly next: number;
  /** 0 where one key spends both. */
  readonly txId: number;
  readonly root: number;
}

/** A link towards the oldest address of a wallet; the transaction is 0 where one key spends both. */
export interface TreeRow {
  readonly address: number;
  readonly next: number;
  readonly txId: number;
}

/**
 * New links between trees, as they hang each under the one that is nearer to the oldest address of the wallet they make.
 * @param known the oldest address of the tree of every address, 0 where it is a tree of one. @param walletOf the same afterwards.
 */
export function graftsOf(links: JoinedLinks, known: Int32Array, walletOf: Int32Array): readonly Graft[] {
  const treeOf = (address: number): number => (intAt(known, address) === 0 ? address : intAt(known, address));
  const ends = Array.from(links.one, (one, i) => ({ one, other: intAt(links.other, i), txId: intAt(links.txId, i) }));
  const around = groupBy(ends.flatMap(({ one, other, txId }) => [{ address: other, next: one, txId }, { address: one, next: other, txId }]), ({ next }) => treeOf(next));
  const reached = new Set(ends.map(({ one }) => treeOf(intAt(walletOf, one))));
  const grafts: Graft[] = [];
  for (const tree of reached) {
    for (const { address, next, txId } of around.get(tree) ?? []) {
      const root = treeOf(address);
      if (reached.has(root)) continue;
      // A set is walked in the order of insertion, and what is added on the way is walked too.
      reached.add(root);
      grafts.push({ address, next, txId, root });
    }
  }
  return grafts;
}

/** The rows that a graft changes: its own, and those of the way from its address to the old root, which now lead back. */
export function regrown({ address, next, txId }: Graft, way: readonly TreeRow[]): readonly TreeRow[] {
  return [{ address, next, txId }, ...way.map((row) => ({ address: row.next, next: row.address, txId: row.txId }))];
}
