import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Principal, RoleOfPerson } from "@/lib/core/policy/policy";
import type { Client } from "@/lib/features/accounts/accounts.ports";
import { fromBase32 } from "@/lib/testing/base32";
import { hotp, STEP_SECONDS } from "@/lib/platform/auth/totp";
import { makePrisma } from "@/lib/platform/db/prisma";
import { makePeopleServices } from "@/lib/platform/wiring/people";
import { freshDatabase, type TestDatabase } from "@/lib/testing/database";

const PASSWORD = "three unrelated words";
const CLIENT: Client = { address: "203.0.113.7", agent: "test" };
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

let db: TestDatabase;
let home: string;
let prisma: ReturnType<typeof makePrisma>;
let at: number;
let people: ReturnType<typeof makePeopleServices>;
let owner: Principal;
let serial = 0;

beforeAll(async () => {
  db = await freshDatabase();
  home = mkdtempSync(path.join(os.tmpdir(), "assay-accounts-"));
  prisma = makePrisma(db.url);
  people = makePeopleServices({ pool: db.pool, prisma, home, now: () => new Date(at) });
  owner = await people.accounts.localOwner();
});
afterAll(async () => {
  await prisma.$disconnect();
  await db.close();
  rmSync(home, { recursive: true });
});
beforeEach(async () => {
  at = 1_800_000_000_000;
  await db.pool.query("DELETE FROM sign_in_throttle");
});

const newEmail = (): string => `person${(serial += 1)}@example.org`;
const pass = (ms: number): void => {
  at += ms;
};
const codeOf = (secret: string, later = 0): string => hotp(fromBase32(secret), Math.floor(at / 1000 / STEP_SECONDS) + later);

/** Somebody who has set a password; a lead or admin has also enrolled an app. */
async function join(role: RoleOfPerson): Promise<{ email: string; id: string; token: string; principal: Principal; secret: string; recoveryCodes: readonly string[] }> {
  const email = newEmail();
  const { token: link, account } = await people.people.create(owner, { email, role });
  let started = await people.passwords.setByLink(link, PASSWORD, CLIENT);
  let secret = "";
  let recoveryCodes: readonly string[] = [];
  if (started.stage === "enrolment") {
    ({ secret } = await people.secondFactor.offer(started.token, null, CLIENT));
    const confirmed = await people.secondFactor.confirm(started.token, codeOf(secret), CLIENT);
    recoveryCodes = confirmed.recoveryCodes;
    started = confirmed.started!;
  }
  return { email, id: account.accountId, token: started.token, principal: (await people.accounts.principalOfSession(started.token))!, secret, recoveryCodes };
}

const refusal = async (work: Promise<unknown>): Promise<{ code: string; message: string }> => {
  const outcome = await work.then(() => null, (error: unknown) => error as { code: string; message: string });
  expect(outcome).not.toBeNull();
  return { code: outcome!.code, message: outcome!.message };
};
const eventsOf = async (id: string): Promise<string[]> => (await prisma.auditEvent.findMany({ where: { target: `account:${id}` }, orderBy: { seq: "asc" } })).map((event) => event.action);

