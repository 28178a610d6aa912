import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { hashToText } from "@/lib/core/hex";
import type { JobProgress } from "@/lib/core/jobs/job";
import { TestChain, testScripts, recordOf, txidOf, type TestTx } from "@/lib/testing/chain";
import { startSimulatedNode, type NodeHabits, type SimulatedNode } from "@/lib/testing/core-server";
import { freshDatabase, type TestDatabase } from "@/lib/testing/database";
import { genesisBlock } from "@/lib/testing/genesis";
import { dumpLedger, fileOf, importInto, ledgerFaults } from "@/lib/testing/ledger-dump";
import { syncInto } from "@/lib/testing/sync";

let db: TestDatabase;
const open: { close(): Promise<void> }[] = [];
beforeEach(async () => { db = await freshDatabase(); });
afterEach(async () => {
  await Promise.all(open.splice(0).map((each) => each.close()));
  await db.close();
});

async function nodeOf(chain: TestChain, habits: NodeHabits = {}): Promise<SimulatedNode> {
  const node = await startSimulatedNode(chain, habits);
  open.push(node);
  return node;
}

/** Mines blocks, each of which spends the coinbase of the block before it. */
function mine(chain: TestChain, blocks: number, seed = 0): void {
  for (let i = 0; i < blocks; i += 1) {
    const last = chain.blocks.at(-1);
    const coinbase = last?.txs[0];
    const spend: TestTx[] = coinbase === undefined ? [] : [{ inputs: [{ prevTxid: txidOf(coinbase), prevN: 0 }], outputs: [{ value: 1000n, script: testScripts.p2wpkh(seed + i) }, { value: 0n, script: testScripts.opReturn("x") }] }];
    chain.mine(spend, { tag: `/${seed}/` });
  }
}

/** The best chain as one imports it from nothing; blocks off it and how heights are known aside. */
async function expectLedgerOf(chain: TestChain): Promise<void> {
  const other = await freshDatabase();
  try {
    await importInto(other.pool, [fileOf([genesisBlock(chain.network), ...chain.blocks].map((block) => ({ kind: "record", record: recordOf(block, { heightSource: "source" }) })))]);
    expect(await bestChain(db)).toEqual(await bestChain(other));
    expect(await ledgerFaults(db.pool)).toEqual([]);
  } finally {
    await other.close();
  }
}

async function bestChain({ pool }: TestDatabase): Promise<Record<string, unknown[]>> {
  const dump = await dumpLedger(pool, { block: "main", tx: "status = 0" });
  const rows = (table: string): Record<string, unknown>[] => (dump[table] ?? []).map((row) => ({ ...(JSON.parse(row) as Record<string, unknown>), height_source: null }));
  const best = new Set(rows("tx").map(({ txid }) => txid));
  const ofBest = (table: string): unknown[] => rows(table).filter(({ txid }) => best.has(txid));
  return { block: rows("block"), tx: rows("tx"), output: ofBest("output"), input: ofBest("input"), coinbase: ofBest("coinbase") };
}

