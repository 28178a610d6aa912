import { toEmail } from "@/lib/core/accounts/email";
import { stageAfterPassword } from "@/lib/core/accounts/session";
import { AppError } from "@/lib/core/errors";
import type { AccountService, StartedSession } from "@/lib/features/accounts/accounts.service";
import type { AccountReads, AccountStores, Client, InAccountTransaction, OneTimeCodes, Passwords, Session, Tokens } from "@/lib/features/accounts/accounts.ports";
import { noteRefusal, type Guesses } from "@/lib/features/accounts/guesses.service";

interface Deps {
  readonly reads: AccountReads;
  readonly inTransaction: InAccountTransaction;
  readonly accounts: AccountService;
  readonly guesses: Guesses;
  readonly passwords: Passwords;
  readonly codes: OneTimeCodes;
  readonly tokens: Tokens;
  readonly now: () => Date;
}

const MAX_EMAIL = 254;
const NO_ACCOUNT = "ffffffff-ffff-4fff-bfff-ffffffffffff";

export type SignInService = ReturnType<typeof makeSignInService>;

/** Signing in with a password, then with a second factor. What is wrong is never said more exactly than that something is. */
export function makeSignInService({ reads, inTransaction, accounts, guesses, passwords, codes, tokens, now }: Deps) {
  /** The token is new at each step: one that was seen before does not become a session. */
  const goOn = async (stores: AccountStores, session: Session, client: Client): Promise<StartedSession> => {
    await stores.sessions.end(session.id);
    return accounts.begin(stores, session.account, "signed-in", client);
  };

  return {
    /** @throws AppError unauthenticated, the same for an unknown address, a wrong password and a disabled account; rate_limited */
    async signIn(given: { readonly email: string; readonly password: string }, client: Client): Promise<StartedSession> {
      const email = toEmail(given.email) ?? given.email.slice(0, MAX_EMAIL).toLowerCase();
      await guesses.password(email, client);
      const account = await reads.accounts.byEmail(email);
      const hash = await reads.accounts.passwordHash(account?.accountId ?? NO_ACCOUNT);
      const right = await passwords.verify(hash, given.password);
      if (!right || account === null || account.disabled) {
        await inTransaction((stores) => noteRefusal(stores, account, "password"));
        throw new AppError("unauthenticated", "E-mail address or password is not right.");
      }
      await guesses.wasRight("account", email);
      return inTransaction((stores) => accounts.begin(stores, account, stageAfterPassword(account, account.hasSecondFactor), client));
    },

    /** @param code six digits from the app, or a recovery code. @throws AppError unauthenticated, rate_limited */
    async giveCode(token: string, code: string, client: Client): Promise<StartedSession> {
      const session = await accounts.session(token);
      if (session?.stage !== "code") throw new AppError("unauthenticated", "Signing in took too long. Start again with your password.");
      const { accountId } = session.account;
      await guesses.code(accountId);
      const sealed = await reads.factors.secret(accountId);
      const digits = code.replaceAll(" ", "");
      // A secret that cannot be opened any more must not keep recovery codes from working.
      const step = sealed === null || !/^[0-9]{6}$/.test(digits) ? null : await codes.step(accountId, sealed, digits, now());
      const started = await inTransaction(async (stores) => {
        const byApp = step !== null && (await stores.factors.useStep(accountId, step));
        const byRecovery = !byApp && (await stores.factors.useRecoveryCode(accountId, tokens.hash(toRecoveryCode(code))));
        if (byRecovery) await stores.audit.record({ actorId: accountId, action: "recovery-code.used", target: `account:${accountId}`, payload: { left: await stores.factors.recoveryCodes(accountId) } });
        if (byApp || byRecovery) return goOn(stores, session, client);
        await noteRefusal(stores, session.account, "code");
        return null;
      });
      if (started === null) throw new AppError("unauthenticated", "This code does not fit, or was used before. Wait for the next one.");
      await guesses.wasRight("code", accountId);
      return started;
    },

    goOn,
  };
}

/** As people type it: in any case, with or without its dashes. */
export const toRecoveryCode = (text: string): string => text.replace(/[\s-]/g, "").toUpperCase();