describe("a one-time link", () => {
  test("lets its holder choose a password, once, and signs in", async () => {
    const email = newEmail();
    const { token, account } = await people.people.create(owner, { email: email.toUpperCase(), role: "analyst" });
    expect(account).toMatchObject({ email, role: "analyst", hasPassword: false });
    expect((await refusal(people.signIn.signIn({ email, password: "" }, CLIENT))).code).toBe("unauthenticated");
    expect(await people.passwords.ofLink(token)).toMatchObject({ email });
    const { stage, token: session } = await people.passwords.setByLink(token, PASSWORD, CLIENT);
    expect(stage).toBe("signed-in");
    expect(await people.accounts.principalOfSession(session)).toEqual({ accountId: account.accountId, name: email, kind: "user", role: "analyst" });
    expect((await refusal(people.passwords.setByLink(token, PASSWORD, CLIENT))).code).toBe("not_found");
    expect((await people.signIn.signIn({ email: ` ${email} `, password: PASSWORD }, CLIENT)).stage).toBe("signed-in");
    expect(await eventsOf(account.accountId)).toEqual(["account.created", "account.link-made", "session.refused", "account.password-set", "session.started", "session.started"]);
  });

  test("of two that use it at once one wins", async () => {
    const { token } = await people.people.create(owner, { email: newEmail(), role: "viewer" });
    const both = await Promise.allSettled([people.passwords.setByLink(token, PASSWORD, CLIENT), people.passwords.setByLink(token, `${PASSWORD}!`, CLIENT)]);
    expect(both.map((one) => one.status).sort()).toEqual(["fulfilled", "rejected"]);
  });

  test("that is over, was replaced, never was one or belongs to a disabled account is told from none of the others", async () => {
    const { token: old, account } = await people.people.create(owner, { email: newEmail(), role: "viewer" });
    const { token: next } = await people.people.reset(owner, { email: account.email! });
    const refused = [await refusal(people.passwords.ofLink(old)), await refusal(people.passwords.ofLink("guess"))];
    expect(await people.passwords.ofLink(next)).toMatchObject({ email: account.email });
    pass(73 * HOUR);
    refused.push(await refusal(people.passwords.ofLink(next)), await refusal(people.passwords.setByLink(next, PASSWORD, CLIENT)));
    const { token: third } = await people.people.reset(owner, { id: account.accountId });
    await people.people.setDisabled(owner, account.accountId, true);
    refused.push(await refusal(people.passwords.ofLink(third)));
    expect(new Set(refused.map((one) => JSON.stringify(one))).size).toBe(1);
  });

  test("is not used up by a password that is too weak", async () => {
    const { token } = await people.people.create(owner, { email: newEmail(), role: "viewer" });
    expect((await refusal(people.passwords.setByLink(token, "short", CLIENT))).code).toBe("invalid_input");
    expect((await people.passwords.setByLink(token, PASSWORD, CLIENT)).stage).toBe("signed-in");
  });

  test("to reset a password ends every session once it is used, and the old password with them", async () => {
    const { email, token: session } = await join("analyst");
    const { token } = await people.people.reset(owner, { email });
    expect(await people.accounts.principalOfSession(session)).not.toBeNull();
    await people.passwords.setByLink(token, "another one entirely", CLIENT);
    expect(await people.accounts.principalOfSession(session)).toBeNull();
    expect((await refusal(people.signIn.signIn({ email, password: PASSWORD }, CLIENT))).code).toBe("unauthenticated");
  });
});

describe("signing in", () => {
  test("answers the same for an unknown address, a wrong password, a disabled account, one without a password, and nonsense", async () => {
    const { email } = await join("viewer");
    const disabled = await join("viewer");
    await people.people.setDisabled(owner, disabled.id, true);
    const { account: invited } = await people.people.create(owner, { email: newEmail(), role: "viewer" });
    const tries = [
      { email, password: "wrong" }, { email: newEmail(), password: PASSWORD }, { email: disabled.email, password: PASSWORD },
      { email: invited.email!, password: PASSWORD }, { email: "nonsense", password: "" }, { email: `${"x".repeat(5000)}@example.org`, password: PASSWORD },
    ];
    const answers = new Set<string>();
    const before = await prisma.auditEvent.count({ where: { action: "session.refused" } });
    for (const one of tries) answers.add(JSON.stringify(await refusal(people.signIn.signIn(one, CLIENT))));
    expect([...answers]).toEqual([JSON.stringify({ code: "unauthenticated", message: "E-mail address or password is not right." })]);
    // Each refusal writes one event, whether or not there is an account: the same work, the same time.
    expect(await prisma.auditEvent.count({ where: { action: "session.refused" } })).toBe(before + tries.length);
  });

  test("is throttled by account from wherever it is tried, all at once too, for accounts that do not exist as well", async () => {
    const { email } = await join("viewer");
    for (const name of [email, newEmail()]) {
      const guesses = await Promise.allSettled(Array.from({ length: 12 }, (_, index) => people.signIn.signIn({ email: name, password: `guess ${index}` }, { ...CLIENT, address: `198.51.100.${index}` })));
      const codes = guesses.map((guess) => (guess as PromiseRejectedResult).reason as { code: string }).map((reason) => reason.code);
      expect(codes.filter((code) => code === "unauthenticated")).toHaveLength(5);
      expect(codes.filter((code) => code === "rate_limited")).toHaveLength(7);
    }
    expect((await refusal(people.signIn.signIn({ email, password: PASSWORD }, CLIENT))).code).toBe("rate_limited");
    pass(1_001);
    expect((await people.signIn.signIn({ email, password: PASSWORD }, CLIENT)).stage).toBe("signed-in");
    expect((await people.signIn.signIn({ email, password: PASSWORD }, CLIENT)).stage).toBe("signed-in");
  });

  test("is throttled by the client's address over many accounts, and leaves other addresses alone", async () => {
    const { email } = await join("viewer");
    for (let index = 0; index < 20; index += 1) await refusal(people.signIn.signIn({ email: newEmail(), password: "guess" }, { ...CLIENT, address: "2001:db8:0:7::1" }));
    expect((await refusal(people.signIn.signIn({ email, password: PASSWORD }, { ...CLIENT, address: "2001:db8:0:7:ffff::2" }))).code).toBe("rate_limited");
    expect((await people.signIn.signIn({ email, password: PASSWORD }, { ...CLIENT, address: "2001:db8:0:8::1" })).stage).toBe("signed-in");
  });
});

