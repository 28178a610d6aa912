import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { freshDatabase, type TestDatabase } from "@/lib/testing/database";
import { fileAt, importInto, ledgerFaults } from "@/lib/testing/ledger-dump";
import { NO_SHARED_DATA, sharedData } from "@/lib/testing/shared-data";

let db: TestDatabase;
beforeEach(async () => {
  db = await freshDatabase();
});
afterEach(() => db.close());

const first = sharedData("blocks/mainnet-0-2156/blk00000.dat");

describe.skipIf(first === null)(`the first 2,157 blocks of mainnet ${first === null ? NO_SHARED_DATA : ""}`, () => {
  test("are imported whole, resolve every input, and add up to what was mined", async () => {
    const result = await importInto(db.pool, [fileAt(first ?? "")], { network: "bitcoin" });
    expect(result).toMatchObject({ files: 1, blocks: 2157, transactions: 2187, newTransactions: 2187, unresolvedInputs: 0, rejected: [], filesWithoutRecords: [] });
    expect(await ledgerFaults(db.pool)).toEqual([]);
    const { rows } = await db.pool.query("SELECT sum(value)::int8 AS unspent FROM output o WHERE NOT EXISTS (SELECT 1 FROM input i WHERE i.prev_tx_id = o.tx_id AND i.prev_n = o.n)");
    expect(rows).toEqual([{ unspent: 2157n * 5_000_000_000n }]);
  });
});
