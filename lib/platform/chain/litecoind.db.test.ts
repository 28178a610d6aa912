import { setTimeout as wait } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { decodeCoreBlock } from "@/lib/core/bitcoin/core-json";
import type { Decoded } from "@/lib/core/bitcoin/columns";
import { NetworkGuess } from "@/lib/core/bitcoin/network-guess";
import { networkByName } from "@/lib/core/network";
import { parseBtc } from "@/lib/core/money";
import { nodeHasher } from "@/lib/platform/chain/hasher";
import { freshDatabase, type TestDatabase } from "@/lib/testing/database";
import { dumpLedger, fileAt, fileOf, importInto, ledgerFaults } from "@/lib/testing/ledger-dump";
import { NO_LITECOIND, litecoindPath, startLitecoind, type Litecoind } from "@/lib/testing/litecoind";
import { syncInto } from "@/lib/testing/sync";

const binary = litecoindPath();
const network = networkByName("litecoin-regtest");

interface BlockJson {
  readonly tx: readonly { readonly txid: string; readonly vout: readonly { readonly n: number; readonly value: number; readonly scriptPubKey: { readonly hex: string; readonly addresses?: readonly string[] } }[] }[];
}

/** Such an output carries the address of its key's hash in the ledger, and none at the node. */
const isPubkey = (script: string): boolean => /^(21.{66}|41.{130})ac$/.test(script);

