import type { Verdict } from "@/lib/core/screening/verdict";

export const VERDICT_WORDS: Record<Verdict, string> = { match: "match", review: "review", unknown: "not known", "no-hit": "no hit" };
export const VERDICT_LEADS: Record<Verdict, string> = {
  match: "Claimed itself, or in one wallet with what is claimed.",
  review: "Dirty coins came or went, a finding names it, or its service keeps claimed addresses.",
  unknown: "The store has no transaction of it.",
  "no-hit": "Nothing was found in what the store holds. That clears nobody.",
};
/** What has to be looked at comes first. */
export const VERDICT_ORDER: readonly Verdict[] = ["match", "review", "unknown", "no-hit"];
