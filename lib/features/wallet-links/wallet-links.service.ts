import { AppError } from "@/lib/core/errors";
import { can, type Action, type Principal } from "@/lib/core/policy/policy";
import type { LinkChecks } from "@/lib/features/wallet-links/link-checks.service";
import { demand } from "@/lib/features/wallet-links/link-rights.service";
import type { InWalletLinkTransaction, LinkCheck, LinkSubjects, NewWalletLink, WalletLinkDraft, WalletLinkStore } from "@/lib/features/wallet-links/wallet-links.ports";

interface Deps {
  readonly inTransaction: InWalletLinkTransaction;
  readonly look: LinkChecks;
  readonly newId: () => string;
}

export type WalletLinkService = ReturnType<typeof makeWalletLinkService>;

/** Links that people make between wallets: a layer above the computed ones, which it never changes. */
export function makeWalletLinkService({ inTransaction, look, newId }: Deps) {
  return {
    /** What a link would join, and what speaks against it. @throws AppError as `add` */
    check: async (principal: Principal, asked: LinkSubjects): Promise<LinkCheck> => {
      demand(principal, "wallet-link.read");
      return (await look(principal, asked)).check;
    },

    /** @returns its id @throws AppError forbidden, not_found (case, transaction), invalid_input (no address, no suggestion), conflict (one wallet already, or the link stands) */
    add: async (principal: Principal, draft: NewWalletLink): Promise<string> => {
      demand(principal, draft.caseId === null ? "wallet-link.share" : "wallet-link.create");
      const { ends, check: seen } = await look(principal, draft);
      if (draft.kind !== "split" && seen.oneWallet) throw new AppError("conflict", "The two are one wallet already, by transactions signed together. There is nothing to link.");
      return inTransaction(async ({ links, audit }) => {
        if (draft.caseId !== null) await mayInCase(links, principal, "wallet-link.create", draft.caseId);
        const link: WalletLinkDraft = { id: newId(), kind: draft.kind, network: draft.network, one: ends.one.named, other: ends.other.named, output: ends.output, reason: draft.reason, caseId: draft.caseId, authorId: principal.accountId };
        if (await links.stands(link)) throw new AppError("conflict", "This link stands already.");
        await links.add(link);
        const payload = { kind: link.kind, network: link.network, one: link.one.ref, other: link.other.ref, ...ends.output, reason: link.reason, warned: seen.warnings.map(({ kind }) => kind) };
        await audit.record({ actorId: principal.accountId, action: "wallet-link.created", target: `wallet-link:${link.id}`, ...(link.caseId !== null && { caseId: link.caseId }), payload });
        return link.id;
      });
    },

    /** The link stays in the record, with the reason. @throws AppError not_found, forbidden, conflict (taken back meanwhile) */
    takeBack: (principal: Principal, id: string, change: { readonly version: number; readonly reason: string }): Promise<void> =>
      inTransaction(async ({ links, audit }) => {
        const held = await links.hold(id);
        if (held === null) throw new AppError("not_found", "There is no such link.");
        if (held.caseId === null) demand(principal, "wallet-link.share");
        else await mayInCase(links, principal, "wallet-link.take-back", held.caseId);
        if (held.version !== change.version || held.state !== "standing") throw new AppError("conflict", "The link was taken back meanwhile.");
        await links.takeBack(id, { ...change, authorId: principal.accountId });
        await audit.record({ actorId: principal.accountId, action: "wallet-link.taken-back", target: `wallet-link:${id}`, ...(held.caseId !== null && { caseId: held.caseId }), payload: { kind: held.kind, reason: change.reason, version: held.version + 1 } });
      }),
  };
}

/** Somebody else's case looks like no case at all. */
async function mayInCase(links: WalletLinkStore, principal: Principal, action: Action, caseId: string): Promise<void> {
  const caseOwnerId = await links.caseOwner(caseId);
  if (caseOwnerId === null || !can(principal, action, { caseOwnerId })) throw new AppError("not_found", "There is no such case.");
}
