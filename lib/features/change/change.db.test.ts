import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CHANGE_HEURISTICS } from "@/lib/core/change/catalogue";
import { changeOf } from "@/lib/core/change/vote";
import { makeChangeStore } from "@/lib/features/change/change.repository";
import { makeImportService } from "@/lib/features/ledger/import.service";
import { makeLedgerStore } from "@/lib/features/ledger/ledger-write.repository";
import { nodeHasher } from "@/lib/platform/chain/hasher";
import { readChainFile } from "@/lib/platform/chain/open";
import type { Db } from "@/lib/platform/db/pool";
import { memoryChain } from "@/lib/testing/change-views";
import { openReadSide, type ReadSide } from "@/lib/testing/read-side";
import { NO_SHARED_DATA, sharedData } from "@/lib/testing/shared-data";

const file = sharedData("blocks/regtest-clusters/btc/blocks/blk00000.dat");

describe.skipIf(file === null)(file === null ? NO_SHARED_DATA : "the designed regtest chain, imported and analysed", () => {
  let read: ReadSide;
  let ids: ReadonlyMap<string, bigint>;
  let generation: number;

  beforeAll(async () => {
    read = await openReadSide();
    const { signal } = new AbortController();
    await makeImportService({ store: makeLedgerStore(read.db.pool, nodeHasher) }).run({
      network: "regtest", job: null, signal,
      files: [{ name: "blk", source: { kind: "blk", name: "blk", synthetic: false }, bytes: 0, open: (from) => readChainFile(file!, { format: "auto", network: "regtest", startAt: from, signal }) }],
    });
    await read.analyse();
    const { rows } = await read.db.pool.query<{ id: bigint; txid: string }>("SELECT id, encode(txid, 'hex') AS txid FROM tx");
    ids = new Map(rows.map((row) => [Buffer.from(row.txid, "hex").reverse().toString("hex"), row.id]));
    generation = (await read.db.pool.query<{ generation: number }>("SELECT generation FROM analysis_state")).rows[0]!.generation;
  });

  afterAll(() => read.db.close());

  it("looks to the heuristics as the same chain read without a database", async () => {
    const chain = memoryChain(file!, "regtest");
    const views = await makeChangeStore(read.db.pool).views(generation, [...ids.values()]);
    expect(views.size).toBe(chain.txs.length);
    let compared = 0;
    for (const tx of chain.txs) {
      const stored = views.get(ids.get(tx.txid)!)!;
      const expected = chain.view(tx);
      if (typeof stored === "string") {
        expect([tx.txid, stored]).toEqual([tx.txid, changeOf(expected).notAsked]);
        continue;
      }
      compared += 1;
      expect([tx.txid, stored.traits, stored.mixes]).toEqual([tx.txid, expected.traits, expected.mixes]);
      expect(stored.outputs.map(({ spender }) => spender)).toEqual(expected.outputs.map(({ spender }) => spender));
      for (const { name, heuristic } of CHANGE_HEURISTICS) {
        expect([tx.txid, name, heuristic.gap(stored), heuristic.candidates(stored)]).toEqual([tx.txid, name, heuristic.gap(expected), heuristic.candidates(expected)]);
      }
    }
    expect(compared).toBeGreaterThan(100);
  });

  it("is read in as many statements for all transactions as for one", async () => {
    const counted = async (txIds: readonly bigint[]): Promise<number> => {
      let statements = 0;
      const db: Db = {
        query: (text, params) => {
          statements += 1;
          return read.db.pool.query(text, params);
        },
      };
      await makeChangeStore(db).views(generation, txIds);
      return statements;
    };
    const spent = ids.get("32639a42a3a084a257c1d648f5df1cab32f3830173ff5c09f4adb0d008c2afbf")!;
    expect(await counted([spent])).toBe(6);
    expect(await counted([...ids.values()])).toBe(6);
  });
});
