import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { merkleRoot } from "@/lib/core/bitcoin/merkle";
import { hashToText } from "@/lib/core/hex";
import { networkByName, subsidyAt } from "@/lib/core/network";
import { nodeHasher } from "@/lib/platform/chain/hasher";
import { concat, type TestTx, txidOf } from "@/lib/testing/chain";
import { testFolder } from "@/lib/testing/chain-files";
import { freshDatabase, type TestDatabase } from "@/lib/testing/database";
import { dumpLedger, emptyLedger, fileAt, importInto, ledgerFaults } from "@/lib/testing/ledger-dump";
import { NO_SHARED_DATA, sharedData } from "@/lib/testing/shared-data";

let db: TestDatabase;
beforeEach(async () => {
  db = await freshDatabase();
});
afterEach(() => db.close());

const put = testFolder();
const importFiles = (files: readonly string[], network: "bitcoin" | "regtest" = "bitcoin") => importInto(db.pool, files.map((file) => fileAt(file)), { network });
const hexOf = (text: string): Uint8Array => new Uint8Array(Buffer.from(text.replace(/^0x/, ""), "hex"));
const gzipped = (file: string): string => put(`${path.basename(file)}.gz`, gzipSync(readFileSync(file)));

/** How the height is known and what a source states beside the block are the source's own. */
async function rowsOfAnySource(): Promise<Record<string, string[]>> {
  const dump = await dumpLedger(db.pool);
  return { ...dump, block: (dump["block"] ?? []).map((row) => JSON.stringify({ ...(JSON.parse(row) as object), height_source: null })) };
}

const blocks = sharedData("blocks");
const esplora = sharedData("esplora/txs");

