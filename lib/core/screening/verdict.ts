import type { Category, ClaimStatus, Role } from "@/lib/core/casework/claims";
import { DIRTY } from "@/lib/core/detect/parameters";
import type { FindingGrade, FindingKind } from "@/lib/core/detect/findings";
import type { Sats } from "@/lib/core/money";
import type { ExposureDirection } from "@/lib/core/screening/exposure";
import { SCREENING } from "@/lib/core/screening/parameters";

/** There is no “clear”: that nothing was found is no proof that there is nothing. */
export const VERDICTS = ["no-hit", "review", "match", "unknown"] as const;
export type Verdict = (typeof VERDICTS)[number];

/** A claim on the address, or on another address of its wallet. */
export interface DirectHit {
  readonly claimId: string;
  readonly entity: string | null;
  readonly label: string;
  readonly category: Category;
  readonly role: Role | null;
  readonly source: string | null;
  readonly status: ClaimStatus;
  readonly inherited: boolean;
}

export interface IndirectHit {
  readonly direction: ExposureDirection;
  readonly category: Category;
  readonly entity: string | null;
  readonly value: Sats;
  /** Of all it received, or sent. */
  readonly share: number;
  readonly hops: number;
}

/** A stored finding that names the address. */
export interface FindingHit {
  readonly id: string;
  readonly kind: FindingKind;
  readonly grade: FindingGrade;
}

export interface Hits {
  /** The store has seen the address. */
  readonly known: boolean;
  /** A service keeps the wallet for others. */
  readonly custodial: boolean;
  readonly direct: readonly DirectHit[];
  readonly indirect: readonly IndirectHit[];
  readonly findings: readonly FindingHit[];
}

export interface Judged {
  readonly verdict: Verdict;
  readonly reasons: readonly { readonly code: string; readonly text: string }[];
}

export const isDirty = (category: Category): boolean => DIRTY.includes(category);

/**
 * A dirty claim on the address or on its wallet is a match; one inside a service's wallet names another customer, and asks for
 * a review, as do a dirty share among what came or went and a finding above a lead.
 */
export function judge(hits: Hits): Judged {
  const reasons: { code: string; text: string; weight: Verdict }[] = [];
  for (const hit of hits.direct.filter(({ category }) => isDirty(category))) {
    if (!hit.inherited) reasons.push({ code: "claimed", text: `It is claimed: ${said(hit)}.`, weight: "match" });
    else if (hits.custodial) reasons.push({ code: "same-service", text: `A service keeps its wallet, in which another address is claimed: ${said(hit)}.`, weight: "review" });
    else reasons.push({ code: "same-wallet", text: `Another address of its wallet is claimed: ${said(hit)}.`, weight: "match" });
  }
  for (const hit of hits.indirect) if (isDirty(hit.category) && hit.share >= SCREENING.review) reasons.push({ code: hit.direction === "from" ? "received-from" : "paid-to", text: exposed(hit), weight: "review" });
  for (const { id, kind, grade } of hits.findings) if (grade !== "lead") reasons.push({ code: "finding", text: `It stands in a finding: ${kind}, ${grade} (${id}).`, weight: "review" });
  const verdict = (["match", "review"] as const).find((each) => reasons.some(({ weight }) => weight === each));
  return { verdict: verdict ?? (hits.known ? "no-hit" : "unknown"), reasons: reasons.map(({ code, text }) => ({ code, text })) };
}

const said = ({ entity, label, category, source, status }: DirectHit): string => `${entity ?? label}, ${category} (${source ?? "no source"}, ${status})`;

function exposed({ direction, share, entity, category, hops }: IndirectHit): string {
  const whom = `${entity ?? "somebody"}, claimed ${category}`;
  const way = hops === 1 ? "directly" : `over ${hops - 1} ${hops === 2 ? "transaction" : "transactions"} between`;
  const percent = `${(share * 100).toFixed(share < 0.01 ? 2 : 1)} %`;
  return direction === "from" ? `${percent} of what it received came from ${whom}, ${way}.` : `${percent} of what it sent went to ${whom}, ${way}.`;
}
