import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ByteWindow } from "@/lib/platform/chain/byte-window";
import { splitJson } from "@/lib/platform/chain/json-split";

async function* inChunks(bytes: Buffer, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

/** The records of a text, as "position text" or "position! problem". */
async function split(text: string | Buffer, chunk = 1 << 20): Promise<string[]> {
  const window = new ByteWindow(inChunks(Buffer.from(text), chunk), 0, new AbortController().signal);
  const found: string[] = [];
  for await (const { position, bytes, problem } of splitJson(window)) found.push(bytes === null ? `${position}! ${problem}` : `${position} ${bytes.toString()}`);
  return found;
}
async function parsed(text: string, chunk: number): Promise<unknown[]> {
  const window = new ByteWindow(inChunks(Buffer.from(text), chunk), 0, new AbortController().signal);
  const found: unknown[] = [];
  for await (const { bytes, problem } of splitJson(window)) found.push(bytes === null ? problem : JSON.parse(bytes.toString()));
  return found;
}

describe("splitting JSON", () => {
  it("finds the records of lists, lines, values in a row, and one alone", async () => {
    expect(await split('[{"a":1},\n {"b":[2]} , 3,"x"]')).toEqual(['[0] {"a":1}', '[1] {"b":[2]}', "[2] 3", '[3] "x"']);
    expect(await split('{"a":1}\n\n  {"b":2}\r\n{"c":3}')).toEqual(['line 1 {"a":1}', 'line 3   {"b":2}\r', 'line 4 {"c":3}']);
    expect(await split('{\n "a": 1\n}\n{\n "b": 2\n}')).toEqual(['line 1 {\n "a": 1\n}', 'line 4 {\n "b": 2\n}']);
    expect(await split('\ufeff{"a":1}')).toEqual(['line 1 {"a":1}']);
    expect(await split("12")).toEqual(["line 1 12"]);
    expect(await split(" \n ")).toEqual([]);
    expect(await split("[]")).toEqual([]);
    expect(await split("[{}][{}]")).toEqual(["[0] {}", "[0] {}"]);
  });

  it("is not misled by brackets, quotes and backslashes inside text", async () => {
    const tricky = { a: '}"]{[,\\', '"': "\\\\\"", b: ["\\", '"', "\n"] };
    expect(await parsed(JSON.stringify([tricky, tricky]), 3)).toEqual([tricky, tricky]);
  });

  it("finds the same whatever the chunks are", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.dictionary(fc.string(), fc.jsonValue()), { maxLength: 5 }), fc.integer({ min: 1, max: 50 }), fc.constantFrom(0, 1), async (values, chunk, indent) => {
        const expected = JSON.parse(JSON.stringify(values)) as unknown[];
        expect(await parsed(JSON.stringify(values, null, indent), chunk)).toEqual(expected);
        expect(await parsed(values.map((value) => JSON.stringify(value)).join("\n"), chunk)).toEqual(expected);
        expect(await parsed(values.map((value) => JSON.stringify(value, null, indent)).join("\n"), chunk)).toEqual(expected);
      }),
    );
  });

  it("loses one line where a line is damaged", async () => {
    expect(await split('{"a":1}\n{"b":"\n{"c":3}')).toEqual(['line 1 {"a":1}', 'line 2 {"b":"', 'line 3 {"c":3}']);
    expect(await split('{"a":\n{"b":2}')).toEqual(['line 1 {"a":', 'line 2 {"b":2}']);
  });

  it("says where the brackets stop matching, and that the file ends inside a record", async () => {
    expect(await split('[{"a":1},{"b":[}]},{"c":1}]')).toEqual(['[0] {"a":1}', "[1]! the brackets do not match at byte 15: the rest of the file is not read"]);
    expect(await split('[{"a":1},{"b":')).toEqual(['[0] {"a":1}', "[1]! the file ends inside this record"]);
    expect(await split('[{"a":1},')).toEqual(['[0] {"a":1}', "[1]! the file ends inside its list"]);
  });

  it("refuses what is nested too deep, and goes on", async () => {
    const deep = (n: number): string => `{"a":${"[".repeat(n)}${"]".repeat(n)}}`;
    expect(await split(`[${deep(60)},${deep(70)},${deep(200_000)},{}]`)).toEqual([`[0] ${deep(60)}`, "[1]! it is nested deeper than 64 levels", "[2]! it is nested deeper than 64 levels", "[3] {}"]);
    expect(await split(`${deep(1)}\n${deep(100)}\n{}`)).toEqual([`line 1 ${deep(1)}`, "line 2! it is nested deeper than 64 levels", "line 3 {}"]);
  });

  it("refuses a record that is longer than any, without holding it, and goes on", async () => {
    async function* long(before: string, after: string): AsyncGenerator<Uint8Array> {
      yield Buffer.from(before);
      for (let i = 0; i < 80; i += 1) yield Buffer.alloc(1 << 20, 0x61);
      yield Buffer.from(after);
    }
    for (const [before, after, position] of [['[{"a":1},"', '",{"b":2}]', "[1]"], ['{"a":1}\n{"x":"', '"}\n{"b":2}', "line 2"]] as const) {
      const found: (string | null)[] = [];
      for await (const item of splitJson(new ByteWindow(long(before, after), 0, new AbortController().signal))) found.push(item.problem === null ? item.bytes!.toString() : `${item.position}! ${item.problem}`);
      expect(found).toEqual(['{"a":1}', `${position}! it is longer than 64 MiB`, '{"b":2}']);
    }
  });

  it("never throws and always ends, whatever the bytes", async () => {
    const soup = fc.array(fc.constantFrom("{", "}", "[", "]", '"', "\\", ",", ":", "1", "\n", " ", "{}", "é", "\u0000"), { maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(soup, fc.integer({ min: 1, max: 9 }), async (pieces, chunk) => {
        expect(Array.isArray(await split(pieces.join(""), chunk))).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });
});
