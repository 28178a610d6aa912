const ALPHABET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
const VALUE = new Map(Array.from(ALPHABET, (letter, value) => [letter, value]));
const GENERATOR = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];
/** The constants that tell Bech32 (BIP 173, witness version 0) from Bech32m (BIP 350, versions 1 to 16). */
const CHECK = { bech32: 1, bech32m: 0x2bc830a3 } as const;
const SEPARATOR = 0x31;
export type Bech32Kind = keyof typeof CHECK;

export interface Bech32Text {
  readonly kind: Bech32Kind;
  readonly hrp: string;
  /** Five bits each, without the checksum. */
  readonly words: readonly number[];
}
export type Bech32Result = { readonly ok: true; readonly text: Bech32Text } | { readonly ok: false; readonly reason: string };

/** The sum of the generators that the five bits shifted out choose: an import writes an address for every new script. */
const CHOSEN = Int32Array.from({ length: 32 }, (_, top) => GENERATOR.reduce((sum, generator, i) => (((top >> i) & 1) === 1 ? sum ^ generator : sum), 0));

const step = (sum: number, word: number): number => (((sum & 0x1ffffff) << 5) ^ word ^ (CHOSEN[sum >>> 25] ?? 0)) >>> 0;

function prefixSum(hrp: string): number {
  let sum = 1;
  for (let i = 0; i < hrp.length; i += 1) sum = step(sum, hrp.charCodeAt(i) >> 5);
  sum = step(sum, 0);
  for (let i = 0; i < hrp.length; i += 1) sum = step(sum, hrp.charCodeAt(i) & 31);
  return sum;
}

export function encodeBech32(kind: Bech32Kind, hrp: string, words: readonly number[]): string {
  let sum = prefixSum(hrp);
  // Codes first, then one string: a string grown letter by letter is a chain of pieces, and costly to read.
  const codes: number[] = [];
  for (let i = 0; i < hrp.length; i += 1) codes.push(hrp.charCodeAt(i));
  codes.push(SEPARATOR);
  for (const word of words) {
    sum = step(sum, word);
    codes.push(ALPHABET.charCodeAt(word));
  }
  for (let i = 0; i < 6; i += 1) sum = step(sum, 0);
  sum = (sum ^ CHECK[kind]) >>> 0;
  for (let i = 0; i < 6; i += 1) codes.push(ALPHABET.charCodeAt((sum >>> (5 * (5 - i))) & 31));
  return String.fromCharCode(...codes);
}

/** Reads a Bech32 or Bech32m text of at most 90 characters; says precisely what is wrong with any other. */
export function decodeBech32(input: string): Bech32Result {
  const failed = (reason: string): Bech32Result => ({ ok: false, reason });
  const lower = input.toLowerCase();
  if (input !== lower && input !== input.toUpperCase()) return failed("it mixes small and capital letters");
  if (input.length > 90) return failed("it is longer than 90 characters");
  if (!/^[\x21-\x7e]*$/.test(input)) return failed("it holds characters that no address has");
  const split = lower.lastIndexOf("1");
  if (split < 1) return failed("it has no prefix before a 1");
  if (lower.length - split < 7) return failed("it is too short for its checksum");
  const hrp = lower.slice(0, split);
  const words: number[] = [];
  let sum = prefixSum(hrp);
  for (const letter of lower.slice(split + 1)) {
    const word = VALUE.get(letter);
    if (word === undefined) return failed(`it holds the letter "${letter}", which Bech32 does not have`);
    words.push(word);
    sum = step(sum, word);
  }
  const kind = sum === CHECK.bech32 ? "bech32" : sum === CHECK.bech32m ? "bech32m" : null;
  if (kind === null) return failed("its checksum does not hold: a letter is wrong or missing");
  return { ok: true, text: { kind, hrp, words: words.slice(0, -6) } };
}

/** Bytes in groups of five bits, the last filled with zeros. */
export function toWords(bytes: Uint8Array): number[] {
  const words: number[] = [];
  let bits = 0;
  let held = 0;
  for (const byte of bytes) {
    held = ((held << 8) | byte) & 0xfff;
    for (bits += 8; bits >= 5; bits -= 5) words.push((held >> (bits - 5)) & 31);
  }
  if (bits > 0) words.push((held << (5 - bits)) & 31);
  return words;
}

/** @returns null when more than four bits are left over, or they are not zero (BIP 173). */
export function fromWords(words: readonly number[]): Uint8Array | null {
  const bytes: number[] = [];
  let bits = 0;
  let held = 0;
  for (const word of words) {
    held = ((held << 5) | word) & 0xfff;
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    bytes.push((held >> bits) & 0xff);
  }
  return bits > 4 || (held & ((1 << bits) - 1)) !== 0 ? null : Uint8Array.from(bytes);
}
