import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { toEmail } from "./email";
import { networkOf } from "./network-of";
import { passwordFault } from "./password";
import { lifetimeOf, needsSecondFactor, stageAfterPassword } from "./session";
import { attempt, THROTTLES, type ThrottleState } from "./throttle";

const at = (ms: number): Date => new Date(1_800_000_000_000 + ms);

describe("a throttle", () => {
  const rule = THROTTLES.account;

  test("lets the free attempts through, then one after ever longer waits, and refused attempts cost nothing", () => {
    let state: ThrottleState | null = null;
    const tried: number[] = [];
    for (let ms = 0; ms <= 120_000; ms += 500) {
      const outcome = attempt(state, rule, at(ms));
      if ("wait" in outcome) continue;
      state = outcome.next;
      tried.push(ms / 1000);
    }
    // Five at half a second each; the fifth closes for 1 s, then 2, 4, 8, 16, 32, 60.
    expect(tried).toEqual([0, 0.5, 1, 1.5, 2, 3, 5, 9, 17, 33, 65]);
  });

  test("never makes anybody wait longer than its limit, and forgets", () => {
    fc.assert(
      fc.property(fc.nat(10_000), fc.nat(10 * rule.memory), (attempts, later) => {
        const state = { attempts, lastAt: at(0), openAt: at(rule.most) };
        const outcome = attempt(state, rule, at(later));
        if ("wait" in outcome) expect(outcome.wait).toBeLessThanOrEqual(rule.most);
        else if (later >= rule.memory) expect(outcome.next.attempts).toBe(1);
        else expect(outcome.next.attempts).toBe(attempts + 1);
      }),
    );
  });
});

test("an address of IPv6 counts with all of its network, one of IPv4 alone", () => {
  expect(networkOf("203.0.113.7")).toBe("203.0.113.7");
  expect(networkOf("::ffff:203.0.113.7")).toBe("203.0.113.7");
  expect(networkOf("2001:db8:0:1::5")).toBe("2001:db8:0:1::/64");
  expect(networkOf("2001:0DB8:0000:0001:aaaa:bbbb:cccc:dddd")).toBe("2001:db8:0:1::/64");
  expect(networkOf("::1")).toBe("0:0:0:0::/64");
  expect(networkOf("fe80::1%eth0")).toBe("fe80:0:0:0::/64");
});

test("an e-mail address is one, however it is written", () => {
  expect(toEmail("  Ada@Example.ORG ")).toBe("ada@example.org");
  for (const wrong of ["", "ada", "ada@", "@example.org", "ada@example", "a b@example.org", "a@b@example.org", "ada\u202e@example.org", "ada@example.org\nx", `${"a".repeat(65)}@example.org`]) expect(toEmail(wrong), wrong).toBeNull();
});

test("a password is judged by its length, and may be no variant of the e-mail address", () => {
  expect(passwordFault("correct horse battery", "ada@example.org")).toBeNull();
  expect(passwordFault("żółta łódź płynie", "ada@example.org")).toBeNull();
  for (const wrong of ["", "short", "aaaaaaaaaaaaaaaa", "abababababababab", "x".repeat(257), "adalovelace@example.org", "adalovelace1"]) expect(passwordFault(wrong, "adalovelace@example.org"), wrong).not.toBeNull();
});

test("team leads and admins need a second factor, and are signed out sooner", () => {
  for (const role of ["viewer", "analyst", "investigator"] as const) {
    expect(stageAfterPassword({ kind: "user", role }, false)).toBe("signed-in");
    expect(stageAfterPassword({ kind: "user", role }, true)).toBe("code");
  }
  for (const role of ["team-lead", "admin"] as const) {
    expect(stageAfterPassword({ kind: "user", role }, false)).toBe("enrolment");
    expect(stageAfterPassword({ kind: "user", role }, true)).toBe("code");
    expect(lifetimeOf({ kind: "user", role }).most).toBeLessThan(lifetimeOf({ kind: "user", role: "investigator" }).most);
  }
  expect(needsSecondFactor({ kind: "local-owner", role: "admin" })).toBe(false);
});
