import type { ClaimChange, ClaimStatus } from "@/lib/core/casework/claims";
import type { Principal } from "@/lib/core/policy/policy";

export const VERDICTS = ["accept", "reject", "retract"] as const;
export type Verdict = (typeof VERDICTS)[number];

interface Step {
  readonly from: readonly ClaimStatus[];
  readonly status: ClaimStatus;
  readonly change: ClaimChange;
}

const STEPS: Readonly<Record<Verdict, Step>> = {
  accept: { from: ["proposed", "rejected"], status: "accepted", change: "accepted" },
  reject: { from: ["hypothesis", "proposed", "accepted"], status: "rejected", change: "rejected" },
  retract: { from: ["hypothesis", "proposed", "accepted", "rejected"], status: "retracted", change: "retracted" },
};

export type Reviewed = { readonly ok: true; readonly status: ClaimStatus; readonly change: ClaimChange } | { readonly ok: false; readonly reason: string };

/** Where a verdict leads from a status. A hypothesis cannot be accepted: it has no source that a second person could check. */
export function afterVerdict(status: ClaimStatus, verdict: Verdict): Reviewed {
  const step = STEPS[verdict];
  if (step.from.includes(status)) return { ok: true, status: step.status, change: step.change };
  if (status === "hypothesis") return { ok: false, reason: "A hypothesis has no source. Give it one first; then it can be accepted." };
  return { ok: false, reason: status === "retracted" ? "The claim is retracted already." : `The claim is ${status} already.` };
}

/**
 * Accepting and rejecting takes a second person: nobody reviews a claim of their own. The local owner is the only person of an installation,
 * holds every role, and may; the audit event says so.
 */
export const mayReview = (principal: Principal, proposerId: string): boolean => principal.kind === "local-owner" || principal.accountId !== proposerId;
