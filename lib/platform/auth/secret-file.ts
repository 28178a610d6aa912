import { randomBytes } from "node:crypto";
import { chmod, link, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { AppError } from "@/lib/core/errors";

const SECRET = /^[A-Za-z0-9_-]{43}$/;

const isCode = (error: unknown, code: string): boolean => (error as NodeJS.ErrnoException).code === code;

/**
 * 32 random bytes as text: made on the first call and kept between starts in a file of the data folder that its owner alone can
 * read. Deleting the file makes a new one.
 */
export async function readSecretFile(home: string, name: string): Promise<string> {
  const file = path.join(home, name);
  try {
    const secret = (await readFile(file, "utf8")).trim();
    if (!SECRET.test(secret)) throw new AppError("invalid_input", `${file} does not hold a token of 43 characters. Delete it; the next start makes a new one.`);
    await chmod(file, 0o600);
    return secret;
  } catch (error) {
    if (!isCode(error, "ENOENT")) throw error;
    await make(home, file);
    return readSecretFile(home, name);
  }
}

/** Whole or not at all, and by one of several processes that may do so at once. */
async function make(home: string, file: string): Promise<void> {
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
