import { createHash, randomBytes } from "node:crypto";
import { mkdtemp, readFile, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { makeStaging } from "./staging";

let home: string;
beforeEach(async () => { home = await mkdtemp(path.join(tmpdir(), "assay-staging-")); });
afterEach(() => rm(home, { recursive: true }));

async function* pieces(bytes: Buffer, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

test.each([0, 1, 65_536, 1_000_001])("a file of %i bytes is kept whole under its SHA-256", async (size) => {
  const bytes = randomBytes(size);
  const staging = makeStaging(home);
  const kept = await staging.keep(pieces(bytes, 7_919), size);
  expect(kept).toEqual({ id: createHash("sha256").update(bytes).digest("hex"), bytes: size });
  expect((await readFile(staging.pathOf(kept.id))).equals(bytes)).toBe(true);
  expect(await staging.has(kept.id)).toBe(true);
});

test("fewer bytes than announced are refused, and nothing is left behind", async () => {
  const staging = makeStaging(home);
  await expect(staging.keep(pieces(randomBytes(10), 3), 11)).rejects.toThrow("10 bytes arrived where 11 were announced");
  expect(await readdir(path.join(home, "uploads"))).toEqual([]);
});

test("a file beyond the limit is refused while it arrives", async () => {
  const staging = makeStaging(home, 1000);
  await expect(staging.keep(pieces(randomBytes(1001), 100), null)).rejects.toMatchObject({ code: "too_large" });
  expect(await readdir(path.join(home, "uploads"))).toEqual([]);
});

test("a stream that breaks leaves nothing behind", async () => {
  const staging = makeStaging(home);
  async function* broken(): AsyncGenerator<Uint8Array> {
    yield randomBytes(10);
    throw new Error("the client went away");
  }
  await expect(staging.keep(broken(), 20)).rejects.toThrow("went away");
  expect(await readdir(path.join(home, "uploads"))).toEqual([]);
});
