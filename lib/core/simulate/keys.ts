import type { Hasher } from "@/lib/core/bitcoin/columns";
import { KEY_TYPES, type Key, type KeyType, type Owner } from "@/lib/core/simulate/model";

/** Makes scripts from the seed. A key's id is enough to make it again, so that wallets remember ids only. */
export class KeyRing {
  private count = 0;
  private readonly message: Uint8Array;
  private readonly index: DataView;
  private readonly hasher: Hasher;

  /** @param seed 32 bytes. */
  constructor(hasher: Hasher, seed: Uint8Array) {
    this.hasher = hasher;
    this.message = new Uint8Array(36);
    this.message.set(seed);
    this.index = new DataView(this.message.buffer, 32, 4);
  }

  make(type: KeyType, owner: Owner): Key {
    const id = this.count * KEY_TYPES.length + KEY_TYPES.indexOf(type);
    this.count += 1;
    const { script, redeem } = this.derive(id);
    return { id, type, script, redeem, owner, text: null, printed: null, seen: false };
  }

  derive(id: number): Pick<Key, "id" | "type" | "script" | "redeem"> {
    const type = KEY_TYPES[id % KEY_TYPES.length] ?? "p2wpkh";
    this.index.setUint32(0, Math.floor(id / KEY_TYPES.length), true);
    const secret = this.hasher.sha256(this.message);
    const hash = secret.subarray(0, 20);
    if (type === "p2wpkh") return { id, type, script: bytes([0x00, 0x14], hash, []), redeem: null };
    if (type === "p2pkh") return { id, type, script: bytes([0x76, 0xa9, 0x14], hash, [0x88, 0xac]), redeem: null };
    if (type === "p2tr") return { id, type, script: bytes([0x51, 0x20], secret, []), redeem: null };
    const redeem = bytes([0x00, 0x14], hash, []);
    return { id, type, script: bytes([0xa9, 0x14], this.hasher.ripemd160(this.hasher.sha256(redeem)), [0x87]), redeem };
  }
}

function bytes(before: readonly number[], middle: Uint8Array, after: readonly number[]): Uint8Array {
  const out = new Uint8Array(before.length + middle.length + after.length);
  out.set(before);
  out.set(middle, before.length);
  out.set(after, before.length + middle.length);
  return out;
}
