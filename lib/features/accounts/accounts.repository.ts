import { ROLES_OF_PEOPLE, type Principal } from "@/lib/core/policy/policy";
import type { AccountStore } from "@/lib/features/accounts/accounts.ports";
import { makeAuditLog } from "@/lib/features/audit/audit.repository";
import type { Account, PrismaClient } from "@/lib/platform/db/generated/client";
import { oneOf } from "@/lib/platform/db/rows";

/** One fixed id, so that two processes that start at once make one owner. */
const LOCAL_OWNER = { id: "00000000-0000-4000-8000-000000000001", kind: "local-owner", name: "Local owner", role: "admin" } as const;

export function makeAccountStore(prisma: PrismaClient): AccountStore {
  return {
    localOwner: async () => {
      await prisma.account.createMany({ data: [LOCAL_OWNER], skipDuplicates: true });
      return toPrincipal(LOCAL_OWNER);
    },

    addSession: async ({ tokenHash, accountId, expiresAt }) => {
      await prisma.$transaction(async (tx) => {
        await tx.session.deleteMany({ where: { expiresAt: { lt: new Date() } } });
        await tx.session.create({ data: { tokenHash: Buffer.from(tokenHash), accountId, expiresAt } });
        await makeAuditLog(tx).record({ actorId: accountId, action: "session.started", target: `account:${accountId}` });
      });
    },

    principalOfSession: async (tokenHash, now) => {
      const session = await prisma.session.findUnique({ where: { tokenHash: Buffer.from(tokenHash) }, include: { account: true } });
      return session === null || session.expiresAt <= now ? null : toPrincipal(session.account);
    },
  };
}

const toPrincipal = ({ id, kind, name, role }: Pick<Account, "id" | "kind" | "name" | "role">): Principal => ({
  accountId: id,
  name,
  kind: oneOf(["local-owner", "user"], kind),
  role: oneOf(ROLES_OF_PEOPLE, role),
});
