import type { ShownClaimDto } from "@/lib/features/claims/claims.contract";
import type { SubjectClaims } from "@/lib/features/claims/claims-read.ports";

/** The two fields by which every subject carries its claims. */
export const toClaimFields = ({ shown, total }: SubjectClaims): { claims: ShownClaimDto[]; moreClaims?: number } => ({
  claims: [...shown],
  ...(total > shown.length && { moreClaims: total - shown.length }),
});
