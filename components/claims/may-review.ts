"use client";

import { afterVerdict, mayReview, type Verdict } from "@/lib/core/casework/review";
import { can, type Principal } from "@/lib/core/policy/policy";
import type { ClaimDto } from "@/lib/features/claims/claims.contract";
import { useSessionState } from "@/lib/features/accounts/accounts.queries";

/** Why somebody cannot decide on a claim, in words for the screen; null: they can. */
export function objectionTo(verdict: Verdict, claim: ClaimDto, me: Principal): string | null {
  if (!can(me, verdict === "retract" ? "claim.retract" : "claim.review")) return `Your role may not ${verdict} claims.`;
  const next = afterVerdict(claim.status, verdict);
  if (!next.ok) return next.reason;
  return verdict === "retract" || mayReview(me, claim.author.id) ? null : "You proposed it: a second person has to review it.";
}

/** Null until it is known who is signed in. */
export const useMe = (): Principal | null => useSessionState().data?.account ?? null;
