import type { Coin, Key, KeyType } from "@/lib/core/simulate/model";

/** How much room it takes to spend each type: bytes of scriptSig and of witness (null: no witness at all). */
const SPENDING: Readonly<Record<KeyType, { readonly scriptSig: number; readonly witness: number | null }>> = {
  p2wpkh: { scriptSig: 0, witness: 108 },
  p2pkh: { scriptSig: 107, witness: null },
  p2sh: { scriptSig: 23, witness: 108 },
  p2tr: { scriptSig: 0, witness: 66 },
};

/** The signature and public key of a P2WPKH spend, the signature of a P2TR one: zeros, since nobody holds a key. */
export const WITNESS_ITEMS: Readonly<Record<KeyType, readonly Uint8Array[]>> = {
  p2wpkh: [new Uint8Array(72), new Uint8Array(33)],
  p2pkh: [],
  p2sh: [new Uint8Array(72), new Uint8Array(33)],
  p2tr: [new Uint8Array(64)],
};

/** The placeholder scriptSig of an input: pushes of zeros for P2PKH, the wrapped script for P2SH, else empty. */
export function scriptSigOf(key: Key): Uint8Array {
  const script = new Uint8Array(SPENDING[key.type].scriptSig);
  if (key.type === "p2pkh") {
    script[0] = 72;
    script[73] = 33;
  } else if (key.redeem !== null) {
    script[0] = key.redeem.length;
    script.set(key.redeem, 1);
  }
  return script;
}

export const hasWitness = (type: KeyType): boolean => SPENDING[type].witness !== null;

/** Weight of a transaction that is not a coinbase, exact before it is written (BIP 141). */
export function weightOf(inputs: readonly Coin[], outputScripts: readonly Uint8Array[]): number {
  let base = 8 + varIntSize(inputs.length) + varIntSize(outputScripts.length);
  let witness = 0;
  let segwit = false;
  for (const { key } of inputs) {
    const room = SPENDING[key.type];
    base += 41 + room.scriptSig;
    witness += room.witness ?? 1;
    segwit ||= room.witness !== null;
  }
  for (const script of outputScripts) base += 9 + script.length;
  return 4 * base + (segwit ? 2 + witness : 0);
}

export const varIntSize = (value: number): number => (value < 0xfd ? 1 : value <= 0xffff ? 3 : 5);
