import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { redact } from "@/lib/platform/log";

describe("a log line", () => {
  it("holds no credentials of a URL, wherever the URL stands", () => {
    const line = redact({ url: "http://user:hunter2@node:8332/", err: new Error("connect postgresql://assay:hunter2@127.0.0.1/assay failed"), list: ["x https://hunter2@host"] });
    expect(JSON.stringify(line)).not.toContain("hunter2");
    expect(JSON.stringify(line)).toContain("node:8332");
  });

  it.each(["password", "PASSWORD", "rpcPassword", "cookie", "set-cookie", "authorization", "token", "sessionToken", "apiKey", "secret"])("hides what is called %s", (key) => {
    expect(redact({ request: { headers: { [key]: "hunter2" } } })).toEqual({ request: { headers: { [key]: "[redacted]" } } });
  });

  it("hides the sign-in token in an address and an authorisation header in a text", () => {
    expect(redact("GET /sign-in?token=abc&x=1")).toBe("GET /sign-in?token=[redacted]&x=1");
    expect(redact("Authorization: Bearer abc.def")).toBe("Authorization: Bearer [redacted]");
  });

  it("writes bigint as text and bytes as their number", () => {
    expect(redact({ value: 2n ** 63n, txid: Buffer.alloc(32) })).toEqual({ value: "9223372036854775808", txid: "[32 bytes]" });
  });

  it("tells of an error what it is, not what hangs on it", () => {
    const error = Object.assign(new Error("gone", { cause: new Error("http://u:hunter2@node") }), { code: "57P01", client: { password: "hunter2" } });
    expect(redact(error)).toMatchObject({ type: "Error", message: "gone", code: "57P01", cause: { message: "http://[redacted]@node" } });
    expect(redact(error)).not.toHaveProperty("client");
  });

  it("is made of anything, and never throws", () => {
    fc.assert(
      fc.property(fc.anything({ withBigInt: true, withDate: true, withNullPrototype: true, withTypedArray: true, maxDepth: 12 }), (value) => {
        redact(value);
      }),
    );
    const loop: Record<string, unknown> = {};
    loop["self"] = loop;
    expect(JSON.stringify(redact(loop))).toContain("[deeper]");
  });
});
