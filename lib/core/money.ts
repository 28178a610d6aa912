/** Satoshis: always bigint in code, decimal strings on the wire. 1 BTC = 10^8. */
export type Sats = bigint;

export const SATS_PER_BTC = 100_000_000n;
/** No amount on a Bitcoin-like chain exceeds this (Litecoin: 84 million coins), so larger values in a record are damage. */
export const MAX_SATS = 84_000_000n * SATS_PER_BTC;

/** `0.50000000` for 50,000,000 sats: always eight decimals, a leading minus for negative amounts. */
export function formatBtc(sats: Sats): string {
  const abs = sats < 0n ? -sats : sats;
  const whole = (abs / SATS_PER_BTC).toString();
  const fraction = (abs % SATS_PER_BTC).toString().padStart(8, "0");
  return `${sats < 0n ? "-" : ""}${whole}.${fraction}`;
}

/**
 * Reads a BTC amount as text ("0.1", "50", "1e-8" as Core's JSON may print it) into sats, exactly.
 * @returns null when the text is not a non-negative decimal or is finer than a satoshi.
 */
export function parseBtc(text: string): Sats | null {
  const match = /^(\d+)(?:\.(\d*))?(?:[eE]([+-]?\d{1,2}))?$/.exec(text);
  if (match === null) return null;
  const [, whole = "", fraction = "", exponent = "0"] = match;
  const shift = 8 + parseInt(exponent, 10) - fraction.length;
  const digits = whole + fraction;
  if (shift >= 0) return BigInt(digits) * 10n ** BigInt(shift);
  const cut = digits.length + shift;
  if (cut <= 0) return /^0*$/.test(digits) ? 0n : null;
  return /^0*$/.test(digits.slice(cut)) ? BigInt(digits.slice(0, cut)) : null;
}
