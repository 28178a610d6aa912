import { correctionNotice, type ClaimUse } from "@/lib/core/casework/correction";
import { afterVerdict, mayReview, type Verdict } from "@/lib/core/casework/review";
import { statusOfNewClaim, type Category, type Method, type Role, type SubjectKind } from "@/lib/core/casework/claims";
import { AppError } from "@/lib/core/errors";
import type { NetworkName } from "@/lib/core/network";
import { can, type Action, type Principal } from "@/lib/core/policy/policy";
import type { ClaimSource, ClaimStore, ClaimVersion, InClaimTransaction, Subject } from "@/lib/features/claims/claims.ports";

interface Deps {
  readonly inTransaction: InClaimTransaction;
  readonly newId: () => string;
  /** Reads an address, script reference or txid. @throws AppError invalid_input with the reason. */
  readonly subjectKey: (kind: SubjectKind, network: NetworkName, ref: string) => Uint8Array;
}

export interface NewClaim {
  readonly subject: { readonly kind: SubjectKind; readonly network: NetworkName; readonly ref: string };
  readonly role: Role | null;
  readonly entityId: string | null;
  readonly label: string;
  readonly category: Category;
  readonly source: ClaimSource | null;
  readonly method: Method | null;
  readonly note: string | null;
  readonly caseId: string;
}

/** A claim as somebody saw it; with null as version whatever it is by now. */
export interface ClaimAt {
  readonly id: string;
  readonly version: number | null;
}

export interface Retraction {
  readonly id: string;
  /** What was made with the claim. */
  readonly uses: readonly ClaimUse[];
  /** Draft of a correction notice; null where nothing was made with it. */
  readonly notice: string | null;
}

type Stores = Parameters<Parameters<InClaimTransaction>[0]>[0];
const MOST_AT_ONCE = 500;

export type ClaimService = ReturnType<typeof makeClaimService>;

/** Claims: who says that a subject is whose, and on what source. Nothing is overwritten; every change is a new version. */
export function makeClaimService({ inTransaction, newId, subjectKey }: Deps) {
  return {
    /** Case-scoped; a hypothesis while it has no source. @returns its id */
    add: (principal: Principal, draft: NewClaim): Promise<string> =>
      inTransaction(async ({ claims, audit }) => {
        await mayInCase(claims, principal, "claim.create", draft.caseId);
        if (draft.entityId !== null && !(await claims.entityExists(draft.entityId))) throw new AppError("invalid_input", `No entity is called ${draft.entityId}.`);
        const subject: Subject = { ...draft.subject, key: subjectKey(draft.subject.kind, draft.subject.network, draft.subject.ref) };
        refuseDouble(await claims.sameSubject(subject, draft.caseId), draft);
        const claim: ClaimVersion = { ...draft, subject, id: newId(), version: 1, status: statusOfNewClaim(draft.source?.name ?? null), scope: "case", authorId: principal.accountId, reason: null };
        await claims.create(claim);
        const { key: _key, ...told } = subject;
        await audit.record({ actorId: principal.accountId, action: "claim.created", target: `claim:${claim.id}`, caseId: draft.caseId, payload: { ...draft, subject: told, status: claim.status } });
        return claim.id;
      }),

    /**
     * Accepts or rejects claims, all or none: by somebody else than who proposed them. Each is the version that the caller saw, or the current one (null).
     * @throws AppError not_found, forbidden (a claim of one's own), conflict (changed meanwhile, or decided already), invalid_input (a hypothesis)
     */
    review: (principal: Principal, claims: readonly ClaimAt[], decision: { readonly verdict: "accept" | "reject"; readonly reason: string }): Promise<readonly string[]> =>
      inTransaction(async (stores) => {
        if (claims.length > MOST_AT_ONCE) throw new AppError("too_large", `At most ${MOST_AT_ONCE} claims can be reviewed at once.`);
        for (const claim of claims) await decide(stores, principal, claim, decision);
        return claims.map(({ id }) => id);
      }),

    /** Lets everybody see claims of one's cases, so that a second person can review them; all or none. @throws AppError not_found, conflict, invalid_input (a hypothesis) */
    share: (principal: Principal, claims: readonly ClaimAt[]): Promise<readonly string[]> =>
      inTransaction(async (stores) => {
        if (claims.length > MOST_AT_ONCE) throw new AppError("too_large", `At most ${MOST_AT_ONCE} claims can be shared at once.`);
        for (const claim of claims) await shareOne(stores, principal, claim);
        return claims.map(({ id }) => id);
      }),

    /** Makes a proposal of one's own hypothesis. @throws AppError not_found, forbidden, conflict (it has a source, or changed meanwhile) */
    giveSource: (principal: Principal, id: string, { version, source }: { readonly version: number; readonly source: ClaimSource }): Promise<string> =>
      inTransaction(async ({ claims, audit }) => {
        const claim = await claims.current(id);
        if (claim === null) throw new AppError("not_found", "There is no such claim.");
        if (claim.caseId !== null) await mayInCase(claims, principal, "claim.create", claim.caseId);
        if (claim.authorId !== principal.accountId) throw new AppError("forbidden", "A hypothesis gets its source from whoever made it. Make a claim of your own instead.");
        refuseStale(claim, version);
        if (claim.status !== "hypothesis") throw new AppError("conflict", "Only a hypothesis lacks a source.");
        await claims.giveSource(claim, source);
        await audit.record({ actorId: principal.accountId, action: "claim.changed", target: `claim:${id}`, ...(claim.caseId !== null && { caseId: claim.caseId }), payload: { source, version: version + 1 } });
        return id;
      }),

    /** Retracting keeps the claim, says why it no longer holds, and names what was made with it. `version` is the one the caller saw, or null. */
    retract: (principal: Principal, id: string, change: { readonly version: number | null; readonly reason: string }): Promise<Retraction> =>
      inTransaction(async (stores) => {
        const claim = await decide(stores, principal, { id, version: change.version }, { verdict: "retract", reason: change.reason });
        const uses = await stores.claims.uses(id);
        return { id, uses, notice: correctionNotice({ id, subject: claim.subject.ref, label: claim.label, source: claim.source?.name ?? null, reason: change.reason }, uses) };
      }),
  };
}