describe.skipIf(binary === null)(`a real node ${binary === null ? NO_LITECOIND : "(litecoind)"}`, () => {
  let node: Litecoind;
  let db: TestDatabase;
  beforeAll(async () => {
    node = await startLitecoind(binary ?? "");
    await node.mine(120);
    await spend();
  });
  afterAll(async () => { await node.close(); });
  beforeEach(async () => { db = await freshDatabase(); });
  afterEach(async () => { await db.close(); });

  /** Payments to every kind of address, several in one block, chained within a block, and a consolidation. */
  async function spend(): Promise<void> {
    for (const type of ["bech32", "p2sh-segwit", "legacy"]) {
      const address = await node.call<string>("getnewaddress", "", type);
      for (const amount of [1.5, 0.0005, 7]) await node.call("sendtoaddress", address, amount);
    }
    const keys = await Promise.all([1, 2].map(async () => (await node.call<{ pubkey: string }>("getaddressinfo", await node.call<string>("getnewaddress"))).pubkey));
    const { address } = await node.call<{ address: string }>("addmultisigaddress", 1, keys, "", "bech32");
    await node.call("sendtoaddress", address, 2);
    await node.call("sendtoaddress", await node.call<string>("getnewaddress"), 100, "", "", true);
    await node.mine(3);
  }

  /** All blocks of the best chain as the node's own JSON. */
  async function blocksAsJson(): Promise<{ json: BlockJson[]; decoded: Decoded[] }> {
    const json: BlockJson[] = [];
    const decoded: Decoded[] = [];
    for (let height = 0; height <= (await node.call<number>("getblockcount")); height += 1) {
      const block = await node.call<BlockJson>("getblock", await node.call("getblockhash", height), 2);
      json.push(block);
      decoded.push(decodeCoreBlock(block, { hasher: nodeHasher, network: new NetworkGuess(network, nodeHasher), file: "json", position: `block ${height}`, next: height + 1 }));
    }
    return { json, decoded };
  }

  /** Rows of the best chain. Who said a height first may differ. */
  async function rows(of: TestDatabase): Promise<Record<string, unknown>> {
    const dump = await dumpLedger(of.pool, { block: "main", tx: "status = 0" });
    const parsed = (table: string): Record<string, unknown>[] => (dump[table] ?? []).map((row) => ({ ...(JSON.parse(row) as Record<string, unknown>), height_source: null }));
    const best = new Set(parsed("tx").map(({ txid }) => txid));
    return Object.fromEntries(["block", "tx", "output", "input", "coinbase"].map((table) => [table, parsed(table).filter(({ txid }) => txid === undefined || best.has(txid))]));
  }

  async function withOther<T>(work: (other: TestDatabase) => Promise<T>): Promise<T> {
    const other = await freshDatabase();
    try {
      return await work(other);
    } finally {
      await other.close();
    }
  }

  const sameAsJson = async (): Promise<void> => {
    const { decoded } = await blocksAsJson();
    await withOther(async (other) => {
      await importInto(other.pool, [fileOf(decoded)], { network: "litecoin-regtest" });
      expect(await rows(db)).toEqual(await rows(other));
    });
    expect(await ledgerFaults(db.pool)).toEqual([]);
  };

  it("gives over RPC, row by row, what its JSON and its blk files give", async () => {
    const result = await syncInto(db.pool).core(node.url);
    expect(result).toMatchObject({ blocks: 124, unresolvedInputs: 0, rejected: [], flagged: [], tip: { height: 123 } });
    await sameAsJson();
    await node.stop(); // so that all is in the files
    await withOther(async (other) => {
      await importInto(other.pool, [fileAt(node.blocks, "litecoin-regtest"), fileAt(`${node.blocks}/blk00000.dat`, "litecoin-regtest")].slice(1), { network: "litecoin-regtest" });
      expect(await rows(other)).toEqual(await rows(db));
    });
    await node.start();
  });

  it("has every address, script and value in the ledger as it says them itself", async () => {
    await syncInto(db.pool).core(node.url);
    const { json } = await blocksAsJson();
    const said = json.flatMap(({ tx }) => tx.flatMap(({ txid, vout }) => vout.map(({ n, value, scriptPubKey: { hex, addresses } }) => [txid, n, parseBtc(String(value)), addresses?.length === 1 && !isPubkey(hex) ? addresses[0] : null, hex])));
    const { rows: stored } = await db.pool.query<{ txid: Buffer; n: number; value: bigint; text: string | null; script: Buffer }>(
      "SELECT t.txid, o.n, o.value, a.text, coalesce(a.script, o.data) AS script FROM output o JOIN tx t ON t.id = o.tx_id LEFT JOIN address a ON a.id = o.address_id",
    );
    const key = (row: readonly unknown[]): string => row.map(String).join(" ");
    expect(stored.map(({ txid, n, value, text, script }) => key([Buffer.from(txid).reverse().toString("hex"), n, value, isPubkey(script.toString("hex")) ? null : text, script.toString("hex")])).sort()).toEqual(said.map(key).sort());
  });

  it("gives the same as JSON, asked with what each input spends", async () => {
    const sync = syncInto(db.pool);
    expect(await sync.core(node.url, { how: "prevouts" })).toMatchObject({ rejected: [], unresolvedInputs: 0 });
    expect(sync.log.rows.some(({ what }) => /^POST getblock "[0-9a-f]{64}" 3/.test(what))).toBe(true);
    await sameAsJson();
  });

  it("counts the same unspent money as the ledger", async () => {
    await syncInto(db.pool).core(node.url);
    const set = await node.call<{ txouts: number; total_amount: number; height: number }>("gettxoutsetinfo");
    const unspent = "FROM output o JOIN tx t ON t.id = o.tx_id WHERE t.status = 0 AND o.data IS NULL AND t.ord >= 1 << 20 AND NOT EXISTS (SELECT 1 FROM input i JOIN tx s ON s.id = i.tx_id WHERE i.prev_tx_id = o.tx_id AND i.prev_n = o.n AND s.status = 0)";
    const { rows: sums } = await db.pool.query<{ n: bigint; sum: bigint }>(`SELECT count(*) AS n, sum(o.value)::int8 AS sum ${unspent}`);
    expect(sums).toEqual([{ n: BigInt(set.txouts), sum: parseBtc(String(set.total_amount)) }]);
    const { rows: rich } = await db.pool.query<{ text: string; sum: bigint }>(`SELECT a.text, sum(o.value)::int8 AS sum ${unspent.replace("WHERE", "JOIN address a ON a.id = o.address_id WHERE")} GROUP BY 1 ORDER BY 2 DESC LIMIT 20`);
    for (const { text, sum } of rich) {
      const scanned = await node.call<{ total_amount: number }>("scantxoutset", "start", [`addr(${text})`]);
      expect([text, parseBtc(String(scanned.total_amount))]).toEqual([text, sum]);
    }
  });

  it("reorganises by invalidateblock, to longer and to shorter branches, and the ledger goes with it", async () => {
    const sync = syncInto(db.pool);
    await sync.core(node.url);
    for (const [depth, blocks] of [[4, 6], [3, 1], [2, 0]] as const) {
      const height = await node.call<number>("getblockcount");
      const lost = await node.call<string>("getblockhash", height - depth + 1);
      await node.call("invalidateblock", lost);
      if (blocks > 0) await node.mine(blocks);
      const result = await sync.core(node.url);
      expect(result.reorganised[0]).toMatchObject({ height: height - depth + 1, from: lost });
      expect(result.tip).toEqual({ height: height - depth + blocks, hash: await node.call("getbestblockhash") });
      await sameAsJson();
    }
    await node.mine(3);
    await sync.core(node.url);
    await sameAsJson();
  });

  it("is followed while it mines and reorganises, by the cookie that is new after its restart", async () => {
    const stop = new AbortController();
    const trouble: string[] = [];
    const following = syncInto(db.pool).core(`http://127.0.0.1:${node.port}`, { cookieFile: node.cookieFile, followMs: 100 }, { signal: stop.signal, onTrouble: (message) => trouble.push(message) });
    const caughtUp = async (): Promise<void> => {
      const best = await node.call<string>("getbestblockhash");
      for (let n = 0; n < 600; n += 1) {
        const { rows: found } = await db.pool.query("SELECT 1 FROM block WHERE main AND complete AND hash = $1", [Buffer.from(best, "hex").reverse()]);
        if (found.length > 0) return;
        await wait(50);
      }
      throw new Error(`The ledger never got ${best}. ${trouble.join(" ")}`);
    };
    await caughtUp();
    await node.mine(2);
    await caughtUp();
    await node.stop();
    await node.start();
    await node.call("invalidateblock", await node.call("getblockhash", (await node.call<number>("getblockcount")) - 1));
    await node.mine(4);
    await caughtUp();
    stop.abort();
    expect((await following).tip.hash).toBe(await node.call("getbestblockhash"));
    await sameAsJson();
  });

  it("may be killed and started again in the middle", async () => {
    await node.mine(250);
    let killed: Promise<void> | null = null;
    const restart = async (): Promise<void> => {
      await node.stop();
      await node.start();
    };
    const result = await syncInto(db.pool, {}).core(node.url, {}, { onProgress: ({ done }) => { if (done > 30) killed ??= restart(); } });
    await (killed as Promise<void> | null);
    expect(killed).not.toBeNull();
    expect(result.rejected).toEqual([]);
    await sameAsJson();
  });

  it("is not believed to be on another network, and not let in by a wrong password", async () => {
    const sync = syncInto(db.pool);
    await expect(sync.core(`http://u:wrong@127.0.0.1:${node.port}`)).rejects.toThrow(/answered 401 Unauthorized\. Check user name and password/);
    await expect(sync.core(`http://127.0.0.1:${node.port}/wallet/none/x`)).rejects.toMatchObject({ code: "source_unavailable" });
    expect(JSON.stringify(sync.log.rows)).not.toContain("wrong");
  });
});
