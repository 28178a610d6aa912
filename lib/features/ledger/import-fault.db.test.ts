import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { ImportFile, ImportResult } from "@/lib/features/ledger/ledger.ports";
import { makePool, type Pool } from "@/lib/platform/db/pool";
import { recordOf, TestChain, type TestBlock, testScripts } from "@/lib/testing/chain";
import { freshDatabase, type TestDatabase } from "@/lib/testing/database";
import { dumpLedger, emptyLedger, fileOf, importInto, ledgerFaults } from "@/lib/testing/ledger-dump";
import { postgresProxy, type PostgresProxy } from "@/lib/testing/postgres-proxy";

/** Every kind of work in a few transactions: spends, a spend before what it spends, a reorganisation, blocks that come twice. */
const FILES = makeFiles();
const BATCH = { batchTransactions: 9 };
const BATCHES = 4;
/** Each lost connection costs a wait. */
const EVERY = 5;

let db: TestDatabase;
let proxy: PostgresProxy;
let pool: Pool;
/** Of an undisturbed import: its result, how many messages it sends, and the ledger after each of its batches. */
let result: Omit<ImportResult, "seconds">;
let messages: number;
const steps: string[] = [];

beforeAll(async () => {
  db = await freshDatabase();
  proxy = await postgresProxy(db.url);
  pool = makePool(proxy.url, { name: "assay test" });
  for (let batches = 0; batches <= BATCHES; batches += 1) steps.push(await ledgerAfter(batches));
  await emptyLedger(db.pool);
  proxy.fail(0, "cut-before");
  result = await importAll(0);
  messages = proxy.messages;
});
afterAll(async () => {
  await pool.end();
  await proxy.close();
  await db.close();
});
beforeEach(() => emptyLedger(db.pool));

function makeFiles(): readonly ImportFile[] {
  const chain = new TestChain();
  const blocks: TestBlock[] = [];
  for (let n = 0; n < 9; n += 1) {
    if (n === 7) chain.forget(3);
    const [coinbase] = chain.blocks.at(-1)?.txids ?? [];
    const spend = { inputs: [{ prevTxid: coinbase ?? "aa".repeat(32), prevN: 0 }], outputs: [{ value: 5n, script: testScripts.p2wpkh(n) }, { value: 7n, script: testScripts.p2pk(n) }] };
    blocks.push(chain.mine([spend, { inputs: [{ prevTxid: "bb".repeat(32), prevN: n }], outputs: [{ value: 1n, script: testScripts.opReturn("late") }] }], { tag: `/${n}/` }));
  }
  blocks.push(chain.mine(), chain.mine());
  const file = (name: string, order: readonly number[]): ImportFile =>
    fileOf(order.map((n, i) => ({ kind: "record", record: recordOf(blocks[n] ?? neverThere(), { file: name, next: i + 1 }) })), name);
  return [file("a.dat", [1, 0, 2, 4, 3, 5]), file("b.dat", [6, 2, 10, 9, 8, 7])];
}

function neverThere(): never {
  throw new Error("there is no such block");
}

const importAll = async (patienceMs: number): Promise<typeof result> => withoutSeconds(await importInto(pool, FILES, {}, { ...BATCH, patienceMs }));

function withoutSeconds({ seconds: _, ...rest }: ImportResult): typeof result {
  return rest;
}

const ledger = async (): Promise<string> => JSON.stringify(await dumpLedger(db.pool));

async function ledgerAfter(batches: number): Promise<string> {
  await emptyLedger(db.pool);
  const stop = new AbortController();
  let stored = 0;
  const onProgress = (): void => {
    stored += 1;
    if (stored === batches) stop.abort();
  };
  if (batches > 0) await importInto(db.pool, FILES, { signal: stop.signal, onProgress }, BATCH).catch(() => undefined);
  return ledger();
}

test("an undisturbed import makes another ledger with every batch", () => {
  expect(new Set(steps).size).toBe(BATCHES + 1);
  expect(messages).toBeGreaterThan(100);
  expect(result).toMatchObject({ files: 2, newTransactions: 29, rejected: [] });
});

describe("an import, whichever of its messages to the server", () => {
  test.each(["cut-before", "refuse"] as const)("fails (%s), leaves whole batches, and is finished by another one", async (fault) => {
    for (let n = 1; n <= messages; n += 1) {
      await emptyLedger(db.pool);
      proxy.fail(n, fault);
      const failure = await importAll(0).catch((error: unknown) => error);
      if (fault === "cut-before" && n < messages) expect(failure, `message ${n}`).toMatchObject({ code: "database_unavailable" });
      expect(await ledgerFaults(db.pool), `after message ${n}`).toEqual([]);
      expect(steps, `after message ${n}`).toContain(await ledger());
      proxy.fail(0, fault);
      await importAll(0);
      expect(await ledger(), `again after message ${n}`).toBe(steps.at(-1));
    }
  });

  test("gets no answer before its connection is lost, connects again, and says what an undisturbed one says", async () => {
    for (let n = 1; n <= messages; n += EVERY) await goesOn(n, "");
    // Here the batch is stored although the importer cannot know it.
    for (let n = 1; n <= BATCHES; n += 1) await goesOn(n, "COMMIT");
  });
});

async function goesOn(n: number, text: string): Promise<void> {
  await emptyLedger(db.pool);
  proxy.fail(n, "cut-after", text);
  expect(await importAll(60_000), `message ${n} ${text}`).toEqual(result);
  expect(await ledger(), `message ${n} ${text}`).toBe(steps.at(-1));
}