async function decide({ claims, audit }: Stores, principal: Principal, { id, version }: ClaimAt, { verdict, reason }: { readonly verdict: Verdict; readonly reason: string }): Promise<ClaimVersion> {
  const claim = await claims.current(id);
  if (claim === null) throw new AppError("not_found", "There is no such claim.");
  await mayDecide(claims, principal, claim, verdict);
  refuseStale(claim, version);
  const next = afterVerdict(claim.status, verdict);
  if (!next.ok) throw new AppError(claim.status === "hypothesis" ? "invalid_input" : "conflict", next.reason);
  await claims.advance(claim, { status: next.status, change: next.change, reason, reviewerId: principal.accountId });
  const ownReview = verdict !== "retract" && claim.authorId === principal.accountId;
  await audit.record({ actorId: principal.accountId, action: `claim.${next.change}`, target: `claim:${id}`, ...(claim.caseId !== null && { caseId: claim.caseId }), payload: { reason, version: claim.version + 1, ...(ownReview && { ownReview }) } });
  return claim;
}

async function shareOne({ claims, audit }: Stores, principal: Principal, { id, version }: ClaimAt): Promise<void> {
  const claim = await claims.current(id);
  if (claim?.caseId == null) throw new AppError("not_found", "There is no such claim in a case.");
  await mayInCase(claims, principal, "claim.create", claim.caseId);
  refuseStale(claim, version);
  if (claim.scope === "shared") throw new AppError("conflict", "The claim is shared already.");
  if (claim.status !== "proposed" && claim.status !== "accepted") throw new AppError("invalid_input", claim.status === "hypothesis" ? "A hypothesis has no source. Give it one first; then it can be shared." : "What does not stand is not shared.");
  await claims.share(claim);
  await audit.record({ actorId: principal.accountId, action: "claim.shared", target: `claim:${id}`, caseId: claim.caseId, payload: { version: claim.version + 1 } });
}

function refuseStale(claim: ClaimVersion, version: number | null): void {
  if (version !== null && claim.version !== version) throw new AppError("conflict", "The claim was changed meanwhile; look at it again.");
}

async function mayDecide(claims: ClaimStore, principal: Principal, claim: ClaimVersion, verdict: Verdict): Promise<void> {
  const action = verdict === "retract" ? "claim.retract" : "claim.review";
  if (claim.scope === "case" && claim.caseId !== null) await mayInCase(claims, principal, action, claim.caseId);
  else if (!can(principal, action)) throw new AppError("forbidden", `Your role may not ${verdict} claims.`);
  if (verdict !== "retract" && !mayReview(principal, claim.authorId)) throw new AppError("forbidden", "A claim is reviewed by a second person, not by who proposed it.");
}

/** Somebody else's case looks like no case at all. */
async function mayInCase(claims: ClaimStore, principal: Principal, action: Action, caseId: string): Promise<void> {
  const caseOwnerId = await claims.caseOwner(caseId);
  if (caseOwnerId === null || !can(principal, action, { caseOwnerId })) throw new AppError("not_found", "There is no such case.");
}

function refuseDouble(existing: readonly ClaimVersion[], draft: NewClaim): void {
  const same = existing.find((claim) => claim.label === draft.label && claim.role === draft.role && claim.entityId === draft.entityId && claim.source?.name === draft.source?.name);
  if (same !== undefined) throw new AppError("conflict", `This claim stands already: “${same.label}”.`);
}