describe.skipIf(blocks === null || esplora === null)(`real data ${blocks === null ? NO_SHARED_DATA : ""}`, () => {
  const folder = blocks ?? "";
  const single = path.join(folder, "mainnet-single");
  const inSingle = (ending: string): string[] => (blocks === null ? [] : readdirSync(single).filter((name) => name.endsWith(ending)).map((name) => path.join(single, name)));

  test("gives the same rows by raw blocks, by Core's JSON, and by either in gzip", async () => {
    const byJson = inSingle(".getblock2.json");
    const byBytes = byJson.map((file) => file.replace(".getblock2.json", ".bin"));
    const rows: unknown[] = [];
    for (const files of [byBytes, byJson, byBytes.map(gzipped), byJson.map(gzipped)]) {
      await emptyLedger(db.pool);
      expect(await importFiles(files)).toMatchObject({ files: 5, blocks: 5, rejected: [] });
      expect(await ledgerFaults(db.pool)).toEqual([]);
      rows.push(await rowsOfAnySource());
    }
    expect(rows[1]).toEqual(rows[0]);
    expect(rows[2]).toEqual(rows[0]);
    expect(rows[3]).toEqual(rows[0]);
  });

  test("of all sixteen single blocks has the counts of their manifest and keeps the spends of unknown parents waiting", async () => {
    const manifest = JSON.parse(readFileSync(path.join(single, "manifest.json"), "utf8")) as { height: number; hash: string; txs: number; inputs: number }[];
    const sum = (of: (block: (typeof manifest)[number]) => number): number => manifest.reduce((total, block) => total + of(block), 0);
    const result = await importFiles(inSingle(".bin"));
    expect(result).toMatchObject({ blocks: 16, transactions: sum(({ txs }) => txs), inputs: sum(({ inputs }) => inputs), rejected: [], filesWithoutRecords: [] });
    const { rows } = await db.pool.query("SELECT b.height, encode(b.hash, 'hex') AS wire, count(t.id)::int AS txs FROM block b JOIN tx t ON t.block_id = b.id GROUP BY b.id ORDER BY b.height");
    expect(rows).toEqual(manifest.map(({ height, hash, txs }) => ({ height, wire: Buffer.from(hash, "hex").reverse().toString("hex"), txs })));
    expect((await db.pool.query("SELECT count(*)::int AS waiting FROM pending_input")).rows).toEqual([{ waiting: result.unresolvedInputs }]);
    expect(await ledgerFaults(db.pool)).toEqual([]);
    const before = await dumpLedger(db.pool);
    expect(await importFiles(inSingle(".bin"))).toMatchObject({ newTransactions: 0, transactions: result.transactions, unresolvedInputs: result.unresolvedInputs });
    expect(await dumpLedger(db.pool)).toEqual(before);
  });

  test("holds the first spend: in block 170 Satoshi pays 10 of his 50 BTC of block 9 and gets 40 back", async () => {
    await importFiles([path.join(folder, "mainnet-0-2156/blk00000.dat")]);
    const { rows } = await db.pool.query(
      `SELECT o.n, o.value, a.text, o.address_id = i.address_id AS back, i.value AS spent, pb.height AS mined, t.fee, t.position FROM tx t JOIN block b ON b.id = t.block_id JOIN output o ON o.tx_id = t.id
       JOIN address a ON a.id = o.address_id JOIN input i ON i.tx_id = t.id JOIN tx p ON p.id = i.prev_tx_id JOIN block pb ON pb.id = p.block_id WHERE b.height = 170 AND t.position = 1 ORDER BY o.n`,
    );
    const spend = { spent: 5_000_000_000n, mined: 9, fee: 0n, position: 1 };
    expect(rows).toEqual([
      { n: 0, value: 1_000_000_000n, text: "1Q2TWHE3GMdB6BZKafqwxXtWAWgFt5Jvm3", back: false, ...spend },
      { n: 1, value: 4_000_000_000n, text: "12cbQLTFMXRnSzktFkuoG3eHoMeFtpTu3S", back: true, ...spend },
    ]);
    const whole = await dumpLedger(db.pool);
    await emptyLedger(db.pool);
    await importFiles([gzipped(path.join(folder, "mainnet-0-2156/blk00000.dat"))]);
    expect(await dumpLedger(db.pool)).toEqual(whole);
  });

  test("with its previous outputs has fees that are exactly what each coinbase claims above its subsidy", async () => {
    const names = readdirSync(path.join(folder, "with-prevouts")).filter((name) => name.startsWith("full_"));
    const files = names.map((name) => put(name, JSON.stringify(asCoreBlock(JSON.parse(readFileSync(path.join(folder, "with-prevouts", name), "utf8")) as PrevoutFile))));
    expect(await importFiles(files)).toMatchObject({ files: 7, blocks: 7, rejected: [], flagged: [] });
    const { rows } = await db.pool.query<{ height: number; fees: bigint | null; unknown: bigint; claimed: bigint }>(
      `SELECT b.height, sum(t.fee)::int8 AS fees, count(*) FILTER (WHERE t.fee IS NULL AND t.flags & 1 = 0) AS unknown,
         (SELECT sum(o.value)::int8 FROM tx c JOIN output o ON o.tx_id = c.id WHERE c.block_id = b.id AND c.flags & 1 = 1) AS claimed
       FROM block b JOIN tx t ON t.block_id = b.id GROUP BY b.id ORDER BY b.height`,
    );
    expect(rows.map(({ height }) => height)).toEqual([170, 24_835, 57_043, 116_928, 210_000, 403_200, 757_739]);
    for (const { height, fees, unknown, claimed } of rows) {
      expect([height, unknown]).toEqual([height, 0n]);
      expect([height, fees ?? 0n]).toEqual([height, claimed - subsidyAt(networkByName("bitcoin"), height)]);
    }
  });

  test("as Esplora serves them is imported once, however often and in whatever wrapping it comes", async () => {
    const files = readdirSync(esplora ?? "").filter((name) => !/address\.json|utxos/.test(name)).map((name) => path.join(esplora ?? "", name));
    const first = await importFiles(files);
    expect(first).toMatchObject({ files: 11, blocks: 0, rejected: [], flagged: [] });
    expect(first.newTransactions).toBeGreaterThan(30);
    expect(await ledgerFaults(db.pool)).toEqual([]);
    const dump = await dumpLedger(db.pool);
    const perLine = files.map((file) => put(`${path.basename(file)}.ndjson`, [JSON.parse(readFileSync(file, "utf8")) as unknown].flat().map((tx) => JSON.stringify(tx)).join("\n")));
    for (const again of [files, files.map(gzipped), perLine]) {
      expect(await importFiles(again)).toMatchObject({ newTransactions: 0, transactions: first.transactions, addresses: first.addresses, rejected: [] });
      expect(await dumpLedger(db.pool)).toEqual(dump);
    }
    await emptyLedger(db.pool);
    await importFiles(perLine.map(gzipped).reverse());
    expect(await dumpLedger(db.pool)).toEqual(dump);
  });

  test("of the designed regtest chain has the totals of its checksums", async () => {
    const [line = ""] = readFileSync(path.join(folder, "regtest-clusters/btc/checksums.txt"), "utf8").split("\n");
    const [blockCount, txs, inputs, outputs] = (line.match(/\d+/g) ?? []).map((digits) => parseInt(digits, 10));
    const file = path.join(folder, "regtest-clusters/btc/blocks/blk00000.dat");
    for (const one of [file, gzipped(file)]) {
      await emptyLedger(db.pool);
      expect(await importFiles([one], "regtest")).toMatchObject({ blocks: blockCount, newTransactions: txs, inputs, outputs, unresolvedInputs: 0, rejected: [] });
      const { rows } = await db.pool.query("SELECT (SELECT count(*)::int FROM block) AS b, (SELECT count(*)::int FROM tx) AS t, (SELECT count(*)::int FROM input) AS i, (SELECT count(*)::int FROM output) AS o");
      expect(rows).toEqual([{ b: blockCount, t: txs, i: inputs, o: outputs }]);
      expect(await ledgerFaults(db.pool)).toEqual([]);
    }
  });
});

