import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { textToHash } from "@/lib/core/hex";
import { networkByName, subsidyAt, type NetworkName } from "@/lib/core/network";
import type { AnalysisResult } from "@/lib/features/analysis/analysis.service";
import { makeImportService } from "@/lib/features/ledger/import.service";
import { makeLedgerStore } from "@/lib/features/ledger/ledger-write.repository";
import { nodeHasher } from "@/lib/platform/chain/hasher";
import { readChainFile } from "@/lib/platform/chain/open";
import { makeTestAnalysis } from "@/lib/testing/analysis";
import { freshDatabase, type TestDatabase } from "@/lib/testing/database";
import { NO_SHARED_DATA, sharedData } from "@/lib/testing/shared-data";

const FILES = [
  { network: "bitcoin", kind: "blk", file: sharedData("blocks/mainnet-0-2156/blk00000.dat") },
  { network: "regtest", kind: "blk", file: sharedData("blocks/regtest-clusters/btc/blocks/blk00000.dat") },
  ...["whirlpool-coinjoin", "wabisabi-coinjoin", "joinmarket-coinjoin", "batch-withdrawal-143"].map((name) => ({ network: "bitcoin", kind: "esplora", file: sharedData(`esplora/txs/${name}.json`) }) as const),
] as const;

let db: TestDatabase;
let result: AnalysisResult;

/** Imports a file as `assay import` does. */
async function importFile(file: string, network: NetworkName, kind: "blk" | "esplora"): Promise<void> {
  const { signal } = new AbortController();
  const imported = await makeImportService({ store: makeLedgerStore(db.pool, nodeHasher) }).run({
    network,
    job: null,
    signal,
    files: [{ name: file, source: { kind, name: file, synthetic: false }, bytes: 0, open: (from) => readChainFile(file, { format: "auto", network, startAt: from, signal }) }],
  });
  expect(imported.rejected).toEqual([]);
}

const query = async <Row extends object>(sql: string, params: unknown[] = []): Promise<Row[]> => (await db.pool.query<Row & Record<string, unknown>>(sql, params)).rows;

const absent = FILES.some(({ file }) => file === null);

describe.skipIf(absent)(absent ? NO_SHARED_DATA : "real blocks and transactions, imported and analysed", () => {
  beforeAll(async () => {
    db = await freshDatabase();
    for (const { file, network, kind } of FILES) await importFile(file!, network, kind);
    const service = makeTestAnalysis(db.pool);
    result = await service.analyse();
  });

  afterAll(() => db.close());

  it("counts what is there", () => {
    expect(result).toMatchObject({ coinjoins: 4, poolBlocks: null, payouts: null, upToDate: false });
  });

  it("has all coins of the first 2,157 blocks in wallets, as many as were mined", async () => {
    const mined = Array.from({ length: 2157 }, (_, height) => subsidyAt(networkByName("bitcoin"), height)).reduce((sum, value) => sum + value, 0n);
    const [flow] = await query<{ value: bigint }>("SELECT sum(f.value)::int8 AS value FROM flow f JOIN wallet w ON w.id = f.dst AND w.generation = f.generation WHERE f.src = 0 AND w.network = 0");
    expect(flow?.value).toBe(mined);
    const [unspent] = await query<{ value: bigint }>(
      `SELECT sum(o.value)::int8 AS value FROM output o JOIN tx t ON t.id = o.tx_id AND t.network = 0 JOIN block b ON b.id = t.block_id AND b.height < 2157
       WHERE NOT EXISTS (SELECT 1 FROM input i WHERE i.prev_tx_id = o.tx_id AND i.prev_n = o.n)`,
    );
    expect(unspent?.value).toBe(mined);
  });

  it("reconciles: every wallet's balance is the sum of its addresses' and of its flows", async () => {
    const wrong = await query(
      `SELECT w.id FROM wallet w
       JOIN (SELECT wallet_id, sum(received - sent) AS balance FROM address_summary GROUP BY 1) a ON a.wallet_id = w.id
       LEFT JOIN (SELECT src, sum(value) AS value FROM flow GROUP BY 1) o ON o.src = w.id
       LEFT JOIN (SELECT dst, sum(value) AS value FROM flow GROUP BY 1) i ON i.dst = w.id
       WHERE w.received - w.sent <> a.balance OR w.received <> coalesce(i.value, 0) OR w.sent <> coalesce(o.value, 0)`,
    );
    expect(wrong).toEqual([]);
  });

  it("has the 280 clusters recorded for the designed chain, one of them for every OP_RETURN script", async () => {
    const [counted] = await query<{ wallets: bigint; markers: bigint }>(
      `SELECT (SELECT count(*) FROM wallet WHERE network = 4) AS wallets,
         (SELECT count(DISTINCT o.data) FROM output o JOIN tx t ON t.id = o.tx_id WHERE t.network = 4 AND o.address_id IS NULL) AS markers`,
    );
    expect((counted?.wallets ?? 0n) + (counted?.markers ?? 0n)).toBe(280n);
  });

  it.each([
    ["323df21f0b0756f98336437aa3d2fb87e02b59f1946b714a7b09df04d429dec2", "whirlpool"],
    ["fb596c9f675471019c60e984b569f9020dac3b2822b16396042b50c890b45e5e", "wasabi-2"],
    ["4f112abd2eefe3484a7bbf7c1731f784cba19de677468835145e9c448fb18b7d", "joinmarket"],
    ["3d81a6b95903dd457d45a2fc998acc42fe96f59ef01157bdcbc331fe451c8d9e", null],
  ])("judges %s: %s", async (txid, kind) => {
    const rows = await query<{ kind: string | null }>("SELECT c.kind FROM tx t LEFT JOIN coinjoin c ON c.tx_id = t.id WHERE t.txid = $1", [Buffer.from(textToHash(txid)!)]);
    expect(rows).toEqual([{ kind }]);
  });

  it("lets money pass through a CoinJoin without pairing its ends", async () => {
    const [join] = await query<{ came: bigint; left: bigint; paid: bigint }>(
      `SELECT (SELECT sum(value)::int8 FROM flow WHERE dst = -1000 - c.tx_id) AS came, (SELECT sum(value)::int8 FROM flow WHERE src = -1000 - c.tx_id) AS left,
         (SELECT sum(value)::int8 FROM input WHERE tx_id = c.tx_id) AS paid FROM coinjoin c WHERE c.kind = 'whirlpool'`,
    );
    expect(join).toEqual({ came: 25_030_000n, left: 25_030_000n, paid: 25_030_000n });
  });
});
