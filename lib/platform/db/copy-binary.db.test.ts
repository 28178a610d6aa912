import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { RowColumns } from "@/lib/core/row-columns";
import { copyIn, copyOut } from "@/lib/platform/db/copy-binary";
import { bytesAt, textAt } from "@/lib/platform/db/copy-binary-decode";
import type { Client } from "@/lib/platform/db/pool";
import { freshDatabase, type TestDatabase } from "@/lib/testing/database";

const TARGET = "t(a, b, c, d, e, f, g, h)";
const QUERY = "SELECT a, b, c, d, e, f, g, h::text FROM t ORDER BY c";
const KINDS = ["int2", "int4", "id", "int8", "bool", "bytea", "text", "text"] as const;

let db: TestDatabase;
let client: Client;

beforeAll(async () => {
  db = await freshDatabase();
  client = await db.pool.connect();
  await client.query("CREATE TABLE t (a int2, b int4, c int8, d int8, e bool, f bytea, g text, h jsonb)");
});

afterAll(async () => {
  client.release();
  await db.close();
});

interface Row {
  readonly a: number | null;
  readonly b: number | null;
  readonly d: bigint | null;
  readonly e: boolean | null;
  readonly f: Uint8Array | null;
  readonly g: string | null;
  readonly h: unknown;
}

const nullsOf = (values: readonly unknown[]): Uint8Array => Uint8Array.from(values, (value) => (value === null ? 1 : 0));

function columnsFrom(rows: readonly Row[]): RowColumns {
  const a = rows.map((row) => row.a);
  const b = rows.map((row) => row.b);
  const d = rows.map((row) => row.d);
  const e = rows.map((row) => row.e);
  return {
    count: rows.length,
    columns: [
      { type: "int2", values: Int16Array.from(a, (value) => value ?? 7), nulls: nullsOf(a) },
      { type: "int4", values: Int32Array.from(b, (value) => value ?? 7), nulls: nullsOf(b) },
      { type: "int8", values: Float64Array.from(rows.keys(), (i) => i * 1e13 - 5e14) },
      { type: "int8", values: BigInt64Array.from(d, (value) => value ?? 7n), nulls: nullsOf(d) },
      { type: "bool", values: Uint8Array.from(e, (value) => (value === true ? 1 : 0)), nulls: nullsOf(e) },
      { type: "bytea", list: rows.map((row) => row.f) },
      { type: "text", values: rows.map((row) => row.g) },
      { type: "jsonb", values: rows.map((row) => row.h) },
    ],
  };
}

const row: fc.Arbitrary<Row> = fc.record({
  a: fc.option(fc.integer({ min: -32768, max: 32767 })),
  b: fc.option(fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 })),
  d: fc.option(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })),
  e: fc.option(fc.boolean()),
  f: fc.option(fc.uint8Array({ maxLength: 300 })),
  g: fc.option(fc.string({ unit: "grapheme" }).map((text) => text.replaceAll("\0", ""))),
  h: fc.constantFrom<unknown>(null, { a: [1, "zwei", null] }, [], "x", 3),
});

async function readBack(): Promise<Row[]> {
  const out: Row[] = [];
  await copyOut(client, QUERY, KINDS, ({ count, columns, nulls }) => {
    for (let i = 0; i < count; i += 1) {
      const at = <T>(column: number, value: () => T): T | null => (nulls[column]?.[i] === 1 ? null : value());
      if (columns[2][i] !== out.length * 1e13 - 5e14) throw new Error(`Row ${out.length} has another id.`);
      out.push({
        a: at(0, () => columns[0][i]!),
        b: at(1, () => columns[1][i]!),
        d: at(3, () => columns[3][i]!),
        e: at(4, () => columns[4][i] === 1),
        f: at(5, () => new Uint8Array(bytesAt(columns[5], i))),
        g: at(6, () => textAt(columns[6], i)),
        h: at(7, () => JSON.parse(textAt(columns[7], i)) as unknown),
      });
    }
  });
  return out;
}

