import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ChainRecord } from "@/lib/core/bitcoin/columns";
import { networkByName } from "@/lib/core/network";
import { makeLedgerStore } from "@/lib/features/ledger/ledger-write.repository";
import { nodeHasher } from "@/lib/platform/chain/hasher";
import { makeTestAnalysis } from "@/lib/testing/analysis";
import { freshDatabase, type TestDatabase } from "@/lib/testing/database";
import { emptyLedger, TEST_SOURCE } from "@/lib/testing/ledger-dump";
import { forkedChain, recordsOf } from "@/lib/testing/random-chain";

let db: TestDatabase;
beforeAll(async () => {
  db = await freshDatabase();
});
afterAll(() => db.close());

/** Imports the records in batches of these sizes, and analyses what came of it. */
async function analysed(records: readonly ChainRecord[], sizes: readonly number[]): Promise<void> {
  await emptyLedger(db.pool);
  const writer = makeLedgerStore(db.pool, nodeHasher).openWriter(networkByName("regtest"), null);
  for (let from = 0, i = 0; from < records.length; i += 1) {
    const size = sizes[i % sizes.length] ?? 1;
    await writer.write({ records: records.slice(from, from + size).map((record) => ({ record, source: TEST_SOURCE })) }, () => ({}));
    from += size;
  }
  await makeTestAnalysis(db.pool).analyse({ full: true });
}

/** Every link by its scripts and its txid: nothing of what depends on the order of arrival. */
async function links(): Promise<readonly string[]> {
  const { rows } = await db.pool.query<{ link: string }>(
    `SELECT concat_ws(' ', least(a.script, b.script), greatest(a.script, b.script), l.rule, t.txid) COLLATE "C" AS link
     FROM link l JOIN analysis_state s ON s.generation = l.generation JOIN address a ON a.id = l.address_id JOIN address b ON b.id = l.next_id LEFT JOIN tx t ON t.id = l.tx_id ORDER BY 1`,
  );
  return rows.map(({ link }) => link);
}

/** Addresses from which the links do not lead to the one that names their wallet. */
async function astray(): Promise<readonly object[]> {
  const { rows } = await db.pool.query<{ address_id: bigint }>(
    `WITH RECURSIVE g AS (SELECT generation FROM analysis_state), way AS (
       SELECT s.address_id, s.wallet_id, s.address_id AS at FROM address_summary s JOIN g USING (generation)
       UNION SELECT w.address_id, w.wallet_id, l.next_id FROM way w JOIN g ON true JOIN link l ON l.generation = g.generation AND l.address_id = w.at
     ) SELECT address_id FROM way GROUP BY address_id, wallet_id HAVING NOT bool_or(at = wallet_id)`,
  );
  return rows;
}

/** The same transactions of a source that says neither where in the block they stand, nor at which height it lies. */
const placeless = (record: ChainRecord): ChainRecord => ({
  ...record,
  block: record.block === null ? null : { ...record.block, prevHash: null, height: null, heightSource: null, txCount: null, complete: false },
  position: record.position.map(() => -1),
});

const says = fc.array(fc.nat(100), { minLength: 20, maxLength: 20 });
const sizes = fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 6 });

describe("the links that make addresses wallets", () => {
  test("are the same whatever the order of import, and lead every address to the one that names its wallet", async () => {
    let found = 0;
    const cases = fc
      .tuple(forkedChain(20, 12), says, fc.boolean())
      .map(([chain, saying, placed]) => (placed ? recordsOf(chain, saying) : recordsOf(chain, saying).map(placeless)))
      .chain((records) => fc.tuple(fc.constant(records), fc.shuffledSubarray([...records], { minLength: records.length }), sizes));
    await fc.assert(
      fc.asyncProperty(cases, async ([records, shuffled, batches]) => {
        await analysed(records, [records.length]);
        const before = await links();
        found += before.length;
        expect(await astray()).toEqual([]);
        await analysed(shuffled, batches);
        expect(await links()).toEqual(before);
        expect(await astray()).toEqual([]);
      }),
      { numRuns: 30 },
    );
    expect(found).toBeGreaterThan(60);
  });
});
