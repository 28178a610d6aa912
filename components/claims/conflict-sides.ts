import { groupBy } from "@/lib/core/group-by";
import { nameOf } from "@/lib/core/graph/labels-claims";
import type { ClaimDto } from "@/lib/features/claims/claims.contract";

export interface Side {
  readonly key: string;
  readonly name: string;
  readonly entityId: string | null;
  readonly claims: readonly ClaimDto[];
}

/** Claims that agree stand on one side: by the entity they name, and where they all name the same, by what they say of it. */
export function sidesOf(claims: readonly ClaimDto[]): readonly Side[] {
  const byName = groupBy(claims, (claim) => claim.entity?.id ?? `label ${claim.label.toLowerCase()}`);
  const sides = byName.size > 1 ? byName : groupBy(claims, ({ category, role }) => `${category} ${role ?? ""}`);
  return [...sides].flatMap(([key, [first, ...rest]]) => (first === undefined ? [] : [{ key, name: nameOf(first), entityId: first.entity?.id ?? null, claims: [first, ...rest] }]));
}