describe("a second factor", () => {
  test("is needed by a lead before anything opens, and its codes work once", async () => {
    const { email, secret } = await join("team-lead");
    const pending = await people.signIn.signIn({ email, password: PASSWORD }, CLIENT);
    expect(pending.stage).toBe("code");
    expect(await people.accounts.principalOfSession(pending.token)).toBeNull();
    // The code that confirmed the enrolment was used.
    expect((await refusal(people.signIn.giveCode(pending.token, codeOf(secret), CLIENT))).code).toBe("unauthenticated");
    pass(STEP_SECONDS * 1000);
    const code = codeOf(secret);
    const started = await people.signIn.giveCode(pending.token, `${code.slice(0, 3)} ${code.slice(3)}`, CLIENT);
    expect(started.token).not.toBe(pending.token);
    expect(await people.accounts.principalOfSession(started.token)).toMatchObject({ role: "team-lead" });
    expect(await people.accounts.session(pending.token)).toBeNull();
    const again = await people.signIn.signIn({ email, password: PASSWORD }, CLIENT);
    expect((await refusal(people.signIn.giveCode(again.token, code, CLIENT))).code).toBe("unauthenticated");
  });

  test("has recovery codes that work once each, however they are typed", async () => {
    const { email, recoveryCodes, id } = await join("admin");
    expect(recoveryCodes).toHaveLength(10);
    for (const typed of [recoveryCodes[0]!, recoveryCodes[1]!.toLowerCase().replaceAll("-", " ")]) {
      const pending = await people.signIn.signIn({ email, password: PASSWORD }, CLIENT);
      expect((await people.signIn.giveCode(pending.token, typed, CLIENT)).stage).toBe("signed-in");
      const again = await people.signIn.signIn({ email, password: PASSWORD }, CLIENT);
      expect((await refusal(people.signIn.giveCode(again.token, typed, CLIENT))).code).toBe("unauthenticated");
    }
    expect(await people.secondFactor.recoveryCodesLeft(id)).toBe(8);
  });

  test("cannot be guessed in parallel: five tries, then long waits", async () => {
    const { email } = await join("team-lead");
    const { token } = await people.signIn.signIn({ email, password: PASSWORD }, CLIENT);
    const guesses = await Promise.allSettled(Array.from({ length: 10 }, (_, index) => people.signIn.giveCode(token, index.toString().padStart(6, "0"), CLIENT)));
    expect(guesses.filter((guess) => guess.status === "rejected" && (guess.reason as { code: string }).code === "rate_limited")).toHaveLength(5);
  });

  test("may be enrolled by anybody, who gives the password again; other sessions end", async () => {
    const { email, token } = await join("analyst");
    const elsewhere = await people.signIn.signIn({ email, password: PASSWORD }, CLIENT);
    expect((await refusal(people.secondFactor.offer(token, "wrong", CLIENT))).code).toBe("forbidden");
    const { secret, uri } = await people.secondFactor.offer(token, PASSWORD, CLIENT);
    expect(uri).toContain(secret);
    expect((await refusal(people.secondFactor.confirm(token, "000000", CLIENT))).code).toMatch(/invalid_input/);
    expect((await people.secondFactor.confirm(token, codeOf(secret), CLIENT)).started).toBeNull();
    expect(await people.accounts.principalOfSession(token)).not.toBeNull();
    expect(await people.accounts.principalOfSession(elsewhere.token)).toBeNull();
    expect((await people.signIn.signIn({ email, password: PASSWORD }, CLIENT)).stage).toBe("code");
  });

  test("stays through a reset, and goes only by the owner's hand", async () => {
    const { email } = await join("team-lead");
    const lead = (await join("admin")).principal;
    const { token } = await people.people.reset(lead, { email });
    expect((await people.passwords.setByLink(token, PASSWORD, CLIENT)).stage).toBe("code");
    expect((await refusal(people.people.reset(lead, { email }, { removeFactor: true }))).code).toBe("forbidden");
    const { token: second } = await people.people.reset(owner, { email }, { removeFactor: true });
    expect((await people.passwords.setByLink(second, PASSWORD, CLIENT)).stage).toBe("enrolment");
  });
});

