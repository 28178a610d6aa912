import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { RawDocument } from "@/lib/platform/cli/command";
import { makeProgressBar, progressLine } from "@/lib/platform/cli/progress";
import { renderJson, renderText } from "@/lib/platform/cli/render";

describe("a document as JSON", () => {
  it("has amounts as decimal strings, times in ISO 8601, and unknown values as null", () => {
    expect(renderJson({ value: 2n ** 60n, at: new Date(0), none: null, absent: undefined }, 0)).toBe('{"value":"1152921504606846976","at":"1970-01-01T00:00:00.000Z","none":null}\n');
    expect(renderJson(undefined, 0)).toBe("null\n");
  });

  it("is one line that parses, whatever is in it", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = renderJson({ value }, 0);
        expect(text.indexOf("\n")).toBe(text.length - 1);
        JSON.parse(text);
      }),
    );
  });

  it("is left alone when it is no JSON", () => {
    expect([renderJson(new RawDocument("a,b\n"), 0), renderText(new RawDocument("a,b\n"))]).toEqual(["a,b\n", "a,b\n"]);
  });
});

describe("a document for people", () => {
  it("is lines of members and tables of items", () => {
    const text = renderText({ known: true, fee: 10n, height: null, inputs: [{ n: 0, value: 5n }, { n: 10, address: "bc1" }], wallet: { id: "7" }, claims: [] });
    expect(text).toBe(["known   true", "fee     10", "height  –", "", "inputs:", "   n  value  address", "   0      5", "  10         bc1", "", "wallet:", "  id  7", "claims: none", ""].join("\n"));
  });

  it("cannot steer the terminal", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (label) => {
        const text = renderText({ label, list: [label], rows: [{ label }] });
        expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
      }),
    );
    expect(renderText({ label: "\u001b[2Jgone" })).toContain("\\u001b[2Jgone");
  });
});

describe("a progress bar", () => {
  const at = { phase: "reading", done: 50, total: 200, unit: "bytes", from: 0, seconds: 10, counts: { blocks: 1234 } };

  it("tells phase, share, counts, rate and time left", () => {
    expect(progressLine(at)).toBe("reading ██████░░░░░░░░░░░░░░░░░░  25% · 1,234 blocks · 5 bytes/s · 0:30 left");
    expect(progressLine({ ...at, total: null })).toBe("reading 50 bytes · 1,234 blocks · 5 bytes/s");
    expect(progressLine({ ...at, total: 1e6 })).toContain("55:33:10 left");
  });

  it("writes to a terminal only, and cleans up after itself", () => {
    const written: string[] = [];
    const out = (isTTY: boolean) => ({ isTTY, columns: 40, write: (text: string) => written.push(text) > 0 });
    const none = makeProgressBar(out(false));
    none.draw(at);
    none.clear();
    expect(written).toEqual([]);
    const bar = makeProgressBar(out(true));
    bar.draw(at);
    bar.draw(at);
    bar.clear();
    bar.clear();
    expect(written).toHaveLength(2);
    expect(written[0]?.length).toBeLessThanOrEqual(40 + "\r\u001b[K".length);
  });
});
