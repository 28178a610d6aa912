import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makePool, type Pool } from "@/lib/platform/db/pool";
import { freshDatabase, type TestDatabase } from "@/lib/testing/database";
import { dumpLedger, emptyLedger, fileOf, importInto, ledgerFaults } from "@/lib/testing/ledger-dump";
import { forkedChain, recordsOf } from "@/lib/testing/random-chain";

/** Importers of one moment, each with connections of its own. */
const IMPORTERS = 3;

let db: TestDatabase;
let pools: Pool[];
beforeAll(async () => {
  db = await freshDatabase();
  pools = Array.from({ length: IMPORTERS }, () => makePool(db.url, { name: "assay test" }));
});
afterAll(async () => {
  await Promise.all(pools.map((pool) => pool.end()));
  await db.close();
});

const says = fc.array(fc.nat(100), { minLength: 12, maxLength: 12 });

/** The records of a chain, and what each importer has of them, in an order of its own; together they have all. */
const overlapping = fc
  .tuple(forkedChain(), says)
  .map(([chain, saying]) => recordsOf(chain, saying))
  .chain((records) =>
    fc.record({
      records: fc.constant(records),
      shares: fc.tuple(...Array.from({ length: IMPORTERS }, (_, i) => fc.shuffledSubarray([...records], i === 0 ? { minLength: records.length } : {}))),
      batchTransactions: fc.integer({ min: 1, max: 8 }),
    }),
  );

test("importers that work at the same time on overlapping files make the ledger that one makes of all", async () => {
  await fc.assert(
    fc.asyncProperty(overlapping, async ({ records, shares, batchTransactions }) => {
      const files = (of: typeof records): ReturnType<typeof fileOf>[] => [fileOf(of.map((record, i) => ({ kind: "record", record: { ...record, at: { ...record.at, next: i + 1 } } })))];
      await emptyLedger(db.pool);
      const alone = await importInto(db.pool, files(records));
      const whole = await dumpLedger(db.pool);
      await emptyLedger(db.pool);
      const results = await Promise.all(pools.map((pool, i) => importInto(pool, files(shares[i] ?? []), {}, { batchTransactions })));
      expect(await ledgerFaults(db.pool)).toEqual([]);
      expect(await dumpLedger(db.pool)).toEqual(whole);
      expect(results.reduce((sum, { newTransactions }) => sum + newTransactions, 0)).toBe(alone.newTransactions);
    }),
    { numRuns: 40 },
  );
});
