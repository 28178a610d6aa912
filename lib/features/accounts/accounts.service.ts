import { lifetimeOf, PENDING_LIFETIME, type SessionStage } from "@/lib/core/accounts/session";
import { AppError } from "@/lib/core/errors";
import type { Principal } from "@/lib/core/policy/policy";
import type { Account, AccountReads, AccountStores, Client, InAccountTransaction, Session, Tokens } from "@/lib/features/accounts/accounts.ports";

interface Deps {
  readonly reads: AccountReads;
  readonly inTransaction: InAccountTransaction;
  readonly tokens: Tokens;
  readonly now: () => Date;
  /** Does this text equal the owner's token? Compared in constant time. */
  readonly isOwnerToken: (token: string) => Promise<boolean>;
}

/** What the browser gets: the cookie's token, and how far it brings. */
export interface StartedSession {
  readonly token: string;
  readonly expiresAt: Date;
  readonly stage: SessionStage;
}

const SEEN_EVERY_MS = 60_000;
export const UNKNOWN_CLIENT: Client = { address: "", agent: "" };

export type AccountService = ReturnType<typeof makeAccountService>;

/** Who people are, and their sessions. */
export function makeAccountService({ reads, inTransaction, tokens, now, isOwnerToken }: Deps) {
  /** Whatever its stage; null for one that does not exist or is over, or whose account is disabled. */
  const session = async (token: string): Promise<Session | null> => {
    const found = await reads.sessions.find(tokens.hash(token));
    return found !== null && isLive(found, now()) ? found : null;
  };

  /** A session under a token of its own, within the transaction of what led to it. */
  const begin = async ({ accounts, sessions, audit }: AccountStores, account: Account, stage: SessionStage, client: Client): Promise<StartedSession> => {
    const started = { token: tokens.make(), stage, expiresAt: new Date(now().getTime() + lifetime(account, stage).most) };
    await sessions.add({ ...client, tokenHash: tokens.hash(started.token), accountId: account.accountId, stage, expiresAt: started.expiresAt }, now());
    if (stage === "signed-in") await accounts.noteSignIn(account.accountId, now());
    await audit.record({ actorId: account.accountId, action: "session.started", target: `account:${account.accountId}`, payload: { stage } });
    return started;
  };

  return {
    begin,
    session,

    /** The account of whoever runs Assay here; made when first asked for. */
    localOwner: async (): Promise<Principal> => toPrincipal(await inTransaction(({ accounts }) => accounts.localOwner())),

    /** @returns a session token for the cookie. @throws AppError unauthenticated when the link's token is not the owner's. */
    async signInWithLink(token: string, client = UNKNOWN_CLIENT): Promise<StartedSession> {
      if (!(await isOwnerToken(token))) throw new AppError("unauthenticated", "This sign-in link is not valid. Use the one that `npm start` printed last.");
      return inTransaction(async (stores) => begin(stores, await stores.accounts.localOwner(), "signed-in", client));
    },

    /** @returns null for a session that does not exist, is over, or still lacks its second factor. */
    async principalOfSession(token: string): Promise<Principal | null> {
      const found = await session(token);
      if (found?.stage !== "signed-in") return null;
      if (now().getTime() - found.seenAt.getTime() > SEEN_EVERY_MS) await reads.sessions.seen(found.id, now());
      return toPrincipal(found.account);
    },

    /** Signs out, also from half-way. */
    async end(token: string): Promise<void> {
      const found = await session(token);
      if (found === null) return;
      await inTransaction(async ({ sessions, audit }) => {
        await sessions.end(found.id);
        await audit.record({ actorId: found.account.accountId, action: "session.ended", target: `account:${found.account.accountId}` });
      });
    },

    /** The sessions of one's own account that are still good, the one seen last first. */
    sessions: async (principal: Principal): Promise<readonly Session[]> => (await reads.sessions.of(principal.accountId)).filter((one) => isLive(one, now())),

    /** @throws AppError not_found for a session that is not one's own */
    revoke: (principal: Principal, id: string): Promise<void> =>
      inTransaction(async ({ sessions, audit }) => {
        const own = await sessions.of(principal.accountId);
        if (!own.some((one) => one.id === id)) throw new AppError("not_found", "There is no such session.");
        await sessions.end(id);
        await audit.record({ actorId: principal.accountId, action: "session.revoked", target: `account:${principal.accountId}`, payload: { session: id } });
      }),
  };
}

const lifetime = (account: Account, stage: SessionStage) => (stage === "signed-in" ? lifetimeOf(account) : PENDING_LIFETIME);

const isLive = ({ account, stage, expiresAt, seenAt }: Session, now: Date): boolean =>
  !account.disabled && expiresAt > now && seenAt.getTime() + lifetime(account, stage).idle > now.getTime();

const toPrincipal = ({ accountId, name, kind, role }: Account): Principal => ({ accountId, name, kind, role });
