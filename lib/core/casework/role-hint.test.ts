import { describe, expect, test } from "vitest";
import { roleHint, type WalletFacts } from "@/lib/core/casework/role-hint";

const wallet = (facts: Partial<WalletFacts>): WalletFacts => ({ addresses: 1, mined: 0, payoutsMade: 0, payoutsReceived: 0, senders: 1, receivers: 1, sendersOfOnlyReceiver: 1, ...facts });
const POOL = ["pool-paying", "pool-member"] as const;
const SERVICE = ["service-own", "deposit-address", "customer"] as const;

describe("the role that the ledger suggests", () => {
  test("is the paying one for a wallet that makes payouts, the member's for one that receives them", () => {
    expect(roleHint(POOL, wallet({ payoutsMade: 3, mined: 9 }))?.role).toBe("pool-paying");
    expect(roleHint(POOL, wallet({ payoutsReceived: 1 }))).toEqual({ role: "pool-member", because: "it receives 1 pool payout, and no newly mined coins" });
  });

  test("is none for somebody who mines alone", () => {
    expect(roleHint(POOL, wallet({ mined: 5, payoutsReceived: 2 }))).toBeNull();
  });

  test("is a deposit address where all money is swept into a hub, and the service's own for the hub", () => {
    expect(roleHint(SERVICE, wallet({ sendersOfOnlyReceiver: 50 }))?.role).toBe("deposit-address");
    expect(roleHint(SERVICE, wallet({ addresses: 400, senders: 50, receivers: 50, sendersOfOnlyReceiver: null }))?.role).toBe("service-own");
    expect(roleHint(SERVICE, wallet({}))).toBeNull();
  });

  test("is never one that was not asked for", () => {
    expect(roleHint(SERVICE, wallet({ payoutsReceived: 4 }))).toBeNull();
  });
});
