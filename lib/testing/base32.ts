/** Back from base 32, as an authenticator app reads a secret. */
export function fromBase32(text: string): Uint8Array {
  const bits = text.split("").map((letter) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(letter).toString(2).padStart(5, "0")).join("");
  return Uint8Array.from({ length: Math.floor(bits.length / 8) }, (_, index) => parseInt(bits.slice(8 * index, 8 * index + 8), 2));
}
