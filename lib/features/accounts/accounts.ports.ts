import type { SessionStage } from "@/lib/core/accounts/session";
import type { ThrottleKind } from "@/lib/core/accounts/throttle";
import type { Principal, RoleOfPerson } from "@/lib/core/policy/policy";
import type { AuditLog } from "@/lib/features/audit/audit.ports";

/** An account as its holder and those who manage it see it; secrets stay in the store. */
export interface Account extends Principal {
  /** Null for the local owner, who signs in with a link. */
  readonly email: string | null;
  readonly hasPassword: boolean;
  readonly hasSecondFactor: boolean;
  readonly disabled: boolean;
  readonly createdAt: Date;
  readonly signedInAt: Date | null;
}

/** Where a request comes from, as far as that can be known. */
export interface Client {
  readonly address: string;
  readonly agent: string;
}

export interface NewSession extends Client {
  readonly tokenHash: Uint8Array;
  readonly accountId: string;
  readonly stage: SessionStage;
  readonly expiresAt: Date;
}

export interface Session extends Client {
  readonly id: string;
  readonly stage: SessionStage;
  readonly account: Account;
  readonly createdAt: Date;
  readonly seenAt: Date;
  readonly expiresAt: Date;
}

export interface AccountStore {
  localOwner(): Promise<Account>;
  byId(id: string): Promise<Account | null>;
  byEmail(email: string): Promise<Account | null>;
  /** Users, by e-mail address. */
  users(): Promise<readonly Account[]>;
  /** @returns false when the e-mail address has an account already */
  add(user: { readonly id: string; readonly email: string; readonly role: RoleOfPerson }): Promise<boolean>;
  setRole(id: string, role: RoleOfPerson): Promise<void>;
  setDisabled(id: string, at: Date | null): Promise<void>;
  passwordHash(id: string): Promise<string | null>;
  setPassword(id: string, hash: string): Promise<void>;
  noteSignIn(id: string, at: Date): Promise<void>;

  /** Takes the place of the link that the account may have. */
  putLink(link: { readonly accountId: string; readonly tokenHash: Uint8Array; readonly expiresAt: Date }): Promise<void>;
  /** The account that a link is for; null for one that does not exist, was used, or is over. */
  accountOfLink(tokenHash: Uint8Array, now: Date): Promise<Account | null>;
  /** @returns false when it was used meanwhile */
  takeLink(tokenHash: Uint8Array): Promise<boolean>;
  dropLink(accountId: string): Promise<void>;
}

export interface SessionStore {
  /** Sessions that are over go at the same time. */
  add(session: NewSession, now: Date): Promise<void>;
  /** Whatever its stage, also when it is over. */
  find(tokenHash: Uint8Array): Promise<Session | null>;
  of(accountId: string): Promise<readonly Session[]>;
  seen(id: string, at: Date): Promise<void>;
  end(id: string): Promise<void>;
  /** @returns how many ended */
  endAll(accountId: string, but?: string): Promise<number>;
}

/** Secrets are sealed: the database alone opens nothing. */
export interface FactorStore {
  secret(accountId: string): Promise<Uint8Array | null>;
  pending(accountId: string): Promise<Uint8Array | null>;
  setPending(accountId: string, sealed: Uint8Array): Promise<void>;
  /** The pending secret becomes the one that counts, with new recovery codes; `step` is that of the code that confirmed it. */
  confirm(accountId: string, step: number, recoveryCodes: readonly Uint8Array[]): Promise<void>;
  /** @returns false when a code of this step or a later one was used before: a code works once */
  useStep(accountId: string, step: number): Promise<boolean>;
  /** @returns false when there is no such recovery code (any more) */
  useRecoveryCode(accountId: string, codeHash: Uint8Array): Promise<boolean>;
  recoveryCodes(accountId: string): Promise<number>;
  remove(accountId: string): Promise<void>;
}

export interface AccountStores {
  readonly accounts: AccountStore;
  readonly sessions: SessionStore;
  readonly factors: FactorStore;
  readonly audit: AuditLog;
}

/** To look things up. A change goes through a transaction, together with its audit event; that a session was seen is none. */
export interface AccountReads {
  readonly accounts: Pick<AccountStore, "byId" | "byEmail" | "passwordHash" | "accountOfLink" | "users">;
  readonly sessions: Pick<SessionStore, "find" | "of" | "seen">;
  readonly factors: Pick<FactorStore, "secret" | "pending" | "recoveryCodes">;
}

/** All of `work` or nothing of it, its audit events included. */
export type InAccountTransaction = <T>(work: (stores: AccountStores) => Promise<T>) => Promise<T>;

export interface ThrottleStore {
  /** Counts an attempt that is about to be made. @returns milliseconds to wait when it must not be made yet, else 0 */
  attempt(kind: ThrottleKind, about: string, now: Date): Promise<number>;
  forget(kind: ThrottleKind, about: string): Promise<void>;
}

export interface Passwords {
  hash(password: string): Promise<string>;
  /** Takes the same time without a hash, and is false then. */
  verify(hash: string | null, password: string): Promise<boolean>;
}

/** Random secrets that people or browsers keep; the store keeps only hashes. */
export interface Tokens {
  make(): string;
  makeRecoveryCode(): string;
  hash(token: string): Uint8Array;
}

/** Second factors: six digits by the clock. */
export interface OneTimeCodes {
  /** @returns a new secret for the account: sealed for the store, and as the authenticator app takes it */
  make(account: Pick<Account, "accountId" | "name">): Promise<{ readonly sealed: Uint8Array; readonly secret: string; readonly uri: string }>;
  /** @returns the time step of the code, null when it is none of now. @throws AppError conflict when the secret cannot be opened any more */
  step(accountId: string, sealed: Uint8Array, code: string, now: Date): Promise<number | null>;
}