interface PrevoutFile {
  readonly chain_state: { readonly best_block_hash: string };
  readonly expected: { readonly block_height: number; readonly best_block_hash: string };
  readonly blocks: readonly { readonly header: { version: number; time: number; bits: number; nonce: number }; readonly data: { readonly transactions: readonly PrevoutTx[] } }[];
}

interface PrevoutTx {
  readonly version: number;
  readonly lock_time: number;
  readonly inputs: readonly { script: string; sequence: number; previous_output: { txid: string; vout: number; data: { value: number; pk_script: string } } }[];
  readonly outputs: readonly { value: number; pk_script: string }[];
}

/** The block as `getblock` of verbosity 3 prints it. Its hash is the file's own, so the importer's check of the header proves the rest. */
function asCoreBlock({ chain_state, expected, blocks: [block] }: PrevoutFile): unknown {
  if (block === undefined) throw new Error("there is no block in it");
  const txs = block.data.transactions;
  const txids = txs.map((tx) => txidOf(asTestTx(tx)));
  const { version, time, bits, nonce } = block.header;
  return {
    hash: expected.best_block_hash, confirmations: 1, height: expected.block_height, version, merkleroot: hashToText(merkleRoot(concat(...txids), nodeHasher.sha256d).root),
    time, nonce, bits: bits.toString(16).padStart(8, "0"), previousblockhash: chain_state.best_block_hash, nTx: txs.length,
    tx: txs.map((tx, i) => ({
      txid: hashToText(txids[i]!), version: tx.version, locktime: tx.lock_time,
      vin: i === 0 ? [{ coinbase: tx.inputs[0]!.script.slice(2), sequence: tx.inputs[0]!.sequence }] : tx.inputs.map(asCoreInput),
      vout: tx.outputs.map(({ value, pk_script }, n) => ({ n, value: value / 1e8, scriptPubKey: { hex: pk_script.slice(2) } })),
    })),
  };
}

const asCoreInput = ({ script, sequence, previous_output: { txid, vout, data } }: PrevoutTx["inputs"][number]): unknown => ({
  txid, vout, sequence, scriptSig: { hex: script.slice(2) }, prevout: { value: data.value / 1e8, scriptPubKey: { hex: data.pk_script.slice(2) } },
});

/** A coinbase's input is written like any other. */
const asTestTx = (tx: PrevoutTx): TestTx => ({
  version: tx.version,
  locktime: tx.lock_time,
  inputs: tx.inputs.map(({ script, sequence, previous_output: { txid, vout } }) => ({ prevTxid: txid, prevN: vout, sequence, scriptSig: hexOf(script) })),
  outputs: tx.outputs.map(({ value, pk_script }) => ({ value: BigInt(value), script: hexOf(pk_script) })),
});
