import fc from "fast-check";
import { expect, test } from "vitest";
import { ROLES_OF_PEOPLE, can, type Action, type Principal } from "./policy";

const user = (role: Principal["role"], accountId = "u1"): Principal => ({ accountId, name: "U", kind: "user", role });
const ACTIONS: Action[] = ["ledger.read", "search.run", "graph.read", "graph.write", "case.read", "case.create", "claim.read", "claim.create", "claim.retract", "claim.review", "claim.import", "claim.export", "job.read", "job.control", "import.run", "source.read", "source.use", "analysis.run"];

test("a higher role may all that a lower one may", () => {
  fc.assert(
    fc.property(fc.constantFrom(...ACTIONS), fc.nat(4), fc.nat(4), (action, a, b) => {
      const [low, high] = [ROLES_OF_PEOPLE[Math.min(a, b)]!, ROLES_OF_PEOPLE[Math.max(a, b)]!];
      return !can(user(low), action) || can(user(high), action);
    }),
  );
});

test("a viewer changes nothing", () => {
  for (const action of ACTIONS.filter((name) => !name.endsWith(".read") && name !== "search.run")) expect(can(user("viewer"), action)).toBe(false);
});

test("a case of somebody else is closed, even to an admin", () => {
  expect(can(user("admin", "u1"), "case.read", { caseOwnerId: "u2" })).toBe(false);
  expect(can(user("viewer", "u1"), "case.read", { caseOwnerId: "u1" })).toBe(true);
});

test("the local owner holds every role", () => {
  for (const action of ACTIONS) expect(can({ ...user("viewer"), kind: "local-owner" }, action, { caseOwnerId: "other" })).toBe(true);
});
