import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { readSecretFile } from "@/lib/platform/auth/secret-file";

const NONCE = 12;
const TAG = 16;

/**
 * What must be read again but must not lie open in the database, such as the secrets of second factors: AES-256-GCM under a
 * key in `auth-key` of the data folder, bound to `about`, so that it cannot be moved to another account.
 */
export async function seal(home: string, about: string, secret: Uint8Array): Promise<Uint8Array> {
  const nonce = randomBytes(NONCE);
  const cipher = createCipheriv("aes-256-gcm", await keyOf(home), nonce).setAAD(Buffer.from(about));
  return Buffer.concat([nonce, cipher.update(secret), cipher.final(), cipher.getAuthTag()]);
}

/** @returns null when the key or `about` is another one, or the bytes are damaged */
export async function unseal(home: string, about: string, sealed: Uint8Array): Promise<Uint8Array | null> {
  const bytes = Buffer.from(sealed);
  if (bytes.length < NONCE + TAG) return null;
  const decipher = createDecipheriv("aes-256-gcm", await keyOf(home), bytes.subarray(0, NONCE)).setAAD(Buffer.from(about)).setAuthTag(bytes.subarray(-TAG));
  try {
    return Buffer.concat([decipher.update(bytes.subarray(NONCE, -TAG)), decipher.final()]);
  } catch {
    return null; // node:crypto has one error for all of it
  }
}

const keyOf = async (home: string): Promise<Buffer> => Buffer.from(await readSecretFile(home, "auth-key"), "base64url");
