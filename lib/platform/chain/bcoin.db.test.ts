import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { NO_BCOIN, loadBcoin, startBcoinNode, type BcoinNode } from "@/lib/testing/bcoin-node";
import { freshDatabase, type TestDatabase } from "@/lib/testing/database";
import { dumpLedger, fileAt, importInto, ledgerFaults } from "@/lib/testing/ledger-dump";
import { NO_SHARED_DATA, sharedData } from "@/lib/testing/shared-data";
import { syncInto } from "@/lib/testing/sync";

const bcoin = loadBcoin();
const file = sharedData("blocks/mainnet-0-2156/blk00000.dat");
const skipped = bcoin === null ? NO_BCOIN : file === null ? NO_SHARED_DATA : null;

describe.skipIf(skipped !== null)(`the first 2,157 blocks of mainnet over the RPC of bcoin ${skipped ?? ""}`, () => {
  let node: BcoinNode;
  let db: TestDatabase;
  beforeAll(async () => {
    if (bcoin !== null) node = await startBcoinNode(bcoin, file ?? "");
  });
  afterAll(() => node.close());
  beforeEach(async () => { db = await freshDatabase(); });
  afterEach(() => db.close());

  it("give the same ledger as the file itself", async () => {
    const sync = syncInto(db.pool);
    const result = await sync.core(node.url);
    expect(result).toMatchObject({ blocks: 2157, transactions: 2187, newTransactions: 2187, unresolvedInputs: 0, rejected: [], flagged: [], tip: { height: 2156, hash: "0000000062975abcff6404d02ad9b418f959a52cf8670d1286f8cfa54f7515a7" } });
    expect(JSON.stringify(sync.log.rows)).not.toContain("a-key-of-the-tests");
    expect(await ledgerFaults(db.pool)).toEqual([]);
    const other = await freshDatabase();
    await importInto(other.pool, [fileAt(file ?? "")], { network: "bitcoin" });
    const [fetched, imported] = [await dumpLedger(db.pool), await dumpLedger(other.pool)];
    await other.close();
    // Before BIP 34 a block does not say its height: there the node's word stands where the file leaves it to the chain.
    const plain = (dump: typeof fetched): unknown => ({ ...dump, block: dump["block"]?.map((row) => ({ ...(JSON.parse(row) as object), height_source: null })) });
    expect(plain(fetched)).toEqual(plain(imported));
  });

  it("arrive in any ranges, and only once", async () => {
    const sync = syncInto(db.pool);
    const blocks = [];
    for (const [from, to] of [[2000, null], [170, 170], [0, 300], [null, null], [0, null]] as const) blocks.push((await sync.core(node.url, { from, to })).blocks);
    expect(blocks).toEqual([157, 1, 300, 0, 2157 - 157 - 301]);
    expect(await ledgerFaults(db.pool)).toEqual([]);
  });
});
