import { intAt } from "@/lib/core/analysis/lists";
import type { LinkForest } from "@/lib/core/clustering/links";

/** Inputs by transaction: t has inputs inputStart[t] .. inputStart[t+1]; address 0 where the previous output is not known. */
export interface InputColumns {
  readonly txId: Int32Array;
  /** The transactions in the order of the chain, the same whatever the order of import. */
  readonly linkOrder: Int32Array;
  readonly inputStart: Int32Array;
  readonly inputAddress: Int32Array;
  /** 1 where the guard found a CoinJoin. */
  readonly mixes: Uint8Array;
}

/**
 * Common-input-ownership (METHODS 1.1) for the places `from` .. `to` of the link order: whoever signs for all inputs controls them all, so
 * the scripts of one transaction's inputs are one wallet. The unit is the script, not its address text. Skips CoinJoins;
 * coinbases have no inputs. Unresolved inputs join nothing until their parent arrives.
 */
export function uniteInputs(columns: InputColumns, wallets: LinkForest, from: number, to: number): void {
  const { txId, linkOrder, inputStart, inputAddress, mixes } = columns;
  for (let at = from; at < to; at += 1) {
    const t = intAt(linkOrder, at);
    const start = intAt(inputStart, t);
    const end = intAt(inputStart, t + 1);
    if (end - start < 2 || mixes[t] === 1) continue;
    let first = 0;
    let root = 0;
    for (let i = start; i < end; i += 1) {
      const address = intAt(inputAddress, i);
      if (address === 0) continue;
      if (first === 0) {
        first = address;
        root = wallets.sets.find(address);
      } else root = wallets.joinTo(root, first, address, intAt(txId, t));
    }
  }
}

/**
 * P2PK and P2PKH of one key are one wallet (METHODS 1.0, BlockSci's type-equivalent view): the same signature spends both, and
 * wallets of 2009 to 2012 mixed them. The pairs are scripts that are written as one address; only scripts that occur in
 * counted transactions join, so that a reorganised-out script never names a wallet. To be united before any inputs: what one
 * key spends needs no transaction to show it, and no later one can take the place of such a link.
 */
export function uniteSameKeys(pairs: Int32Array, active: Uint8Array, wallets: LinkForest): void {
  for (let i = 0; i + 1 < pairs.length; i += 2) {
    const one = intAt(pairs, i);
    const other = intAt(pairs, i + 1);
    if (active[one] === 1 && active[other] === 1) wallets.join(one, other, 0);
  }
}
