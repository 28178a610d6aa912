/** NIST SP 800-63B: length decides; no rules about kinds of characters, no expiry. */
export const PASSWORD_LENGTH = { least: 12, most: 256 } as const;
const LEAST_DIFFERENT = 6;

/** @returns why a password may not be used, as a sentence for the person who chose it; null when it may */
export function passwordFault(password: string, email: string): string | null {
  const characters = Array.from(password); // code points, as NIST counts them
  const { least, most } = PASSWORD_LENGTH;
  if (characters.length < least) return `Use at least ${least} characters. A few unrelated words do well.`;
  if (characters.length > most) return `Use at most ${most} characters.`;
  if (new Set(characters).size < LEAST_DIFFERENT) return "Use more than a few different characters.";
  const name = email.split("@")[0] ?? email;
  const lower = password.toLowerCase();
  if (lower === email || (name.length > 0 && lower.replaceAll(name, "").length < least / 2)) return "Do not use your e-mail address as the password.";
  return null;
}
