import type { Category, ClaimStatus, Role } from "@/lib/core/casework/claims";
import { FAMILIES, familyOf, type Family } from "@/lib/core/graph/labels-family";

/** What the wording and the drawing of a claim need of it. */
export interface ClaimView {
  readonly label: string;
  readonly entity: { readonly name: string } | null;
  readonly category: Category;
  readonly role: Role | null;
  readonly status: ClaimStatus;
  readonly source: { readonly name: string; readonly date: string | null } | null;
  readonly confidence: { readonly reliability: string | null; readonly credibility: number | null };
}
export interface ShownClaim<C extends ClaimView = ClaimView> {
  readonly claim: C;
  readonly inherited: boolean;
}

/** Accepted claims are filled, inherited ones hatched, proposed ones outlined, hypotheses dotted. */
export interface Standing {
  readonly status: "accepted" | "proposed" | "hypothesis";
  readonly inherited: boolean;
}

const RANK = { accepted: 0, proposed: 1, hypothesis: 2, rejected: 9, retracted: 9 } as const satisfies Record<ClaimStatus, number>;

export const standsNow = (claim: ClaimView): boolean => claim.status !== "rejected" && claim.status !== "retracted";
export const nameOf = (claim: ClaimView): string => claim.entity?.name ?? claim.label;

/** The claim that a node is drawn by: a direct one before an inherited one, then the better reviewed one, then in the order of families. */
export function headline<C extends ClaimView>(claims: readonly ShownClaim<C>[]): { readonly claim: C; readonly standing: Standing; readonly family: Family } | null {
  const order = ({ claim, inherited }: ShownClaim): number => FAMILIES.length * (RANK[claim.status] + (inherited ? 3 : 0)) + FAMILIES.indexOf(familyOf(claim.category, claim.role));
  let best: ShownClaim<C> | null = null;
  for (const shown of claims) if (standsNow(shown.claim) && (best === null || order(shown) < order(best))) best = shown;
  if (best === null) return null;
  const { status, category, role } = best.claim;
  const standing: Standing = { status: status === "accepted" || status === "proposed" ? status : "hypothesis", inherited: best.inherited };
  return { claim: best.claim, standing, family: familyOf(category, role) };
}

/**
 * More than one owner is claimed of the same subject, by name or by kind: shown, never decided by us. An incident names what
 * happened, not an owner: it disagrees with a claim that the subject is a service's, not with one that names an actor.
 */
export function conflicting(claims: readonly ShownClaim[]): boolean {
  const standing = claims.map(({ claim }) => claim).filter((claim) => standsNow(claim) && claim.category !== "sanction");
  const named = standing.map((claim) => ({ family: familyOf(claim.category, claim.role), name: nameOf(claim).toLowerCase() }));
  const owners = named.filter(({ family }) => family !== "incident");
  const incidents = owners.length < named.length;
  return new Set(owners.map(({ family, name }) => `${family}:${name}`)).size > 1 || (incidents && owners.some(({ family }) => family !== "actor"));
}

/** A bar is drawn across whatever it is. */
export const sanctioned = (claims: readonly ShownClaim[]): boolean => claims.some(({ claim }) => standsNow(claim) && claim.category === "sanction");

/** What a claim rests on, for the brackets behind the name: "no source: hypothesis", "OFAC SDN, 2024-01-01, B2: proposed". */
export function groundsOf(claim: ClaimView): string {
  if (claim.source === null) return `no source: ${claim.status}`;
  const grade = claim.confidence.reliability === null ? null : `${claim.confidence.reliability}${claim.confidence.credibility?.toString() ?? ""}`;
  return `${[claim.source.name, claim.source.date, grade].filter((part) => part !== null).join(", ")}: ${claim.status}`;
}

/** "claimed APT43 (no source: hypothesis)": never "APT43 wallet". */
export const wordsOf = (claim: ClaimView): string => `claimed ${nameOf(claim)} (${groundsOf(claim)})`;
