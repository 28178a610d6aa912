import fc from "fast-check";
import { expect, test } from "vitest";
import { LEAST_ROLE, ROLES_OF_PEOPLE, can, type Action, type Principal } from "./policy";

const user = (role: Principal["role"], accountId = "u1"): Principal => ({ accountId, name: "U", kind: "user", role });
const ACTIONS = Object.keys(LEAST_ROLE) as Action[];

test("a higher role may all that a lower one may", () => {
  fc.assert(
    fc.property(fc.constantFrom(...ACTIONS), fc.nat(4), fc.nat(4), (action, a, b) => {
      const [low, high] = [ROLES_OF_PEOPLE[Math.min(a, b)]!, ROLES_OF_PEOPLE[Math.max(a, b)]!];
      return !can(user(low), action) || can(user(high), action);
    }),
  );
});

test("a viewer changes nothing but their own account", () => {
  const harmless = new Set<string>(["search.run", "screening.run", "account.self"]);
  for (const action of ACTIONS.filter((name) => !name.endsWith(".read") && !harmless.has(name))) expect(can(user("viewer"), action)).toBe(false);
});

test("a case of somebody else is closed, even to an admin", () => {
  expect(can(user("admin", "u1"), "case.read", { caseOwnerId: "u2" })).toBe(false);
  expect(can(user("viewer", "u1"), "case.read", { caseOwnerId: "u1" })).toBe(true);
});

test("nobody manages an account above their own role, or gives a role above it", () => {
  expect(can(user("team-lead"), "people.manage", { roleManaged: "team-lead" })).toBe(true);
  expect(can(user("team-lead"), "people.manage", { roleManaged: "admin" })).toBe(false);
  expect(can(user("investigator"), "people.manage", { roleManaged: "viewer" })).toBe(false);
  expect(can({ ...user("viewer"), kind: "local-owner" }, "people.manage", { roleManaged: "admin" })).toBe(true);
});

test("the local owner holds every role", () => {
  for (const action of ACTIONS) expect(can({ ...user("viewer"), kind: "local-owner" }, action, { caseOwnerId: "other" })).toBe(true);
});
