import type { Purchase } from "@/lib/core/detect/accounts";
import type { Commingling } from "@/lib/core/detect/commingling";
import type { ScriptClaim } from "@/lib/core/detect/detect-input";
import { type Chance, distinctClaims, type NotTestable, type Reason } from "@/lib/core/detect/findings";
import type { Match } from "@/lib/core/detect/matching";
import { PARAMETERS } from "@/lib/core/detect/parameters";
import { WHOLE } from "@/lib/core/detect/taint";

/** The sentences of a round trip: what speaks for it, what against it, what could not be tested. */

const percent = (share: number): string => `${(share / (WHOLE / 100)).toFixed(1)} %`;

/** The claims whose coins paid, most telling first. */
export const originsOf = (purchases: readonly Purchase[]): readonly ScriptClaim[] => distinctClaims(purchases.filter(({ tainted }) => tainted).map(({ dirt }) => dirt?.claim));

export function taintReasons(purchases: readonly Purchase[]): readonly Reason[] {
  const tainted = purchases.filter((purchase) => purchase.tainted);
  if (tainted.length === 0) return [];
  const dirtiest = tainted.reduce((most, { dirt }) => Math.max(most, dirt?.share ?? 0), 0);
  return [{ code: "tainted-purchase", text: `${tainted.length} of ${purchases.length} payments were of dirty coins, up to ${percent(dirtiest)} by haircut.` }];
}

export function ratioReasons(ratio: number | null, plausible: boolean): { readonly supports: readonly Reason[]; readonly contradicts: readonly Reason[] } {
  if (ratio === null) return { supports: [], contradicts: [] };
  if (plausible) return { supports: [{ code: "ratio", text: `Payouts come to ${percent(ratio)} of the payments, as rented work does.` }], contradicts: [] };
  return { supports: [], contradicts: [{ code: "ratio", text: `Payouts are ${percent(ratio)} of the payments: these payments alone do not explain them.` }] };
}

const MIXED = {
  "co-spend": "were spent together with coins of a claimed wallet",
  "shared-address": "came to an address of a claimed wallet",
  consolidation: "were sent to where coins of a claimed wallet are",
} as const;

export const comminglingReasons = (events: readonly Commingling[]): readonly Reason[] =>
  [...new Set(events.map(({ kind }) => kind))].map((kind) => ({ code: kind, text: `Payouts ${MIXED[kind]}, in ${events.filter((event) => event.kind === kind).length} transactions.` }));

export const chanceReason = ({ matching, tried }: Chance): Reason => ({ code: "chance", text: `Of ${tried} wallets that pools paid in this time, ${matching} match.` });

export function onsetReason(matches: readonly Match[]): Reason {
  const fresh = matches.filter(({ receiver, payouts }) => receiver.firstSeen >= 0 && (payouts[0]?.time ?? 0) - receiver.firstSeen <= PARAMETERS.fresh).length;
  return { code: "onset", text: `No pool paid ${matches.length === 1 ? "the wallet" : "these wallets"} in the 30 days before; ${fresh} of ${matches.length} first appeared within a week of the first payout.` };
}

export const SERVICE_LIKE: Reason = { code: "service-like", text: "One of the wallets is like a service's: co-spending there joins customers, not people." };
export const CLEAN_COINS: Reason = { code: "clean-coins", text: "None of the payments was found to be of dirty coins: an honest customer leaves the same traces." };

export const notTold = ({ tried }: Chance): readonly NotTestable[] =>
  tried >= PARAMETERS.tried ? [] : [{ code: "chance", needs: "the payout transactions of the pools in this time: fewer recipients are in the store than chance can be told from" }];
