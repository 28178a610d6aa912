import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { cancellable, inTransaction, makePool, queryCancellable } from "@/lib/platform/db/pool";
import { freshDatabase, type TestDatabase } from "@/lib/testing/database";

let db: TestDatabase;
beforeAll(async () => {
  db = await freshDatabase();
});
afterAll(() => db.close());

const running = async (text: string): Promise<number> => {
  const { rowCount } = await db.pool.query("SELECT 1 FROM pg_stat_activity WHERE state = 'active' AND query LIKE $1 AND pid <> pg_backend_pid()", [`${text}%`]);
  return rowCount ?? 0;
};
const until = async (condition: () => Promise<boolean>): Promise<void> => {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 10));
};

describe("values", () => {
  it("come as bigint, Buffer, Date and the text of a date", async () => {
    const { rows } = await db.pool.query(
      "SELECT 9007199254740993::int8 AS big, ARRAY[1, NULL, 9007199254740993]::int8[] AS list, '\\x00ff'::bytea AS bytes, '2020-01-02T03:04:05Z'::timestamptz AS at, '2020-01-02'::date AS day, count(*) AS n FROM ledger_state",
    );
    expect(rows[0]).toEqual({ big: 9007199254740993n, list: [1n, null, 9007199254740993n], bytes: Buffer.from([0, 255]), at: new Date("2020-01-02T03:04:05Z"), day: "2020-01-02", n: 1n });
  });

  it("go in as bigint", async () => {
    const { rows } = await db.pool.query("SELECT $1::int8 AS one, $2::int8[] AS many", [2n ** 62n, [1n, -1n]]);
    expect(rows[0]).toEqual({ one: 2n ** 62n, many: [1n, -1n] });
  });
});

describe("a transaction", () => {
  it("leaves nothing when its work fails, and the connection is fit for use", async () => {
    await db.pool.query("CREATE TABLE t_a (n int)");
    const work = inTransaction(db.pool, async (client) => {
      await client.query("INSERT INTO t_a VALUES (1)");
      throw new Error("changed my mind");
    });
    await expect(work).rejects.toThrow("changed my mind");
    expect((await db.pool.query("SELECT * FROM t_a")).rowCount).toBe(0);
  });

  it("fails without ending the process when its connection is cut", async () => {
    const small = makePool(db.url, { max: 1 });
    const work = inTransaction(small, async (client) => {
      const { rows } = await client.query<{ pid: number }>("SELECT pg_backend_pid() AS pid");
      await db.pool.query("SELECT pg_terminate_backend($1)", [rows[0]?.pid]);
      await client.query("SELECT 1");
    });
    await expect(work).rejects.toThrow(/terminat|connection error/);
    expect((await small.query("SELECT 1 AS one")).rows).toEqual([{ one: 1 }]);
    await small.end();
  });
});

describe("a cancelled query", () => {
  it("ends on the server, says so, and leaves its connection fit for the next user", async () => {
    const small = makePool(db.url, { max: 1 });
    const stop = new AbortController();
    const query = queryCancellable(small, stop.signal, "SELECT pg_sleep(600)");
    const refused = expect(query).rejects.toMatchObject({ code: "cancelled" });
    await until(async () => (await running("SELECT pg_sleep(600)")) === 1);
    stop.abort();
    await refused;
    expect(await running("SELECT pg_sleep(600)")).toBe(0);
    for (let i = 0; i < 20; i += 1) expect((await small.query("SELECT 1 AS one")).rows).toEqual([{ one: 1 }]);
    await small.end();
  });

  it("starts no further query after the signal", async () => {
    const stop = new AbortController();
    const seen: unknown[] = [];
    const work = cancellable(db.pool, stop.signal, async (client) => {
      seen.push((await client.query("SELECT 1 AS n")).rows[0]);
      stop.abort();
      seen.push((await client.query("SELECT 2 AS n")).rows[0]);
    });
    await expect(work).rejects.toMatchObject({ code: "cancelled" });
    expect(seen).toEqual([{ n: 1 }]);
  });
});

it("a pool with limits gives up waiting and gives up slow statements", async () => {
  const tight = makePool(db.url, { max: 1, waitMs: 100, statementMs: 100 });
  await expect(tight.query("SELECT pg_sleep(600)")).rejects.toMatchObject({ code: "57014" });
  const held = await tight.connect();
  await expect(tight.query("SELECT 1")).rejects.toThrow(/timeout/i);
  held.release();
  await tight.end();
});
