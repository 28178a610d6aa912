import { AppError } from "@/lib/core/errors";
import type { AccountService, StartedSession } from "@/lib/features/accounts/accounts.service";
import type { AccountReads, Client, InAccountTransaction, OneTimeCodes, Passwords, Session, Tokens } from "@/lib/features/accounts/accounts.ports";
import type { Guesses } from "@/lib/features/accounts/guesses.service";
import { toRecoveryCode, type SignInService } from "@/lib/features/accounts/sign-in.service";

interface Deps {
  readonly reads: AccountReads;
  readonly inTransaction: InAccountTransaction;
  readonly accounts: AccountService;
  readonly signIn: SignInService;
  readonly guesses: Guesses;
  readonly passwords: Passwords;
  readonly codes: OneTimeCodes;
  readonly tokens: Tokens;
  readonly now: () => Date;
}

const RECOVERY_CODES = 10;

/** Enrolling an authenticator app: on the way in for those who need one, and by anybody else who has signed in. */
export function makeSecondFactorService({ reads, inTransaction, accounts, signIn, guesses, passwords, codes, tokens, now }: Deps) {
  const enrolling = async (token: string): Promise<Session> => {
    const session = await accounts.session(token);
    if (session === null || session.stage === "code") throw new AppError("unauthenticated", "Signing in took too long. Start again with your password.");
    if (session.account.kind !== "user") throw new AppError("conflict", "The owner signs in with the link that `npm start` prints, and has no second factor.");
    return session;
  };

  return {
    /**
     * A new secret, which counts once a code of it was given.
     * @param password asked again of somebody who signed in earlier; just given by somebody on the way in. @throws AppError forbidden, rate_limited
     */
    async offer(token: string, password: string | null, client: Client): Promise<{ readonly secret: string; readonly uri: string }> {
      const { account, stage } = await enrolling(token);
      if (stage === "signed-in") {
        await guesses.password(account.name, client);
        const hash = await reads.accounts.passwordHash(account.accountId);
        if (!(await passwords.verify(hash, password ?? ""))) throw new AppError("forbidden", "This is not your password.");
        await guesses.wasRight("account", account.name);
      }
      const { sealed, secret, uri } = await codes.make(account);
      await inTransaction(async ({ factors, audit }) => {
        await factors.setPending(account.accountId, sealed);
        await audit.record({ actorId: account.accountId, action: "second-factor.offered", target: `account:${account.accountId}` });
      });
      return { secret, uri };
    },

    /**
     * @returns the recovery codes, told this once; and the session that comes after the pending one, if it was one.
     * All other sessions of the account end. @throws AppError invalid_input when the code does not fit, rate_limited
     */
    async confirm(token: string, code: string, client: Client): Promise<{ readonly recoveryCodes: readonly string[]; readonly started: StartedSession | null }> {
      const session = await enrolling(token);
      const { accountId } = session.account;
      await guesses.code(accountId);
      const pending = await reads.factors.pending(accountId);
      if (pending === null) throw new AppError("conflict", "Nothing is being enrolled. Start again.");
      const step = await codes.step(accountId, pending, code.replaceAll(" ", ""), now());
      if (step === null) throw new AppError("invalid_input", "This code does not fit. Check that the clock of your phone is right, and try the next one.");
      const recoveryCodes = Array.from({ length: RECOVERY_CODES }, () => tokens.makeRecoveryCode());
      const started = await inTransaction(async (stores) => {
        await stores.factors.confirm(accountId, step, recoveryCodes.map((one) => tokens.hash(toRecoveryCode(one))));
        const ended = await stores.sessions.endAll(accountId, session.id);
        await stores.audit.record({ actorId: accountId, action: "second-factor.enrolled", target: `account:${accountId}`, payload: { sessionsEnded: ended } });
        return session.stage === "enrolment" ? signIn.goOn(stores, session, client) : null;
      });
      await guesses.wasRight("code", accountId);
      return { recoveryCodes, started };
    },

    recoveryCodesLeft: (accountId: string): Promise<number> => reads.factors.recoveryCodes(accountId),
  };
}
