import type { Role } from "@/lib/core/casework/claims";

/** What the ledger shows of a wallet. Counts of wallets stop at MANY_WALLETS: more make no difference. */
export interface WalletFacts {
  readonly addresses: number;
  /** Transactions that paid it newly mined coins. */
  readonly mined: number;
  /** Payouts of mining pools that it made, and that it received as somebody else. */
  readonly payoutsMade: number;
  readonly payoutsReceived: number;
  /** Wallets that paid it, and that it paid. */
  readonly senders: number;
  readonly receivers: number;
  /** Where it pays one wallet only: how many wallets pay that one. */
  readonly sendersOfOnlyReceiver: number | null;
}

export interface RoleHint {
  readonly role: Role;
  /** What in the ledger speaks for it. */
  readonly because: string;
}

/** From this many partners on, a wallet deals as a service does. */
export const MANY_WALLETS = 50;

/**
 * The one of these roles that the ledger speaks for, with its reason; null where it speaks for none. A suggestion for whoever makes a claim, and
 * no claim itself.
 */
export const roleHint = (roles: readonly Role[], facts: WalletFacts): RoleHint | null => [poolRole(facts), serviceRole(facts)].find((hint) => hint !== null && roles.includes(hint.role)) ?? null;

function poolRole({ mined, payoutsMade, payoutsReceived, receivers }: WalletFacts): RoleHint | null {
  if (payoutsMade > 0) return { role: "pool-paying", because: `${times(payoutsMade, "of its transactions looks", "of its transactions look")} like pool payouts` };
  if (mined > 0) return receivers >= MANY_WALLETS ? { role: "pool-paying", because: `newly mined coins reach it, and it pays ${receivers} wallets or more` } : null;
  return payoutsReceived > 0 ? { role: "pool-member", because: `it receives ${times(payoutsReceived, "pool payout", "pool payouts")}, and no newly mined coins` } : null;
}

function serviceRole({ addresses, senders, receivers, sendersOfOnlyReceiver }: WalletFacts): RoleHint | null {
  if (senders >= MANY_WALLETS && receivers >= MANY_WALLETS) return { role: "service-own", because: `it deals with ${MANY_WALLETS} wallets or more on both sides` };
  const sweeps = addresses === 1 && receivers === 1 && (sendersOfOnlyReceiver ?? 0) >= MANY_WALLETS;
  return sweeps ? { role: "deposit-address", because: "all its money goes on to one wallet that very many pay" } : null;
}

const times = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;
