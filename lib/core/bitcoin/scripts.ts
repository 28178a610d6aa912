import { byteAt } from "@/lib/core/bitcoin/bytes";
import type { ScriptType } from "@/lib/core/bitcoin/script-type";

const OP_0 = 0x00;
const OP_1 = 0x51;
const OP_16 = 0x60;
const OP_RETURN = 0x6a;
const OP_DUP = 0x76;
const OP_EQUAL = 0x87;
const OP_EQUALVERIFY = 0x88;
const OP_HASH160 = 0xa9;
const OP_CHECKSIG = 0xac;
const OP_CHECKMULTISIG = 0xae;
/** Bitcoin Core's MAX_PUBKEYS_PER_MULTISIG. */
const MAX_KEYS = 20;

/**
 * The type of a scriptPubKey, after Bitcoin Core's Solver (script/solver.cpp). Anything else that a block may hold is `unknown`;
 * no bytes make it throw. OP_RETURN counts whatever follows it, because such an output can never be spent.
 * @param start where the script begins in `bytes`
 * @param length in bytes; the caller has checked that the script lies inside `bytes`
 */
export function classifyScript(bytes: Uint8Array, start = 0, length = bytes.length - start): ScriptType {
  if (length === 0) return "unknown";
  if (isPubkeyHash(bytes, start, length)) return "p2pkh";
  if (isScriptHash(bytes, start, length)) return "p2sh";
  if (byteAt(bytes, start) === OP_RETURN) return "op_return";
  if (isPubkey(bytes, start, length)) return "p2pk";
  return witnessType(bytes, start, length) ?? (isMultisig(bytes, start, length) ? "p2ms" : "unknown");
}

/** Whether the script's bytes at these offsets are these opcodes: `[offset, opcode, offset, opcode, …]`. */
function has(bytes: Uint8Array, start: number, pairs: readonly number[]): boolean {
  for (let i = 0; i < pairs.length; i += 2) if (bytes[start + (pairs[i] ?? 0)] !== pairs[i + 1]) return false;
  return true;
}

const PUBKEY_HASH = [0, OP_DUP, 1, OP_HASH160, 2, 20, 23, OP_EQUALVERIFY, 24, OP_CHECKSIG];
const SCRIPT_HASH = [0, OP_HASH160, 1, 20, 22, OP_EQUAL];

const isPubkeyHash = (bytes: Uint8Array, start: number, length: number): boolean => length === 25 && has(bytes, start, PUBKEY_HASH);
const isScriptHash = (bytes: Uint8Array, start: number, length: number): boolean => length === 23 && has(bytes, start, SCRIPT_HASH);

function isPubkey(bytes: Uint8Array, start: number, length: number): boolean {
  if (length !== 35 && length !== 67) return false;
  return byteAt(bytes, start) === length - 2 && bytes[start + length - 1] === OP_CHECKSIG && keySize(bytes[start + 1]) === length - 2;
}

/** The length that a public key's first byte announces (Core's CPubKey::GetLen), or 0. Whether the key is on the curve does not matter. */
function keySize(header: number | undefined): number {
  if (header === 2 || header === 3) return 33;
  return header === 4 || header === 6 || header === 7 ? 65 : 0;
}

/** BIP 141: a version opcode and one push of 2 to 40 bytes. Version 0 of other lengths than 20 and 32 cannot be spent. */
function witnessType(bytes: Uint8Array, start: number, length: number): ScriptType | null {
  const size = length - 2;
  if (size < 2 || size > 40 || bytes[start + 1] !== size) return null;
  const version = bytes[start];
  if (version === OP_0) return size === 20 ? "p2wpkh" : size === 32 ? "p2wsh" : "unknown";
  if (version !== OP_1) return "witness_unknown";
  if (size === 32) return "p2tr";
  return size === 2 && bytes[start + 2] === 0x4e && bytes[start + 3] === 0x73 ? "p2a" : "witness_unknown";
}

/** m, then n pushed keys, n, OP_CHECKMULTISIG, with 1 <= m <= n <= 20 (Core's MatchMultisig). */
function isMultisig(bytes: Uint8Array, start: number, length: number): boolean {
  const last = start + length - 1;
  if (length < 3 || bytes[last] !== OP_CHECKMULTISIG) return false;
  const needed = smallNumber(bytes, start, last);
  let at = start + needed.size;
  let keys = 0;
  for (let size = keyPush(bytes, at, last); size > 0; size = keyPush(bytes, at, last)) {
    keys += 1;
    at += size;
  }
  const stated = smallNumber(bytes, at, last);
  return needed.value >= 1 && needed.value <= keys && keys <= MAX_KEYS && stated.value === keys && at + stated.size === last;
}

/** The length of the push of a public key at `at` that ends before `end`, or 0. */
function keyPush(bytes: Uint8Array, at: number, end: number): number {
  const size = keySize(bytes[at + 1]);
  return size > 0 && bytes[at] === size && at + 1 + size < end ? size + 1 : 0;
}

/** A number of 1 to 20 as scripts push it (OP_1 to OP_16, or one byte for 17 to 20) and the bytes it takes; else the value is -1. */
function smallNumber(bytes: Uint8Array, at: number, end: number): { readonly value: number; readonly size: number } {
  const op = at < end ? byteAt(bytes, at) : -1;
  if (op >= OP_1 && op <= OP_16) return { value: op - OP_1 + 1, size: 1 };
  const value = op === 1 && at + 1 < end ? byteAt(bytes, at + 1) : -1;
  return { value: value > 16 ? value : -1, size: 2 };
}

/** The public keys of a bare multisig script, in their order; empty for any other script. */
export function multisigKeys(script: Uint8Array): readonly Uint8Array[] {
  if (classifyScript(script) !== "p2ms") return [];
  const keys: Uint8Array[] = [];
  let at = script[0] === 1 ? 2 : 1;
  for (let size = keyPush(script, at, script.length); size > 0; size = keyPush(script, at, script.length)) {
    keys.push(new Uint8Array(script.subarray(at + 1, at + size)));
    at += size;
  }
  return keys;
}

/** Whether an output with this script can ever be spent, as far as its form tells: OP_RETURN and scripts over 10,000 bytes cannot (Core's IsUnspendable). */
export const isUnspendable = (bytes: Uint8Array, start = 0, length = bytes.length - start): boolean =>
  length > 10_000 || (length > 0 && bytes[start] === OP_RETURN);

/**
 * The number that a script begins with, when it is pushed in the shortest way (as BIP 34 demands of the height in a coinbase).
 * @returns null when the script begins otherwise, is too short, or the number is negative or longer than four bytes.
 */
export function leadingNumber(script: Uint8Array): number | null {
  const op = byteAt(script, 0);
  if (op === OP_0) return 0;
  if (op >= OP_1 && op <= OP_16) return op - OP_1 + 1;
  if (op < 1 || op > 4 || script.length < 1 + op) return null;
  const value = littleEndian(script.subarray(1, 1 + op));
  const top = byteAt(script, op);
  const shortest = top !== 0 || (op > 1 && byteAt(script, op - 1) >= 0x80);
  return shortest && top < 0x80 && value > 16 ? value : null;
}

function littleEndian(bytes: Uint8Array): number {
  let value = 0;
  for (let i = bytes.length - 1; i >= 0; i -= 1) value = value * 256 + byteAt(bytes, i);
  return value;
}
