import { timingSafeEqual } from "node:crypto";
import { readSecretFile } from "@/lib/platform/auth/secret-file";

/** The secret of the link that signs the local owner in. Deleting the file makes a new one. */
export const readOwnerToken = (home: string): Promise<string> => readSecretFile(home, "owner-token");

/** Whether a text is the owner's token, in a time that says nothing about it. */
export async function isOwnerToken(home: string, text: string): Promise<boolean> {
  const expected = Buffer.from(await readOwnerToken(home));
  const given = Buffer.from(text);
  return given.length === expected.length && timingSafeEqual(given, expected);
}
