import { AppError } from "@/lib/core/errors";
import type { Principal } from "@/lib/core/policy/policy";
import type { AccountStore } from "@/lib/features/accounts/accounts.ports";

interface Deps {
  readonly store: AccountStore;
  readonly now: () => Date;
  readonly newToken: () => string;
  readonly hashToken: (token: string) => Uint8Array;
  /** Does this text equal the owner's token? Compared in constant time. */
  readonly isOwnerToken: (token: string) => Promise<boolean>;
}

const SESSION_DAYS = 30;
const DAY_MS = 86_400_000;

export type AccountService = ReturnType<typeof makeAccountService>;

/** Who people are. Issue by issue this grows; today there is one person, the owner of the machine, and sessions. */
export function makeAccountService({ store, now, newToken, hashToken, isOwnerToken }: Deps) {
  return {
    /** The account of whoever runs Assay here; made when first asked for. */
    localOwner: (): Promise<Principal> => store.localOwner(),

    /** @returns a session token for the cookie. @throws AppError unauthenticated when the link's token is not the owner's. */
    async signInWithLink(token: string): Promise<{ readonly token: string; readonly expiresAt: Date }> {
      if (!(await isOwnerToken(token))) throw new AppError("unauthenticated", "This sign-in link is not valid. Use the one that `npm start` printed last.");
      const owner = await store.localOwner();
      const session = { token: newToken(), expiresAt: new Date(now().getTime() + SESSION_DAYS * DAY_MS) };
      await store.addSession({ tokenHash: hashToken(session.token), accountId: owner.accountId, expiresAt: session.expiresAt });
      return session;
    },

    /** @returns null for a session that does not exist or is over. */
    principalOfSession: (token: string): Promise<Principal | null> => store.principalOfSession(hashToken(token), now()),
  };
}
