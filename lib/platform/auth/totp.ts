import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { toBase32 } from "@/lib/platform/auth/base32";

/** RFC 6238 with what every authenticator app understands: SHA-1, six digits, steps of thirty seconds. */
export const STEP_SECONDS = 30;
const DIGITS = 6;
/** One step before and after: clocks differ, and people type slowly (RFC 6238, 5.2). */
const WINDOW = 1;
/** As long as the output of SHA-1 (RFC 4226, 4, R6). */
const SECRET_BYTES = 20;

/** HOTP of RFC 4226, 5.3. */
export function hotp(secret: Uint8Array, counter: number, digits = DIGITS): string {
  const message = Buffer.alloc(8);
  message.writeBigUInt64BE(BigInt(counter));
  const mac = createHmac("sha1", secret).update(message).digest();
  const offset = (mac[mac.length - 1] ?? 0) & 15;
  return ((mac.readUInt32BE(offset) & 0x7fff_ffff) % 10 ** digits).toString().padStart(digits, "0");
}

export const newSecret = (): Uint8Array => randomBytes(SECRET_BYTES);

/** @returns the time step that a code belongs to, null when it is none of now. The caller refuses steps that were used. */
export function stepOfCode(secret: Uint8Array, code: string, now: Date): number | null {
  if (!/^[0-9]{6}$/.test(code)) return null;
  const current = Math.floor(now.getTime() / 1000 / STEP_SECONDS);
  for (let step = current - WINDOW; step <= current + WINDOW; step += 1) {
    if (step >= 0 && timingSafeEqual(Buffer.from(hotp(secret, step)), Buffer.from(code))) return step;
  }
  return null;
}

/** What the QR code says: the key URI format that authenticator apps read. */
export function keyUri(secret: Uint8Array, email: string): string {
  const label = `${encodeURIComponent("Assay")}:${encodeURIComponent(email)}`;
  return `otpauth://totp/${label}?secret=${toBase32(secret)}&issuer=Assay&algorithm=SHA1&digits=${DIGITS}&period=${STEP_SECONDS}`;
}
