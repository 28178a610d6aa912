import type { Principal } from "@/lib/core/policy/policy";

export interface NewSession {
  readonly tokenHash: Uint8Array;
  readonly accountId: string;
  readonly expiresAt: Date;
}

export interface AccountStore {
  localOwner(): Promise<Principal>;
  /** Written together with its audit event; sessions that are over go at the same time. */
  addSession(session: NewSession): Promise<void>;
  principalOfSession(tokenHash: Uint8Array, now: Date): Promise<Principal | null>;
}
