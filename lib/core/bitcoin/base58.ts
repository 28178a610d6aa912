import { byteAt } from "@/lib/core/bitcoin/bytes";
import type { Sha256d } from "@/lib/core/bitcoin/columns";

const ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
const DIGIT = new Map(Array.from(ALPHABET, (letter, value) => [letter, value]));
/** Every two digits, by their value. */
const PAIRS = Array.from({ length: 58 * 58 }, (_, value) => (ALPHABET[Math.floor(value / 58)] ?? "") + (ALPHABET[value % 58] ?? ""));
/** Five digits at a time: 58^5 times 2^16 still is an exact integer, far below 2^53. */
const LIMB = 58 ** 5;

/** Base58 as Bitcoin writes it: a leading zero byte is a leading `1`. */
export function encodeBase58(bytes: Uint8Array): string {
  let zeros = 0;
  while (zeros < bytes.length && bytes[zeros] === 0) zeros += 1;
  const limbs: number[] = [];
  let at = zeros;
  if ((bytes.length - at) % 2 === 1) {
    limbs.push(byteAt(bytes, at));
    at += 1;
  }
  for (; at < bytes.length; at += 2) {
    let carry = byteAt(bytes, at) * 256 + byteAt(bytes, at + 1);
    for (let k = 0; k < limbs.length; k += 1) {
      const x = (limbs[k] ?? 0) * 65_536 + carry;
      carry = Math.floor(x / LIMB);
      limbs[k] = x - carry * LIMB;
    }
    if (carry > 0) limbs.push(carry);
  }
  let digits = "";
  for (let k = limbs.length - 1; k >= 0; k -= 1) digits += fiveDigits(limbs[k] ?? 0);
  return "1".repeat(zeros) + digits.replace(/^1+/, "");
}

function fiveDigits(limb: number): string {
  const first = Math.floor(limb / 58 ** 4);
  const rest = limb - first * 58 ** 4;
  const middle = Math.floor(rest / 3364);
  return (ALPHABET[first] ?? "") + (PAIRS[middle] ?? "") + (PAIRS[rest - middle * 3364] ?? "");
}

/** @returns null when a letter is not one of Base58, or the text is longer than any address. */
export function decodeBase58(text: string): Uint8Array | null {
  if (text.length > 128) return null;
  let zeros = 0;
  while (text[zeros] === "1") zeros += 1;
  const bytes: number[] = [];
  for (let i = zeros; i < text.length; i += 1) {
    const digit = DIGIT.get(text[i] ?? "");
    if (digit === undefined) return null;
    let carry = digit;
    for (let k = 0; k < bytes.length; k += 1) {
      const x = (bytes[k] ?? 0) * 58 + carry;
      bytes[k] = x & 0xff;
      carry = x >> 8;
    }
    if (carry > 0) bytes.push(carry);
  }
  return Uint8Array.from([...new Array<number>(zeros).fill(0), ...bytes.reverse()]);
}

/** Base58Check: the payload followed by the first four bytes of its double SHA-256. */
export function encodeBase58Check(payload: Uint8Array, sha256d: Sha256d): string {
  const whole = new Uint8Array(payload.length + 4);
  whole.set(payload);
  whole.set(sha256d(payload).subarray(0, 4), payload.length);
  return encodeBase58(whole);
}

export type Base58Check = { readonly ok: true; readonly payload: Uint8Array } | { readonly ok: false; readonly reason: string };

export function decodeBase58Check(text: string, sha256d: Sha256d): Base58Check {
  const whole = decodeBase58(text);
  if (whole === null) return { ok: false, reason: "it holds letters that Base58 does not have (0, O, I, l or others)" };
  if (whole.length < 5) return { ok: false, reason: "it is too short" };
  const payload = whole.slice(0, -4);
  const sum = sha256d(payload);
  const holds = [0, 1, 2, 3].every((i) => sum[i] === whole[payload.length + i]);
  return holds ? { ok: true, payload } : { ok: false, reason: "its checksum does not hold: a letter is wrong or missing" };
}
