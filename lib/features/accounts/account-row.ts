import { oneOf } from "@/lib/core/one-of";
import { ROLES_OF_PEOPLE } from "@/lib/core/policy/policy";
import type { Account } from "@/lib/features/accounts/accounts.ports";

/** The columns of an account that may leave the store, and of its secrets whether they are there. */
export interface AccountRow {
  readonly id: string;
  readonly kind: string;
  readonly name: string;
  readonly role: string;
  readonly email: string | null;
  readonly passwordHash: string | null;
  readonly totpSecret: Uint8Array | null;
  readonly createdAt: Date;
  readonly signedInAt: Date | null;
  readonly disabledAt: Date | null;
}

export const toAccount = (row: AccountRow): Account => ({
  accountId: row.id,
  name: row.name,
  kind: oneOf(["local-owner", "user"], row.kind),
  role: oneOf(ROLES_OF_PEOPLE, row.role),
  email: row.email,
  hasPassword: row.passwordHash !== null,
  hasSecondFactor: row.totpSecret !== null,
  disabled: row.disabledAt !== null,
  createdAt: row.createdAt,
  signedInAt: row.signedInAt,
});
