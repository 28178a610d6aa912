import { SESSION_STAGES } from "@/lib/core/accounts/session";
import { toAccount, type AccountRow } from "@/lib/features/accounts/account-row";
import type { AccountReads, AccountStore, FactorStore, InAccountTransaction, Session, SessionStore } from "@/lib/features/accounts/accounts.ports";
import { makeAuditLog } from "@/lib/features/audit/audit.repository";
import type { Prisma, PrismaClient } from "@/lib/platform/db/generated/client";
import { oneOf } from "@/lib/core/one-of";

/** One fixed id, so that two processes that start at once make one owner. */
const LOCAL_OWNER = { id: "00000000-0000-4000-8000-000000000001", kind: "local-owner", name: "Local owner", role: "admin" } as const;

const makeStores = (db: Prisma.TransactionClient) => ({ accounts: makeAccountStore(db), sessions: makeSessionStore(db), factors: makeFactorStore(db) });

export const makeAccountReads = (prisma: PrismaClient): AccountReads => makeStores(prisma);

export const makeInAccountTransaction =
  (prisma: PrismaClient): InAccountTransaction =>
  (work) =>
    prisma.$transaction((tx) => work({ ...makeStores(tx), audit: makeAuditLog(tx) }));

function makeAccountStore(tx: Prisma.TransactionClient): AccountStore {
  const update = async (id: string, data: Prisma.AccountUpdateInput): Promise<void> => {
    await tx.account.update({ where: { id }, data });
  };
  return {
    localOwner: async () => {
      await tx.account.createMany({ data: [LOCAL_OWNER], skipDuplicates: true });
      return toAccount(await tx.account.findUniqueOrThrow({ where: { id: LOCAL_OWNER.id } }));
    },
    byId: async (id) => orNull(await tx.account.findUnique({ where: { id } })),
    byEmail: async (email) => orNull(await tx.account.findUnique({ where: { email } })),
    users: async () => (await tx.account.findMany({ where: { kind: "user" }, orderBy: { email: "asc" } })).map(toAccount),
    add: async ({ id, email, role }) => {
      const { count } = await tx.account.createMany({ data: [{ id, kind: "user", name: email, email, role }], skipDuplicates: true });
      return count === 1;
    },
    setRole: (id, role) => update(id, { role }),
    setDisabled: (id, at) => update(id, { disabledAt: at }),
    passwordHash: async (id) => (await tx.account.findUnique({ where: { id }, select: { passwordHash: true } }))?.passwordHash ?? null,
    setPassword: (id, hash) => update(id, { passwordHash: hash }),
    noteSignIn: (id, at) => update(id, { signedInAt: at }),

    putLink: async ({ accountId, tokenHash, expiresAt }) => {
      const link = { tokenHash: Buffer.from(tokenHash), expiresAt };
      await tx.accountLink.upsert({ where: { accountId }, create: { accountId, ...link }, update: link });
    },
    accountOfLink: async (tokenHash, now) => {
      const link = await tx.accountLink.findUnique({ where: { tokenHash: Buffer.from(tokenHash) }, include: { account: true } });
      return link === null || link.expiresAt <= now ? null : toAccount(link.account);
    },
    takeLink: async (tokenHash) => (await tx.accountLink.deleteMany({ where: { tokenHash: Buffer.from(tokenHash) } })).count === 1,
    dropLink: async (accountId) => {
      await tx.accountLink.deleteMany({ where: { accountId } });
    },
  };
}

const orNull = (row: AccountRow | null) => (row === null ? null : toAccount(row));

function makeSessionStore(tx: Prisma.TransactionClient): SessionStore {
  return {
    add: async ({ tokenHash, ...session }, now) => {
      await tx.session.deleteMany({ where: { expiresAt: { lt: now } } });
      await tx.session.create({ data: { tokenHash: Buffer.from(tokenHash), ...session, createdAt: now, seenAt: now } });
    },
    find: async (tokenHash) => {
      const row = await tx.session.findUnique({ where: { tokenHash: Buffer.from(tokenHash) }, include: { account: true } });
      return row === null ? null : toSession(row);
    },
    of: async (accountId) => (await tx.session.findMany({ where: { accountId }, include: { account: true }, orderBy: { seenAt: "desc" } })).map(toSession),
    seen: async (id, at) => {
      await tx.session.updateMany({ where: { id }, data: { seenAt: at } });
    },
    end: async (id) => {
      await tx.session.deleteMany({ where: { id } });
    },
    endAll: async (accountId, but) => (await tx.session.deleteMany({ where: { accountId, ...(but !== undefined && { id: { not: but } }) } })).count,
  };
}

type SessionRow = Omit<Session, "account" | "stage"> & { readonly stage: string; readonly account: AccountRow };
const toSession = ({ id, stage, account, createdAt, seenAt, expiresAt, agent, address }: SessionRow): Session => ({
  id,
  stage: oneOf(SESSION_STAGES, stage),
  account: toAccount(account),
  createdAt,
  seenAt,
  expiresAt,
  agent,
  address,
});

function makeFactorStore(tx: Prisma.TransactionClient): FactorStore {
  const column = async (id: string, name: "totpSecret" | "totpPending") => (await tx.account.findUnique({ where: { id }, select: { totpSecret: true, totpPending: true } }))?.[name] ?? null;
  return {
    secret: (id) => column(id, "totpSecret"),
    pending: (id) => column(id, "totpPending"),
    setPending: async (id, sealed) => {
      await tx.account.update({ where: { id }, data: { totpPending: Buffer.from(sealed) } });
    },
    confirm: async (id, step, recoveryCodes) => {
      await tx.account.update({ where: { id }, data: { totpSecret: await column(id, "totpPending"), totpPending: null, totpStep: step } });
      await tx.recoveryCode.deleteMany({ where: { accountId: id } });
      await tx.recoveryCode.createMany({ data: recoveryCodes.map((codeHash) => ({ codeHash: Buffer.from(codeHash), accountId: id })) });
    },
    useStep: async (id, step) => (await tx.account.updateMany({ where: { id, totpStep: { lt: step } }, data: { totpStep: step } })).count === 1,
    useRecoveryCode: async (accountId, codeHash) => (await tx.recoveryCode.deleteMany({ where: { accountId, codeHash: Buffer.from(codeHash) } })).count === 1,
    recoveryCodes: (accountId) => tx.recoveryCode.count({ where: { accountId } }),
    remove: async (id) => {
      await tx.account.update({ where: { id }, data: { totpSecret: null, totpPending: null } });
      await tx.recoveryCode.deleteMany({ where: { accountId: id } });
    },
  };
}
