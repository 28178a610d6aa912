import { chmodSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { isOwnerToken, readOwnerToken } from "@/lib/platform/auth/owner-token";

let home: string;
beforeEach(() => {
  home = path.join(mkdtempSync(path.join(os.tmpdir(), "assay-token-")), "home");
});
afterEach(() => {
  rmSync(path.dirname(home), { recursive: true });
});

describe("the owner's token", () => {
  it("is made once, kept, and readable by its owner alone", async () => {
    const tokens = await Promise.all([readOwnerToken(home), readOwnerToken(home), readOwnerToken(home)]);
    expect(new Set(tokens).size).toBe(1);
    expect(tokens[0]).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(statSync(path.join(home, "owner-token")).mode & 0o777).toBe(0o600);
  });

  it("is taken back from everybody who can read it", async () => {
    await readOwnerToken(home);
    chmodSync(path.join(home, "owner-token"), 0o644);
    await readOwnerToken(home);
    expect(statSync(path.join(home, "owner-token")).mode & 0o777).toBe(0o600);
  });

  it("is told from every other text", async () => {
    const token = await readOwnerToken(home);
    expect(await isOwnerToken(home, token)).toBe(true);
    for (const other of ["", token.slice(1), `${token}x`, token.toLowerCase(), "ä".repeat(43)]) expect(await isOwnerToken(home, other)).toBe(false);
  });

  it("is never the content of a damaged file", async () => {
    await readOwnerToken(home);
    writeFileSync(path.join(home, "owner-token"), "\n");
    await expect(isOwnerToken(home, "")).rejects.toThrow(/owner-token does not hold a token/);
  });
});
