import { networkOf } from "@/lib/core/accounts/network-of";
import type { ThrottleKind } from "@/lib/core/accounts/throttle";
import { AppError } from "@/lib/core/errors";
import type { Account, AccountStores, Client, ThrottleStore } from "@/lib/features/accounts/accounts.ports";

interface Deps {
  readonly throttle: ThrottleStore;
  readonly now: () => Date;
}

/** In the audit log: somebody who has not shown who they are. */
const NOBODY = "00000000-0000-0000-0000-000000000000";

export type Guesses = ReturnType<typeof makeGuesses>;

/** Attempts at a secret are counted before they are tried. */
export function makeGuesses({ throttle, now }: Deps) {
  const count = async (kind: ThrottleKind, about: string): Promise<void> => {
    const wait = await throttle.attempt(kind, about, now());
    if (wait > 0) throw new AppError("rate_limited", `Too many attempts. Try again in ${inWords(wait)}.`);
  };
  return {
    /** @throws AppError rate_limited */
    async password(email: string, client: Client): Promise<void> {
      if (client.address !== "") await count("address", networkOf(client.address));
      await count("account", email);
    },
    /** @throws AppError rate_limited */
    code: (accountId: string): Promise<void> => count("code", accountId),
    wasRight: (kind: "account" | "code", about: string): Promise<void> => throttle.forget(kind, about),
  };
}

/** Written for accounts that do not exist too: the answer must not take longer for those that do. */
export const noteRefusal = ({ audit }: Pick<AccountStores, "audit">, account: Account | null, what: "password" | "code"): Promise<void> =>
  audit.record({ actorId: NOBODY, action: "session.refused", target: `account:${account?.accountId ?? "unknown"}`, payload: { what } });

function inWords(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  return seconds <= 90 ? `${seconds} s` : `${Math.ceil(seconds / 60)} minutes`;
}
