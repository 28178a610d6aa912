import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ChainRecord } from "@/lib/core/bitcoin/columns";
import { networkByName } from "@/lib/core/network";
import { makeLedgerStore } from "@/lib/features/ledger/ledger-write.repository";
import { nodeHasher } from "@/lib/platform/chain/hasher";
import { freshDatabase, type TestDatabase } from "@/lib/testing/database";
import { dumpLedger, emptyLedger, ledgerFaults, TEST_SOURCE } from "@/lib/testing/ledger-dump";
import { recordOf } from "@/lib/testing/chain";
import { forkedChain, type ForkedBlock, recordsOf } from "@/lib/testing/random-chain";

let db: TestDatabase;
beforeAll(async () => {
  db = await freshDatabase();
});
afterAll(() => db.close());

const REGTEST = networkByName("regtest");

/** Writes the records in batches of the sizes given, each by one of two importers that take turns. */
async function write(records: readonly ChainRecord[], sizes: readonly number[]): Promise<void> {
  await emptyLedger(db.pool);
  const store = makeLedgerStore(db.pool, nodeHasher);
  const writers = [store.openWriter(REGTEST, null), store.openWriter(REGTEST, null)];
  for (let from = 0, i = 0; from < records.length; i += 1) {
    const size = sizes[i % sizes.length] ?? 1;
    const batch = records.slice(from, from + size).map((record) => ({ record, source: TEST_SOURCE }));
    await writers[size % 2]?.write({ records: batch }, () => ({}));
    from += size;
  }
}

const says = fc.array(fc.nat(100), { minLength: 12, maxLength: 12 });
const sizes = fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 6 });

describe("the ledger", () => {
  test("is the same whatever the order of the records, the batches, and who writes them", async () => {
    const cases = fc
      .tuple(forkedChain(), says)
      .map(([chain, saying]) => recordsOf(chain, saying))
      .chain((records) => fc.tuple(fc.constant(records), fc.shuffledSubarray([...records], { minLength: records.length }), sizes));
    await fc.assert(
      fc.asyncProperty(cases, async ([records, shuffled, batches]) => {
        await write(records, [records.length]);
        expect(await ledgerFaults(db.pool)).toEqual([]);
        const whole = await dumpLedger(db.pool);
        await write(shuffled, batches);
        expect(await ledgerFaults(db.pool)).toEqual([]);
        expect(await dumpLedger(db.pool)).toEqual(whole);
        const { rows } = await db.pool.query<{ version: bigint }>("SELECT version FROM ledger_state");
        await makeLedgerStore(db.pool, nodeHasher).openWriter(REGTEST, null).write({ records: shuffled.map((record) => ({ record, source: TEST_SOURCE })) }, () => ({}));
        expect(await dumpLedger(db.pool)).toEqual(whole);
        expect((await db.pool.query("SELECT version FROM ledger_state")).rows).toEqual(rows);
      }),
      { numRuns: 60 },
    );
  });

  test("after any reorganisations counts exactly what importing only the final best chain counts", async () => {
    await fc.assert(
      fc.asyncProperty(forkedChain(14), sizes, async (chain, batches) => {
        await write(chain.map(({ block, bits }) => recordOf(block, { bits })), batches);
        expect(await ledgerFaults(db.pool)).toEqual([]);
        const counted = await countedRows();
        const best = new Set((await db.pool.query<{ hash: string }>("SELECT encode(hash, 'hex') AS hash FROM block WHERE main")).rows.map(({ hash }) => hash));
        expect(best.size).toBe(longest(chain));
        const final = chain.filter(({ block }) => best.has(Buffer.from(block.hash).toString("hex")));
        await write(final.map(({ block, bits }) => recordOf(block, { bits })), [100]);
        expect(await countedRows()).toEqual(counted);
      }),
      { numRuns: 60 },
    );
  });
});

async function countedRows(): Promise<unknown> {
  const dump = await dumpLedger(db.pool, { tx: "status = 0", block: "main", output: "(SELECT status FROM tx WHERE encode(tx.txid, 'hex') = q.txid) = 0", input: "(SELECT status FROM tx WHERE encode(tx.txid, 'hex') = q.txid) = 0" });
  return [dump["tx"], dump["block"], dump["output"], dump["input"]];
}

/** How many blocks the branch with the most work has; of equal ones all have the same length here. */
function longest(chain: readonly ForkedBlock[]): number {
  const totals: { work: number; length: number }[] = [];
  for (const { parent, bits } of chain) {
    const above = totals[parent] ?? { work: 0, length: 0 };
    totals.push({ work: above.work + (bits === 0x207fffff ? 1 : 256), length: above.length + 1 });
  }
  return totals.reduce((best, total) => (total.work > best.work ? total : best)).length;
}
