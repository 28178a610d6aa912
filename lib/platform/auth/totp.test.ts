import { describe, expect, test } from "vitest";
import { toBase32 } from "@/lib/platform/auth/base32";
import { hotp, keyUri, STEP_SECONDS, stepOfCode } from "@/lib/platform/auth/totp";

const SECRET = Buffer.from("12345678901234567890");

describe("one-time codes", () => {
  test.each([755224, 287082, 359152, 969429, 338314, 254676, 287922, 162583, 399871, 520489].map((code, counter) => [counter, code.toString()]))("are those of RFC 4226, appendix D: %i", (counter, code) => {
    expect(hotp(SECRET, counter)).toBe(code);
  });

  test.each([
    [59, "94287082"], [1111111109, "07081804"], [1111111111, "14050471"], [1234567890, "89005924"], [2000000000, "69279037"], [20000000000, "65353130"],
  ])("are those of RFC 6238, appendix B, at %i s", (seconds, code) => {
    expect(hotp(SECRET, Math.floor(seconds / STEP_SECONDS), 8)).toBe(code);
    expect(stepOfCode(SECRET, code.slice(2), new Date(seconds * 1000))).toBe(Math.floor(seconds / STEP_SECONDS));
  });

  test("hold for one step before and after, and no longer", () => {
    const code = hotp(SECRET, 1000);
    const at = (step: number): Date => new Date(step * STEP_SECONDS * 1000);
    expect([998, 999, 1000, 1001, 1002].map((step) => stepOfCode(SECRET, code, at(step)))).toEqual([null, 1000, 1000, 1000, null]);
  });

  test.each(["", "12345", "1234567", "abcdef", "１２３４５６", " 123456"])("are six digits and nothing else: %j", (text) => {
    expect(stepOfCode(SECRET, text, new Date(59_000))).toBeNull();
  });
});

test("base 32 is that of RFC 4648, section 10, without padding", () => {
  const vectors = { "": "", f: "MY", fo: "MZXQ", foo: "MZXW6", foob: "MZXW6YQ", fooba: "MZXW6YTB", foobar: "MZXW6YTBOI" };
  for (const [text, encoded] of Object.entries(vectors)) expect(toBase32(Buffer.from(text))).toBe(encoded);
});

test("the key URI names issuer and account", () => {
  expect(keyUri(SECRET, "ada+x@example.org")).toBe("otpauth://totp/Assay:ada%2Bx%40example.org?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Assay&algorithm=SHA1&digits=6&period=30");
});