describe("fetching a node's chain into the ledger", () => {
  it("gives what importing the blocks gives, and says so in numbers", async () => {
    const chain = new TestChain();
    mine(chain, 60);
    const node = await nodeOf(chain);
    const sync = syncInto(db.pool);
    const progress: JobProgress[] = [];
    const result = await sync.core(node.url, {}, { onProgress: (each) => progress.push(each) });
    expect(result).toMatchObject({ blocks: 61, transactions: 120, newTransactions: 120, inputs: 59, unresolvedInputs: 0, rejected: [], reorganised: [], tip: { height: 60, hash: hashToText(chain.tip.hash) } });
    expect(result.requests).toBe(sync.log.rows.length);
    expect(progress.at(-1)).toMatchObject({ done: 61, total: 61, unit: "blocks" });
    await expectLedgerOf(chain);
    expect(await sync.core(node.url)).toMatchObject({ blocks: 0, transactions: 0, tip: { height: 60 } });
  });

  it("fills ranges in any order and never fetches a block twice", async () => {
    const chain = new TestChain();
    mine(chain, 50);
    const node = await nodeOf(chain);
    const sync = syncInto(db.pool);
    const counts = [];
    for (const [from, to] of [[30, 35], [10, 12], [0, 31], [null, null], [0, 50]] as const) counts.push((await sync.core(node.url, { from, to })).blocks);
    expect(counts).toEqual([6, 3, 32 - 2 - 3, 15, 0]);
    await expectLedgerOf(chain);
  });

  it("rolls a reorganisation back and says which heights changed", async () => {
    const chain = new TestChain();
    mine(chain, 20);
    const node = await nodeOf(chain);
    const sync = syncInto(db.pool);
    await sync.core(node.url);
    const old = chain.blocks.slice(-3).map(({ hash }) => hashToText(hash));
    chain.forget(3);
    mine(chain, 4, 7);
    const result = await sync.core(node.url);
    expect(result.reorganised).toEqual(old.map((from, i) => ({ height: 18 + i, from, to: hashToText(chain.blocks[17 + i]!.hash) })));
    expect(result.tip.height).toBe(21);
    await expectLedgerOf(chain);
  });

  it("follows the node to a branch that is shorter, and to a chain that only lost its end", async () => {
    const chain = new TestChain();
    mine(chain, 20);
    const node = await nodeOf(chain);
    const sync = syncInto(db.pool);
    await sync.core(node.url);
    chain.forget(5);
    mine(chain, 2, 7);
    expect((await sync.core(node.url)).tip.height).toBe(17);
    await expectLedgerOf(chain);
    const lost = chain.blocks.slice(-4).map(({ hash, height }) => ({ height, from: hashToText(hash), to: null }));
    chain.forget(4);
    expect((await sync.core(node.url)).reorganised).toEqual(lost);
    await expectLedgerOf(chain);
    mine(chain, 9, 8);
    await sync.core(node.url);
    await expectLedgerOf(chain);
  });

  it("goes on after it was cancelled, and after the node went away in the middle", async () => {
    const chain = new TestChain();
    mine(chain, 400);
    const node = await nodeOf(chain);
    const sync = syncInto(db.pool);
    const stop = new AbortController();
    await expect(sync.core(node.url, {}, { signal: stop.signal, onProgress: ({ done }) => { if (done === 150) stop.abort(); } })).rejects.toMatchObject({ code: "cancelled" });
    node.habits.fault = (_n, calls) => (calls[0]?.method === "getblock" && node.asked.length > 25 ? { status: 401, body: "" } : null);
    await expect(sync.core(node.url)).rejects.toMatchObject({ code: "source_unavailable" });
    delete node.habits.fault;
    await sync.core(node.url);
    await expectLedgerOf(chain);
  });

  it("follows the tip, through reorganisations and a node that is away, until it is told to stop", async () => {
    const chain = new TestChain();
    mine(chain, 10);
    const node = await nodeOf(chain);
    const stop = new AbortController();
    const trouble: string[] = [];
    const following = syncInto(db.pool).core(node.url, { followMs: 20 }, { signal: stop.signal, onTrouble: (message) => trouble.push(message) });
    const until = async (sql: string): Promise<void> => {
      for (let n = 0; ; n += 1) {
        const { rows } = await db.pool.query<{ ok: boolean }>(`SELECT (${sql}) AS ok`);
        if (rows[0]?.ok === true) return;
        if (n > 400) throw new Error(`never: ${sql}`);
        await new Promise((done) => setTimeout(done, 25));
      }
    };
    const top = "SELECT encode(hash, 'hex') FROM block WHERE main AND complete ORDER BY height DESC LIMIT 1";
    const isTop = (): string => `(${top}) = '${Buffer.from(chain.tip.hash).toString("hex")}'`;
    await until(isTop());
    mine(chain, 3, 1);
    await until(isTop());
    chain.forget(2);
    mine(chain, 4, 2);
    await until(isTop());
    node.habits.fault = () => ({ status: 403, body: "" });
    while (trouble.length === 0) await new Promise((done) => setTimeout(done, 10));
    delete node.habits.fault;
    chain.forget(1);
    mine(chain, 1, 3);
    await until(isTop());
    stop.abort();
    const result = await following;
    expect(result.tip).toEqual({ height: 15, hash: hashToText(chain.tip.hash) });
    expect(result.reorganised.map(({ height }) => height)).toEqual([12, 13, 15]);
    await expectLedgerOf(chain);
  });

  it("takes what a pruned node has, and says what it has not", async () => {
    const chain = new TestChain();
    mine(chain, 30);
    const node = await nodeOf(chain, { prunedBelow: 25, missing: [27] });
    const result = await syncInto(db.pool).core(node.url);
    expect(result).toMatchObject({ blocks: 5, rejectedCount: 2, tip: { height: 30 } });
    expect(result.rejected.map(({ position }) => position)).toEqual(["blocks 0 to 24", "block 27"]);
    expect(await ledgerFaults(db.pool)).toEqual([]);
    const whole = await nodeOf(chain);
    await syncInto(db.pool).core(whole.url, { from: 0 });
    await expectLedgerOf(chain);
  });

  it("ends with the node's final chain, however chain, node and reader stumble on the way", async () => {
    const step = fc.record({
      forget: fc.integer({ min: 0, max: 8 }), mine: fc.integer({ min: 0, max: 10 }),
      moveAt: fc.integer({ min: 1, max: 10 }), dropAt: fc.integer({ min: 1, max: 30 }), cancelAt: fc.integer({ min: 0, max: 60 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 5 }), async (steps) => {
        await db.close();
        db = await freshDatabase();
        const chain = new TestChain();
        mine(chain, 20);
        const node = await nodeOf(chain);
        const sync = syncInto(db.pool);
        for (const [seed, { forget, mine: blocks, moveAt, dropAt, cancelAt }] of steps.entries()) {
          node.asked.length = 0;
          node.habits.before = (n) => {
            if (n !== moveAt) return;
            chain.forget(forget);
            mine(chain, blocks, 10 * (seed + 1));
          };
          node.habits.fault = (n) => (n === dropAt ? "drop" : null);
          const stop = new AbortController();
          await sync.core(node.url, {}, { signal: stop.signal, onProgress: ({ done }) => { if (done === cancelAt) stop.abort(); } }).catch((error: unknown) => {
            expect(error).toMatchObject({ code: "cancelled" });
          });
        }
        delete node.habits.before;
        delete node.habits.fault;
        await sync.core(node.url);
        await expectLedgerOf(chain);
      }),
      { numRuns: 8 },
    );
  });
});
