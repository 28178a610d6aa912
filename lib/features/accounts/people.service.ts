import { toEmail } from "@/lib/core/accounts/email";
import { AppError } from "@/lib/core/errors";
import { can, type Principal, type RoleOfPerson } from "@/lib/core/policy/policy";
import type { Account, AccountReads, AccountStores, InAccountTransaction, Tokens } from "@/lib/features/accounts/accounts.ports";

interface Deps {
  readonly reads: AccountReads;
  readonly inTransaction: InAccountTransaction;
  readonly tokens: Tokens;
  readonly newId: () => string;
  readonly now: () => Date;
}

/** The token of a one-time link, told this once: the store keeps its hash. */
export interface IssuedLink {
  readonly account: Account;
  readonly token: string;
  readonly expiresAt: Date;
}

const HOUR = 3_600_000;
const LINK_MS = { invitation: 72 * HOUR, reset: 24 * HOUR } as const;

/** Accounts are made and kept by team leads, admins and the owner, each up to their own role. Accounts are disabled, never deleted: what they did stays theirs. */
export function makePeopleService({ reads, inTransaction, tokens, newId, now }: Deps) {
  /** A link of an account; an earlier one stops working. */
  const issue = async ({ accounts, audit }: AccountStores, by: Principal, account: Account): Promise<IssuedLink> => {
    const kind = account.hasPassword ? "reset" : "invitation";
    const link = { token: tokens.make(), expiresAt: new Date(now().getTime() + LINK_MS[kind]) };
    await accounts.putLink({ accountId: account.accountId, tokenHash: tokens.hash(link.token), expiresAt: link.expiresAt });
    await audit.record({ actorId: by.accountId, action: "account.link-made", target: `account:${account.accountId}`, payload: { kind, expiresAt: link.expiresAt.toISOString() } });
    return { account, ...link };
  };

  return {
    async list(by: Principal): Promise<readonly Account[]> {
      allow(by);
      return reads.accounts.users();
    },

    /** @throws AppError invalid_input, forbidden for a role above one's own, conflict when the address has an account */
    create: (by: Principal, { email, role }: { readonly email: string; readonly role: RoleOfPerson }): Promise<IssuedLink> =>
      inTransaction(async (stores) => {
        allow(by, role);
        const normal = toEmail(email);
        if (normal === null) throw new AppError("invalid_input", "This is not an e-mail address.", { issues: [{ path: "email", message: "This is not an e-mail address." }] });
        const id = newId();
        if (!(await stores.accounts.add({ id, email: normal, role }))) throw new AppError("conflict", `${normal} has an account already. Make a link to reset its password instead.`);
        await stores.audit.record({ actorId: by.accountId, action: "account.created", target: `account:${id}`, payload: { email: normal, role } });
        return issue(stores, by, found(await stores.accounts.byId(id)));
      }),

    /**
     * A link to set a new password. The old one works until the link was used.
     * @param removeFactor for somebody who lost app and recovery codes: by the owner at the machine only, since a lead who
     * could would be able to sign in as anybody
     */
    reset: (by: Principal, who: { readonly id: string } | { readonly email: string }, { removeFactor = false } = {}): Promise<IssuedLink> =>
      inTransaction(async (stores) => {
        const account = found("id" in who ? await stores.accounts.byId(who.id) : await stores.accounts.byEmail(toEmail(who.email) ?? ""));
        allow(by, account.role);
        if (account.disabled) throw new AppError("conflict", "This account is disabled. Enable it first.");
        if (removeFactor) {
          if (by.kind !== "local-owner") throw new AppError("forbidden", "Only the owner removes a second factor, on the command line.");
          await stores.factors.remove(account.accountId);
          await stores.sessions.endAll(account.accountId);
          await stores.audit.record({ actorId: by.accountId, action: "second-factor.removed", target: `account:${account.accountId}` });
        }
        return issue(stores, by, account);
      }),

    /** Ends the sessions of the account: what it may is decided anew when it signs in. */
    setRole: (by: Principal, id: string, role: RoleOfPerson): Promise<Account> =>
      inTransaction(async (stores) => {
        const account = await other(stores, by, id);
        allow(by, role);
        if (account.role === role) return account;
        await stores.accounts.setRole(id, role);
        const sessionsEnded = await stores.sessions.endAll(id);
        await stores.audit.record({ actorId: by.accountId, action: "account.role-changed", target: `account:${id}`, payload: { from: account.role, to: role, sessionsEnded } });
        return found(await stores.accounts.byId(id));
      }),

    /** A disabled account cannot sign in; its sessions and its link end at once. */
    setDisabled: (by: Principal, id: string, disabled: boolean): Promise<Account> =>
      inTransaction(async (stores) => {
        const account = await other(stores, by, id);
        if (account.disabled === disabled) return account;
        await stores.accounts.setDisabled(id, disabled ? now() : null);
        await stores.accounts.dropLink(id);
        const sessionsEnded = await stores.sessions.endAll(id);
        await stores.audit.record({ actorId: by.accountId, action: disabled ? "account.disabled" : "account.enabled", target: `account:${id}`, payload: { sessionsEnded } });
        return found(await stores.accounts.byId(id));
      }),
  };
}

function allow(by: Principal, role?: RoleOfPerson): void {
  if (!can(by, "people.manage", role === undefined ? {} : { roleManaged: role })) throw new AppError("forbidden", "Your role does not allow this.");
}

/** An account that one may manage, and that is not one's own. */
async function other({ accounts }: AccountStores, by: Principal, id: string): Promise<Account> {
  if (id === by.accountId) throw new AppError("forbidden", "Nobody changes the role of their own account, or disables it.");
  const account = found(await accounts.byId(id));
  allow(by, account.role);
  return account;
}

function found(account: Account | null): Account {
  if (account?.kind !== "user") throw new AppError("not_found", "There is no such account.");
  return account;
}
