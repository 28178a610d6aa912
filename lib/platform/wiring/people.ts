import { createHash, randomBytes, randomUUID } from "node:crypto";
import { AppError } from "@/lib/core/errors";
import { makeAccountReads, makeInAccountTransaction } from "@/lib/features/accounts/accounts.repository";
import { makeAccountService } from "@/lib/features/accounts/accounts.service";
import type { OneTimeCodes, Tokens } from "@/lib/features/accounts/accounts.ports";
import { makeGuesses } from "@/lib/features/accounts/guesses.service";
import { makePasswordService } from "@/lib/features/accounts/passwords.service";
import { makePeopleService } from "@/lib/features/accounts/people.service";
import { makeSecondFactorService } from "@/lib/features/accounts/second-factor.service";
import { makeSignInService } from "@/lib/features/accounts/sign-in.service";
import { makeThrottleStore } from "@/lib/features/accounts/throttle.repository";
import { toBase32 } from "@/lib/platform/auth/base32";
import { isOwnerToken } from "@/lib/platform/auth/owner-token";
import { makePasswords } from "@/lib/platform/auth/passwords";
import { seal, unseal } from "@/lib/platform/auth/sealed";
import { keyUri, newSecret, stepOfCode } from "@/lib/platform/auth/totp";
import type { Pool } from "@/lib/platform/db/pool";
import type { PrismaClient } from "@/lib/platform/db/generated/client";

interface Technology {
  readonly pool: Pool;
  readonly prisma: PrismaClient;
  readonly home: string;
  readonly now?: () => Date;
}

/** Accounts, sessions and what leads to them. */
export function makePeopleServices({ pool, prisma, home, now = () => new Date() }: Technology) {
  const stores = { reads: makeAccountReads(prisma), inTransaction: makeInAccountTransaction(prisma) };
  const accounts = makeAccountService({ ...stores, tokens: TOKENS, now, isOwnerToken: (token) => isOwnerToken(home, token) });
  const shared = { ...stores, accounts, guesses: makeGuesses({ throttle: makeThrottleStore(pool), now }), passwords: makePasswords(), codes: makeCodes(home), tokens: TOKENS, now };
  const signIn = makeSignInService(shared);
  return {
    accounts,
    signIn,
    secondFactor: makeSecondFactorService({ ...shared, signIn }),
    passwords: makePasswordService(shared),
    people: makePeopleService({ ...stores, tokens: TOKENS, newId: randomUUID, now }),
  };
}

/** 256 bits for tokens, 80 for recovery codes: too many to try against a plain SHA-256, also offline. */
const TOKENS: Tokens = {
  make: () => randomBytes(32).toString("base64url"),
  makeRecoveryCode: () => toBase32(randomBytes(10)).replace(/(.{4})(?=.)/g, "$1-"),
  hash: (token) => createHash("sha256").update(token).digest(),
};

const makeCodes = (home: string): OneTimeCodes => ({
  make: async ({ accountId, name }) => {
    const secret = newSecret();
    return { sealed: await seal(home, accountId, secret), secret: toBase32(secret), uri: keyUri(secret, name) };
  },
  step: async (accountId, sealed, code, now) => {
    const secret = await unseal(home, accountId, sealed);
    if (secret === null) throw new AppError("conflict", "The secret of this second factor cannot be opened: the key in the data folder is another one. A recovery code works; or the owner removes the factor on the command line.");
    return stepOfCode(secret, code, now);
  },
});
