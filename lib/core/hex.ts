/** Bytes ⇄ text. Txids and block hashes are stored in wire order and written reversed, as everybody does. */
const DIGITS = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

export function toHex(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += DIGITS[byte] ?? "";
  return text;
}

/** @returns null unless the text is an even number of hex digits. */
export function fromHex(text: string): Uint8Array | null {
  if (text.length % 2 !== 0 || !/^[0-9a-fA-F]*$/.test(text)) return null;
  const bytes = new Uint8Array(text.length / 2);
  for (let i = 0; i < bytes.length; i += 1) bytes[i] = parseInt(text.slice(2 * i, 2 * i + 2), 16);
  return bytes;
}

/** A stored hash (wire order) as people write it. */
export const hashToText = (hash: Uint8Array): string => toHex(new Uint8Array(hash).reverse()); // a Buffer's own slice would be no copy

/** A txid or block hash as people write it, in wire order; null unless it is 64 hex digits. */
export function textToHash(text: string): Uint8Array | null {
  const bytes = text.length === 64 ? fromHex(text) : null;
  return bytes === null ? null : bytes.reverse();
}
