import { Badge } from "@/components/ui/badge";
import type { ClaimStatus } from "@/lib/core/casework/claims";

const LOOKS = { accepted: "strong", proposed: "gap", hypothesis: "gap", rejected: "plain", retracted: "plain" } as const satisfies Record<ClaimStatus, string>;
export const STATUS_WORDS: Record<ClaimStatus, string> = { accepted: "accepted", proposed: "not reviewed", hypothesis: "hypothesis", rejected: "rejected", retracted: "retracted" };

/** What nobody has reviewed is hatched, like every gap. */
export function ClaimStatusBadge({ status }: { readonly status: ClaimStatus }) {
  return <Badge look={LOOKS[status]}>{STATUS_WORDS[status]}</Badge>;
}
