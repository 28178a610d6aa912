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
        await claims.append(claim);
        const { key: _key, ...told } = subject;
        await audit.record({ actorId: principal.accountId, action: "claim.created", target: `claim:${claim.id}`, caseId: draft.caseId, payload: { ...draft, subject: told, status: claim.status } });
        return claim.id;
      }),

    /** Retracting keeps the claim and says why it no longer holds. `version` is the one the caller saw. */
    retract: (principal: Principal, id: string, change: { readonly version: number; readonly reason: string }): Promise<string> =>
      inTransaction(async ({ claims, audit }) => {
        const claim = await claims.current(id);
        if (claim === null) throw new AppError("not_found", "There is no such claim.");
        if (claim.caseId !== null) await mayInCase(claims, principal, "claim.retract", claim.caseId);
        if (claim.version !== change.version) throw new AppError("conflict", "The claim was changed meanwhile; look at it again.");
        if (claim.status === "retracted") throw new AppError("conflict", "The claim is retracted already.");
        await claims.append({ ...claim, version: claim.version + 1, status: "retracted", reason: change.reason, authorId: principal.accountId });
        await audit.record({ actorId: principal.accountId, action: "claim.retracted", target: `claim:${id}`, ...(claim.caseId !== null && { caseId: claim.caseId }), payload: { reason: change.reason } });
        return id;
      }),
  };
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
