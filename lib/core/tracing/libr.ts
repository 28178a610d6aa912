import type { Sats } from "@/lib/core/money";

/** What happened to an account (a wallet), in order of time: traced money came in, other money came in, money went out. */
export interface AccountEntry {
  readonly kind: "traced" | "other" | "out";
  readonly value: Sats;
}

/** The account after an entry. */
export interface AccountState {
  readonly balance: Sats;
  /** What of the balance is still the claimant's. */
  readonly claim: Sats;
  /** What of this withdrawal was. */
  readonly out: Sats;
}

/**
 * The lowest intermediate balance rule over one account (METHODS 2.4): the holder is taken to spend own money first, so the claim falls only
 * where the balance falls below it, and later deposits of others do not restore it. What goes out beyond the balance (an incomplete history) is
 * nobody's. Called "LIBR" elsewhere, stolen money first is the seniority rule.
 */
export function librOfAccount(entries: readonly AccountEntry[]): readonly AccountState[] {
  let [balance, claim] = [0n, 0n];
  return entries.map(({ kind, value }) => {
    if (kind !== "out") {
      balance += value;
      if (kind === "traced") claim += value;
      return { balance, claim, out: 0n };
    }
    balance = balance > value ? balance - value : 0n;
    const out = claim > balance ? claim - balance : 0n;
    claim -= out;
    return { balance, claim, out };
  });
}