describe("sessions", () => {
  test("end by themselves: after a time without requests, and in any case after a day; sooner for leads", async () => {
    const { token } = await join("analyst");
    for (let hours = 0; hours < 23; hours += 1) {
      expect(await people.accounts.principalOfSession(token)).not.toBeNull();
      pass(HOUR);
    }
    pass(HOUR + 1);
    expect(await people.accounts.principalOfSession(token)).toBeNull();
    const lead = await join("team-lead");
    pass(31 * MINUTE);
    expect(await people.accounts.principalOfSession(lead.token)).toBeNull();
  });

  test("are listed and revoked by their holder, and by nobody else", async () => {
    const { email, token, principal } = await join("viewer");
    const other = await people.signIn.signIn({ email, password: PASSWORD }, { address: "192.0.2.1", agent: "other" });
    const stranger = (await join("viewer")).principal;
    const [id] = (await people.accounts.sessions(principal)).filter((session) => session.agent === "other").map((session) => session.id);
    expect((await refusal(people.accounts.revoke(stranger, id!))).code).toBe("not_found");
    await people.accounts.revoke(principal, id!);
    expect(await people.accounts.principalOfSession(other.token)).toBeNull();
    expect(await people.accounts.principalOfSession(token)).not.toBeNull();
    await people.accounts.end(token);
    expect(await people.accounts.principalOfSession(token)).toBeNull();
    expect(await eventsOf(principal.accountId)).toEqual(["account.created", "account.link-made", "account.password-set", "session.started", "session.started", "session.revoked", "session.ended"]);
  });

  test("end with the password they were made with", async () => {
    const { token, principal } = await join("viewer");
    expect((await refusal(people.passwords.change(principal, { current: "wrong", next: "a new long password" }, CLIENT))).code).toBe("forbidden");
    await people.passwords.change(principal, { current: PASSWORD, next: "a new long password" }, CLIENT);
    expect(await people.accounts.principalOfSession(token)).toBeNull();
  });
});

describe("people", () => {
  test("are managed up to one's own role, and never oneself", async () => {
    const lead = await join("team-lead");
    const admin = await join("admin");
    const analyst = await join("analyst");
    expect((await refusal(people.people.list(analyst.principal))).code).toBe("forbidden");
    expect((await refusal(people.people.create(analyst.principal, { email: newEmail(), role: "viewer" }))).code).toBe("forbidden");
    expect((await refusal(people.people.create(lead.principal, { email: newEmail(), role: "admin" }))).code).toBe("forbidden");
    expect((await refusal(people.people.reset(lead.principal, { id: admin.id }))).code).toBe("forbidden");
    expect((await refusal(people.people.setDisabled(lead.principal, admin.id, true))).code).toBe("forbidden");
    expect((await refusal(people.people.setRole(lead.principal, analyst.id, "admin"))).code).toBe("forbidden");
    expect((await refusal(people.people.setRole(lead.principal, lead.id, "viewer"))).code).toBe("forbidden");
    expect((await refusal(people.people.setRole(lead.principal, owner.accountId, "viewer"))).code).toBe("not_found");
    expect((await people.people.setRole(lead.principal, analyst.id, "investigator")).role).toBe("investigator");
    expect(await people.accounts.principalOfSession(analyst.token)).toBeNull();
  });

  test("have one account each", async () => {
    const { email } = await join("viewer");
    expect((await refusal(people.people.create(owner, { email: email.toUpperCase(), role: "viewer" }))).code).toBe("conflict");
    expect((await refusal(people.people.create(owner, { email: "nobody", role: "viewer" }))).code).toBe("invalid_input");
  });

  test("who need a second factor by a new role enrol it at their next sign-in", async () => {
    const { email, id } = await join("investigator");
    await people.people.setRole(owner, id, "team-lead");
    expect((await people.signIn.signIn({ email, password: PASSWORD }, CLIENT)).stage).toBe("enrolment");
  });
});

test("the database holds no password, token, recovery code or readable secret", async () => {
  const { email, token, secret, recoveryCodes } = await join("admin");
  const { token: link } = await people.people.reset(owner, { email });
  const { rows } = await db.pool.query<{ all: string }>(
    "SELECT string_agg(t::text, ' ') AS all FROM (SELECT a::text AS t FROM account a UNION ALL SELECT s::text FROM session s UNION ALL SELECT l::text FROM account_link l UNION ALL SELECT r::text FROM recovery_code r UNION ALL SELECT e::text FROM audit_event e) x",
  );
  const all = rows[0]!.all;
  expect(all).toContain(email);
  const secrets = [PASSWORD, token, link, ...recoveryCodes, secret];
  const bytes = [...secrets.map((text) => Buffer.from(text)), ...recoveryCodes.map((code) => Buffer.from(code.replaceAll("-", ""))), Buffer.from(fromBase32(secret))];
  for (const text of [...secrets, ...bytes.map((value) => value.toString("hex"))]) expect(all.includes(text)).toBe(false);
});
