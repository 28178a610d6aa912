import { BATCH_ROWS, intAt } from "@/lib/core/analysis/lists";
import type { UnionFind } from "@/lib/core/clustering/union-find";

/** Why two addresses are one wallet: they signed inputs of one transaction, or one key spends both. Stored as the index. */
export const LINK_RULES = ["multi-input", "same-key"] as const;
export type LinkRule = (typeof LINK_RULES)[number];

const MULTI_INPUT = LINK_RULES.indexOf("multi-input");
const SAME_KEY = LINK_RULES.indexOf("same-key");

/** Links on their way out: `next` is the address one link nearer to the oldest one of the wallet. */
export interface LinkBatch {
  readonly count: number;
  readonly address: Int32Array;
  readonly next: Int32Array;
  /** The transaction that links them, 0 where none does. */
  readonly txId: Int32Array;
  readonly rule: Int16Array;
}

/**
 * The links that joined two sets of addresses while they were united: a spanning forest, one tree a wallet. Links that come
 * in the order of the chain make it the minimum forest by (height, position, input).
 */
export class LinkForest {
  readonly sets: UnionFind;
  /** Triples of one end, the other end and the transaction. There are never as many links as addresses. */
  private readonly triples: Int32Array;
  private used = 0;

  constructor(sets: UnionFind) {
    this.sets = sets;
    this.triples = new Int32Array(3 * sets.size);
  }

  get length(): number {
    return this.used / 3;
  }

  /** @param txId the transaction whose inputs both addresses signed; 0 when one key spends both. */
  join(one: number, other: number, txId: number): void {
    this.joinTo(this.sets.find(one), one, other, txId);
  }

  /** The same when the root of `one` is known. @returns the root of both. */
  joinTo(root: number, one: number, other: number, txId: number): number {
    const found = this.sets.find(other);
    if (found === root) return root;
    const { triples, used } = this;
    triples[used] = one;
    triples[used + 1] = other;
    triples[used + 2] = txId;
    this.used = used + 3;
    return this.sets.merge(root, found);
  }

  /** Rising by address: every address but the oldest of its wallet once, with its link towards that one. `walletOf` as `UnionFind.smallest` gives it. */
  *batches(walletOf: Int32Array): Generator<LinkBatch> {
    const links = this.joined();
    const link = towardsOldest(links, walletOf);
    let address = 0;
    while (address < link.length) {
      const batch = { address: new Int32Array(BATCH_ROWS), next: new Int32Array(BATCH_ROWS), txId: new Int32Array(BATCH_ROWS), rule: new Int16Array(BATCH_ROWS) };
      let count = 0;
      for (; address < link.length && count < BATCH_ROWS; address += 1) {
        const i = intAt(link, address);
        if (i === -1) continue;
        const txId = intAt(links.txId, i);
        batch.address[count] = address;
        batch.next[count] = across(links, i, address);
        batch.txId[count] = txId;
        batch.rule[count] = txId === 0 ? SAME_KEY : MULTI_INPUT;
        count += 1;
      }
      yield { ...batch, count };
    }
  }

  /** In the order in which they joined. */
  joined(): JoinedLinks {
    const part = (offset: number): Int32Array => new Int32Array(this.length).map((_, i) => intAt(this.triples, 3 * i + offset));
    return { one: part(0), other: part(1), txId: part(2) };
  }
}

/** Links as columns; the transaction is 0 where one key spends both. */
export interface JoinedLinks {
  readonly one: Int32Array;
  readonly other: Int32Array;
  readonly txId: Int32Array;
}

/** The other end of a link. */
const across = ({ one, other }: JoinedLinks, link: number, address: number): number => (one[link] === address ? intAt(other, link) : intAt(one, link));

/** The link of every address towards the oldest of its wallet, -1 where there is none: breadth first from the oldest ones. */
function towardsOldest(links: JoinedLinks, walletOf: Int32Array): Int32Array {
  const { start, ends } = byAddress(links, walletOf.length);
  const link = new Int32Array(walletOf.length).fill(-1);
  const queue = new Int32Array(links.one.length + 1);
  for (let root = 0; root < walletOf.length; root += 1) {
    if (walletOf[root] !== root) continue;
    queue[0] = root;
    for (let from = 0, to = 1; from < to; from += 1) {
      const address = intAt(queue, from);
      for (let e = intAt(start, address), end = intAt(start, address + 1); e < end; e += 1) {
        const i = intAt(ends, e);
        if (i === link[address]) continue;
        const further = across(links, i, address);
        link[further] = i;
        queue[to] = further;
        to += 1;
      }
    }
  }
  return link;
}

/** Address a has the links ends[start[a]] .. ends[start[a + 1]]. */
function byAddress({ one, other }: JoinedLinks, slots: number): { readonly start: Int32Array; readonly ends: Int32Array } {
  const start = new Int32Array(slots + 1);
  for (const side of [one, other]) for (const address of side) start[address + 1] = intAt(start, address + 1) + 1;
  for (let a = 1; a <= slots; a += 1) start[a] = intAt(start, a) + intAt(start, a - 1);
  const next = start.slice();
  const ends = new Int32Array(2 * one.length);
  for (const side of [one, other]) {
    side.forEach((address, i) => {
      const at = intAt(next, address);
      ends[at] = i;
      next[address] = at + 1;
    });
  }
  return { start, ends };
}
