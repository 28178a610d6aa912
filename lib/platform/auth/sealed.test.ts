import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { makePasswords } from "@/lib/platform/auth/passwords";
import { seal, unseal } from "@/lib/platform/auth/sealed";

let home: string;
beforeEach(() => {
  home = mkdtempSync(path.join(os.tmpdir(), "assay-sealed-"));
});
afterEach(() => {
  rmSync(home, { recursive: true });
});

test("what was sealed for one account opens for it, and for no other, and not once a bit has changed", async () => {
  const secret = Buffer.from("twenty bytes of it..");
  const sealed = await seal(home, "a", secret);
  expect(Buffer.from(sealed).includes(secret)).toBe(false);
  expect(await unseal(home, "a", sealed)).toEqual(secret);
  expect(await unseal(home, "b", sealed)).toBeNull();
  for (const at of [0, 15, sealed.length - 1]) {
    const damaged = Uint8Array.from(sealed, (byte, index) => (index === at ? byte ^ 1 : byte));
    expect(await unseal(home, "a", damaged)).toBeNull();
  }
  expect(await unseal(home, "a", sealed.subarray(0, 20))).toBeNull();
});

test("a lost key opens nothing", async () => {
  const sealed = await seal(home, "a", Buffer.from("secret"));
  rmSync(path.join(home, "auth-key"));
  expect(await unseal(home, "a", sealed)).toBeNull();
});

test("a password is found again, also composed in another way, and only with its own hash", async () => {
  const passwords = makePasswords();
  const stored = await passwords.hash("pr\u00e9cis et long assez");
  expect(stored).toMatch(/^\$argon2id\$v=19\$m=65536,t=3,p=1\$/);
  expect(await passwords.verify(stored, "pre\u0301cis et long assez")).toBe(true);
  expect(await passwords.verify(stored, "precis et long assez")).toBe(false);
  expect(await passwords.verify(null, "abc")).toBe(false);
});

test("a flood of sign-ins is sent away instead of taking all memory, and the line goes on afterwards", async () => {
  const passwords = makePasswords();
  const results = await Promise.allSettled(Array.from({ length: 40 }, () => passwords.verify(null, "x")));
  const refused = results.filter((result) => result.status === "rejected");
  expect(refused).toHaveLength(6);
  expect(refused[0]).toMatchObject({ reason: { code: "rate_limited" } });
  expect(await passwords.verify(null, "x")).toBe(false);
});
