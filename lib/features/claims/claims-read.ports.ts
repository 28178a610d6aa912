import type { CLAIM_SCOPES, Category, ClaimStatus, LIKELIHOODS, Method, RELIABILITIES, Role, SubjectKind, TLPS } from "@/lib/core/casework/claims";
import type { NetworkName } from "@/lib/core/network";

/** The current version of a claim as it is shown everywhere: names looked up, times as ISO text. */
export interface ClaimView {
  readonly id: string;
  readonly version: number;
  readonly subject: { readonly kind: SubjectKind; readonly network: NetworkName; readonly ref: string };
  readonly role: Role | null;
  readonly entity: { readonly id: string; readonly name: string } | null;
  readonly label: string;
  readonly category: Category;
  readonly source: { readonly name: string; readonly url: string | null; readonly quote: string | null; readonly date: string | null } | null;
  readonly method: Method | null;
  readonly confidence: { readonly reliability: (typeof RELIABILITIES)[number] | null; readonly credibility: number | null; readonly likelihood: (typeof LIKELIHOODS)[number] | null };
  readonly tlp: (typeof TLPS)[number] | null;
  readonly note: string | null;
  readonly status: ClaimStatus;
  readonly scope: (typeof CLAIM_SCOPES)[number];
  readonly caseId: string | null;
  readonly author: { readonly id: string; readonly name: string };
  readonly at: string;
}

/** `inherited`: the claim names another address of the same wallet. */
export interface ShownClaim {
  readonly claim: ClaimView;
  readonly inherited: boolean;
}

/** How many claims one subject shows at most; `total` says when there are more. */
export const CLAIMS_PER_SUBJECT = 50;

export interface SubjectClaims {
  /** Direct claims first, then reviewed ones, then the oldest. */
  readonly shown: readonly ShownClaim[];
  readonly total: number;
  /** Claims on the rest of the wallet that are not inherited, because they disagree about who holds it. */
  readonly withheld?: number;
  /** Of a wallet: claims on its addresses name different holders. */
  readonly contested?: true;
}

/** A script, or several that one address names, and the wallet they lie in (null: not known to the analysis). */
export interface ScriptSubject {
  readonly network: NetworkName;
  readonly scriptHashes: readonly Uint8Array[];
  readonly walletId: bigint | null;
  /** For a wallet, a claim about the whole wallet is direct whichever of its addresses it names. */
  readonly as: "address" | "wallet";
}

export interface TransactionSubject {
  readonly network: NetworkName;
  readonly txid: Uint8Array;
}

export interface ClaimsFilter {
  /** Rejected and retracted claims too; they are left out otherwise. */
  readonly retired?: boolean;
}

/** Claims by subject; one answer per subject, in the order asked. Subjects without claims have none shown and a total of 0. */
export interface ClaimsReader {
  forScripts(generation: number, subjects: readonly ScriptSubject[], filter?: ClaimsFilter): Promise<readonly SubjectClaims[]>;
  forTransactions(subjects: readonly TransactionSubject[], filter?: ClaimsFilter): Promise<readonly SubjectClaims[]>;
}
