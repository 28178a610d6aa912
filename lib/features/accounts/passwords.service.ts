import { passwordFault } from "@/lib/core/accounts/password";
import { stageAfterPassword } from "@/lib/core/accounts/session";
import { AppError } from "@/lib/core/errors";
import type { Principal } from "@/lib/core/policy/policy";
import type { AccountService, StartedSession } from "@/lib/features/accounts/accounts.service";
import type { Account, AccountReads, Client, InAccountTransaction, Passwords, Tokens } from "@/lib/features/accounts/accounts.ports";
import type { Guesses } from "@/lib/features/accounts/guesses.service";

interface Deps {
  readonly reads: AccountReads;
  readonly inTransaction: InAccountTransaction;
  readonly accounts: AccountService;
  readonly guesses: Guesses;
  readonly passwords: Passwords;
  readonly tokens: Tokens;
  readonly now: () => Date;
}

const noLink = (): AppError => new AppError("not_found", "This link was used, is too old, or never was one. Ask whoever sent it for a new one.");

/** Passwords are chosen by their holder alone: through a one-time link, or knowing the current one. */
export function makePasswordService({ reads, inTransaction, accounts, guesses, passwords, tokens, now }: Deps) {
  const accountOf = async (token: string): Promise<Account & { readonly email: string }> => {
    const account = await reads.accounts.accountOfLink(tokens.hash(token), now());
    if (account === null || account.disabled || account.email === null) throw noLink();
    return { ...account, email: account.email };
  };

  return {
    /** Whose link it is. Looking does not use it up: mail programs look too. @throws AppError not_found */
    ofLink: accountOf,

    /** Uses the link up, ends every session of the account, and signs in as far as a password does. @throws AppError not_found, invalid_input */
    async setByLink(token: string, password: string, client: Client): Promise<StartedSession> {
      const account = await accountOf(token);
      refuseWeak(password, account.email);
      const hash = await passwords.hash(password);
      const started = await inTransaction(async (stores) => {
        if (!(await stores.accounts.takeLink(tokens.hash(token)))) throw noLink();
        await stores.accounts.setPassword(account.accountId, hash);
        const ended = await stores.sessions.endAll(account.accountId);
        await stores.audit.record({ actorId: account.accountId, action: "account.password-set", target: `account:${account.accountId}`, payload: { by: "link", sessionsEnded: ended } });
        return accounts.begin(stores, account, stageAfterPassword(account, account.hasSecondFactor), client);
      });
      await guesses.wasRight("account", account.email);
      return started;
    },

    /** Ends every session of the account, this one too. @throws AppError forbidden when `current` is wrong; invalid_input, rate_limited */
    async change(principal: Principal, change: { readonly current: string; readonly next: string }, client: Client): Promise<void> {
      const { accountId } = principal;
      const account = await reads.accounts.byId(accountId);
      if (account === null || account.email === null) throw new AppError("conflict", "The owner signs in with the link that `npm start` prints, and has no password.");
      const { email } = account;
      await guesses.password(email, client);
      if (!(await passwords.verify(await reads.accounts.passwordHash(accountId), change.current))) throw new AppError("forbidden", "This is not your current password.");
      refuseWeak(change.next, email);
      const next = await passwords.hash(change.next);
      await inTransaction(async (stores) => {
        await stores.accounts.setPassword(accountId, next);
        await stores.accounts.dropLink(accountId);
        const ended = await stores.sessions.endAll(accountId);
        await stores.audit.record({ actorId: accountId, action: "account.password-set", target: `account:${accountId}`, payload: { by: "holder", sessionsEnded: ended } });
      });
      await guesses.wasRight("account", email);
    },
  };
}

function refuseWeak(password: string, email: string): void {
  const fault = passwordFault(password, email);
  if (fault !== null) throw new AppError("invalid_input", fault, { issues: [{ path: "password", message: fault }] });
}
