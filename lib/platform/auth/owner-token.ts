import { randomBytes, timingSafeEqual } from "node:crypto";
import { chmod, link, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { AppError } from "@/lib/core/errors";

const TOKEN = /^[A-Za-z0-9_-]{43}$/;

const isCode = (error: unknown, code: string): boolean => (error as NodeJS.ErrnoException).code === code;

/**
 * The secret of the link that signs the local owner in: 32 random bytes, made on the first call and kept between starts in
 * `owner-token` of the data folder, readable by its owner alone. Deleting the file makes a new one.
 */
export async function readOwnerToken(home: string): Promise<string> {
  const file = path.join(home, "owner-token");
  try {
    const token = (await readFile(file, "utf8")).trim();
    if (!TOKEN.test(token)) throw new AppError("invalid_input", `${file} does not hold a token of 43 characters. Delete it; the next start makes a new one.`);
    await chmod(file, 0o600);
    return token;
  } catch (error) {
    if (!isCode(error, "ENOENT")) throw error;
    await makeToken(home, file);
    return readOwnerToken(home);
  }
}

/** Whole or not at all, and by one of several processes that may do so at once. */
async function makeToken(home: string, file: string): Promise<void> {
  await mkdir(home, { recursive: true });
  const draft = `${file}.${process.pid}`;
  await writeFile(draft, `${randomBytes(32).toString("base64url")}\n`, { mode: 0o600 });
  try {
    await link(draft, file);
  } catch (error) {
    if (!isCode(error, "EEXIST")) throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

/** Whether a text is the owner's token, in a time that says nothing about it. */
export async function isOwnerToken(home: string, text: string): Promise<boolean> {
  const expected = Buffer.from(await readOwnerToken(home));
  const given = Buffer.from(text);
  return given.length === expected.length && timingSafeEqual(given, expected);
}
