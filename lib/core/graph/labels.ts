import { SATS_PER_BTC, formatBtc, type Sats } from "@/lib/core/money";

/** How identifiers and amounts are written where room is short; the whole value is always one click away. */

/** First 6 … last 6, as DESIGN.md says; a script without an address keeps its prefix, so that it is not taken for one. */
export function shortRef(ref: string): string {
  if (ref.startsWith("script:")) return `script:${ref.slice(7, 11)}…${ref.slice(-4)}`;
  return ref.length <= 14 ? ref : `${ref.slice(0, 6)}…${ref.slice(-6)}`;
}

/**
 * An amount for a label on the canvas, without unit: exact when it is short, else cut (never rounded up) to four
 * significant decimals. The panels have it exactly.
 */
export function compactAmount(sats: Sats): string {
  const [whole = "0", fraction = ""] = formatBtc(sats < 0n ? -sats : sats).split(".");
  const sign = sats < 0n ? "-" : "";
  const grouped = groupDigits(whole);
  if (whole.length > 4) return `${sign}${grouped}`;
  const zeros = /^0*/.exec(fraction)?.[0].length ?? 0;
  const kept = whole === "0" ? fraction.slice(0, zeros + 4) : fraction.slice(0, Math.max(0, 5 - whole.length));
  const decimals = kept.replace(/0+$/, "");
  return decimals === "" ? `${sign}${grouped}` : `${sign}${grouped}.${decimals}`;
}

/** 1234567 → 1,234,567 */
export const groupDigits = (digits: string): string => digits.replace(/\B(?=(\d{3})+$)/g, ",");

/** Edge width in px: one more for every factor of ten above 0.01 coins, so that a whale does not hide the rest. */
export function edgeWidth(sats: Sats): number {
  const abs = sats < 0n ? -sats : sats;
  const digits = (abs * 100n / SATS_PER_BTC).toString();
  const magnitude = digits === "0" ? 0 : digits.length;
  return 1 + Math.min(magnitude, 8) * 0.625;
}
