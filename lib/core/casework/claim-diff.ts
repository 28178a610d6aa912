import type { ClaimStatus } from "@/lib/core/casework/claims";

/** What may differ between two versions of a claim. */
export interface ComparedClaim {
  readonly entity: { readonly name: string } | null;
  readonly label: string;
  readonly category: string;
  readonly role: string | null;
  readonly source: { readonly name: string; readonly url: string | null; readonly quote: string | null; readonly date: string | null } | null;
  readonly method: string | null;
  readonly confidence: { readonly reliability: string | null; readonly credibility: number | null; readonly likelihood: string | null };
  readonly tlp: string | null;
  readonly note: string | null;
  readonly status: ClaimStatus;
}

export interface FieldChange {
  readonly field: string;
  readonly before: string | null;
  readonly after: string | null;
}

const FIELDS: Readonly<Record<string, (claim: ComparedClaim) => string | null>> = {
  status: ({ status }) => status,
  entity: ({ entity }) => entity?.name ?? null,
  label: ({ label }) => label,
  category: ({ category }) => category,
  role: ({ role }) => role,
  source: ({ source }) => source?.name ?? null,
  "source address": ({ source }) => source?.url ?? null,
  "source date": ({ source }) => source?.date ?? null,
  quote: ({ source }) => source?.quote ?? null,
  method: ({ method }) => method,
  reliability: ({ confidence }) => confidence.reliability,
  credibility: ({ confidence }) => confidence.credibility?.toString() ?? null,
  likelihood: ({ confidence }) => confidence.likelihood,
  TLP: ({ tlp }) => tlp,
  note: ({ note }) => note,
};

/** The fields in which one version of a claim differs from the one before it, in the order in which a claim is read. */
export const claimDiff = (before: ComparedClaim, after: ComparedClaim): readonly FieldChange[] =>
  Object.entries(FIELDS)
    .map(([field, read]) => ({ field, before: read(before), after: read(after) }))
    .filter((change) => change.before !== change.after);