describe("binary COPY", () => {
  test("reads back exactly the rows it wrote, of every type, with nulls and both ends of every range", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(row, { maxLength: 60 }), async (rows) => {
        await client.query("TRUNCATE t");
        expect(await copyIn(client, TARGET, columnsFrom(rows))).toBe(rows.length);
        expect(await readBack()).toEqual(rows);
      }),
      { numRuns: 50 },
    );
  });

  test("carries many chunks and rows longer than a chunk, in the order asked for", async () => {
    await client.query("TRUNCATE t");
    const rows = Array.from({ length: 20_000 }, (_, i): Row => ({ a: 1, b: i, d: BigInt(i), e: true, f: new Uint8Array(i === 9 ? 700_000 : 20).fill(i), g: null, h: null }));
    const columns = columnsFrom(rows);
    async function* twice(): AsyncGenerator<RowColumns> {
      yield { ...columns, count: 10_000, order: Uint32Array.from({ length: 10_000 }, (_, i) => 19_999 - i) };
      yield { ...columns, count: 10_000 };
    }
    expect(await copyIn(client, TARGET, twice())).toBe(20_000);
    const first = await client.query<{ b: number }>("SELECT b FROM t LIMIT 2");
    expect(first.rows.map((found) => found.b)).toEqual([19_999, 19_998]);
    expect(await readBack()).toEqual(rows);
  });

  test("slices of one arena and fixed widths give the same rows as lists", async () => {
    await client.query("CREATE TEMP TABLE s (a bytea, b bytea)");
    const bytes = Uint8Array.from({ length: 64 }, (_, i) => i);
    const columns: RowColumns["columns"] = [
      { type: "bytea", bytes, width: 32 },
      { type: "bytea", bytes, start: Uint32Array.of(60, 3), length: Uint32Array.of(4, 0), nulls: Uint8Array.of(0, 0) },
    ];
    await copyIn(client, "s(a, b)", { count: 2, columns });
    const { rows } = await client.query<{ a: Buffer; b: Buffer }>("SELECT a, b FROM s ORDER BY a");
    expect(rows.map(({ a, b }) => [a.toString("hex"), b.toString("hex")])).toEqual([
      [Buffer.from(bytes.subarray(0, 32)).toString("hex"), "3c3d3e3f"],
      [Buffer.from(bytes.subarray(32)).toString("hex"), ""],
    ]);
  });

  test("a refusal of the server is thrown and leaves the client usable, nothing stored", async () => {
    await client.query("TRUNCATE t");
    await client.query("CREATE UNIQUE INDEX t_b ON t(b)");
    const rows = Array.from({ length: 30_000 }, (_, i): Row => ({ a: 1, b: i % 29_999, d: 0n, e: true, f: new Uint8Array(200), g: null, h: null }));
    await expect(copyIn(client, TARGET, columnsFrom(rows))).rejects.toMatchObject({ code: "23505" });
    await expect(copyIn(client, "nowhere(a)", columnsFrom(rows))).rejects.toMatchObject({ code: "42P01" });
    await client.query("DROP INDEX t_b");
    expect((await client.query("SELECT 1 FROM t")).rowCount).toBe(0);
  });

  test("a failing producer ends the COPY and leaves the client usable", async () => {
    await client.query("TRUNCATE t");
    const part = columnsFrom([{ a: 1, b: 1, d: 1n, e: true, f: null, g: null, h: null }]);
    async function* failing(): AsyncGenerator<RowColumns> {
      yield part;
      throw new Error("no more rows");
    }
    await expect(copyIn(client, TARGET, failing())).rejects.toThrow("no more rows");
    expect((await client.query("SELECT 1 FROM t")).rowCount).toBe(0);
  });

  test("a failing reader leaves the client usable", async () => {
    await expect(copyOut(client, "SELECT generate_series(1, 100000)", ["int4"], () => { throw new Error("enough"); })).rejects.toThrow("enough");
    await expect(copyOut(client, "SELECT 1/0", ["int4"], () => undefined)).rejects.toMatchObject({ code: "22012" });
    await expect(copyOut(client, "SELECT 1", ["int8"], () => undefined)).rejects.toThrow("4 bytes where 8");
    expect(await copyOut(client, "SELECT generate_series(1, 100000)", ["int4"], () => undefined)).toBe(100_000);
  });

  test("a connection that is cut in the middle is an error on both sides, never a wait without end", async () => {
    const victim = await db.pool.connect();
    victim.on("error", () => undefined);
    const { rows } = await victim.query<{ pid: number }>("SELECT pg_backend_pid() AS pid");
    const part = columnsFrom(Array.from({ length: 5_000 }, (_, i): Row => ({ a: 1, b: i, d: 0n, e: true, f: new Uint8Array(500), g: null, h: null })));
    async function* cut(): AsyncGenerator<RowColumns> {
      yield part;
      await client.query("SELECT pg_terminate_backend($1)", [rows[0]!.pid]);
      for (let i = 0; i < 20; i += 1) yield part;
    }
    await expect(copyIn(victim, TARGET, cut())).rejects.toThrow();
    victim.release(true);
    const reader = await db.pool.connect();
    reader.on("error", () => undefined);
    const pid = (await reader.query<{ pid: number }>("SELECT pg_backend_pid() AS pid")).rows[0]!.pid;
    const reading = copyOut(reader, "SELECT generate_series(1, 30000000)", ["int4"], async () => {
      await client.query("SELECT pg_terminate_backend($1)", [pid]);
    });
    await expect(reading).rejects.toThrow();
    reader.release(true);
  });
});
