import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { chainOrder, unplacedOrder } from "@/lib/core/graph/order";
import { networkByName } from "@/lib/core/network";
import { makeLedgerStore } from "@/lib/features/ledger/ledger-write.repository";
import { nodeHasher } from "@/lib/platform/chain/hasher";
import { makeTestAnalysis } from "@/lib/testing/analysis";
import { recordOf, testScripts } from "@/lib/testing/chain";
import { freshDatabase, type TestDatabase } from "@/lib/testing/database";
import { emptyLedger, TEST_SOURCE } from "@/lib/testing/ledger-dump";
import { insertLedger } from "@/lib/testing/ledger-insert";
import { arbitraryLedger, type LedgerRows } from "@/lib/testing/ledger-rows";
import { LedgerSeed } from "@/lib/testing/ledger-seed";
import { forkedChain } from "@/lib/testing/random-chain";
import { referenceAnalysis } from "@/lib/testing/reference-analysis";
import { generationOf, storedAnalysis } from "@/lib/testing/stored-analysis";

let db: TestDatabase;
beforeAll(async () => {
  db = await freshDatabase();
});
afterAll(() => db.close());

/** The same transactions one after the other, three a block; those that no block is known of stay so. */
const inOrder = (ledger: LedgerRows, unplaced: boolean): LedgerRows => ({
  ...ledger,
  txs: ledger.txs.map((tx, i) => (tx.status === 1 && unplaced ? { ...tx, ord: unplacedOrder(BigInt(tx.id)) } : { ...tx, status: tx.status === 2 ? 2 : 0, ord: chainOrder(100 + Math.floor(i / 3), i % 3), time: 1_600_000_000 + 600 * i })),
});

const upTo = ({ txs, addresses }: LedgerRows, count: number): LedgerRows => ({ addresses, txs: txs.slice(0, count) });

/** As an importer says it that only added to what there was. */
async function grow(ledger: LedgerRows): Promise<void> {
  await insertLedger(db.pool, ledger);
  await declareGrowth();
}

const declareGrowth = (): Promise<unknown> => db.pool.query("UPDATE ledger_state SET grown_from = CASE grown_to WHEN version - 1 THEN grown_from ELSE version - 1 END, grown_to = version");

const analyse = (full = false) => makeTestAnalysis(db.pool).analyse({ full });
/** Where a ledger is cut, in hundredths of its length. */
const cuts = fc.array(fc.nat(99), { minLength: 1, maxLength: 3 }).map((list) => [...list.sort((a, b) => a - b), 100]);

describe("what a ledger gains at its end", () => {
  it("is added to the current generation, which then is what a new one would be", async () => {
    let merged = 0;
    await fc.assert(
      fc.asyncProperty(arbitraryLedger(60, 0, 25), cuts, async (random, [first = 0, ...more]) => {
        const ledger = inOrder(random, false);
        const part = (percent: number): LedgerRows => upTo(ledger, Math.floor((percent * ledger.txs.length) / 100));
        await insertLedger(db.pool, part(first));
        const { generation, wallets } = await analyse(true);
        for (const percent of more) {
          await grow(part(percent));
          await analyse();
          expect(await storedAnalysis(db.pool)).toEqual(referenceAnalysis(part(percent)));
        }
        expect(await generationOf(db.pool)).toBe(generation);
        const state = async () => (await db.pool.query<Record<string, unknown>>("SELECT stats, reach FROM analysis_state")).rows;
        const grown = await state();
        if ((await analyse(true)).wallets < wallets) merged += 1;
        expect(await state()).toEqual(grown);
      }),
      { numRuns: 40 },
    );
    expect(merged).toBeGreaterThan(5);
  });

  it("gives a new generation where it does not all stand at the end", async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryLedger(40, 0, 15), fc.nat(15), async (random, at) => {
        const ledger = inOrder(random, true);
        await insertLedger(db.pool, upTo(ledger, at));
        await analyse(true);
        await grow(ledger);
        await analyse();
        expect(await storedAnalysis(db.pool)).toEqual(referenceAnalysis(ledger));
      }),
      { numRuns: 25 },
    );
  });
});

describe("a ledger in which more has changed", () => {
  const [ledger] = fc.sample(arbitraryLedger(60, 0), { numRuns: 1, seed: 7 }) as [LedgerRows];
  const whole = inOrder(ledger, false);

  it("has its pools and payouts found anew also where wallets were only added to", async () => {
    await insertLedger(db.pool, upTo(whole, 5));
    await analyse(true);
    await db.pool.query("UPDATE mining_state SET method = 'of this version'");
    await grow(whole);
    await analyse();
    expect((await db.pool.query("SELECT method FROM mining_state")).rows).toEqual([{ method: "" }]);
  });

  it.each([
    ["says nothing of how", "UPDATE ledger_state SET grown_from = -1, grown_to = -1"],
    ["had been changed otherwise since the analysis", "UPDATE ledger_state SET grown_from = version"],
    ["was changed otherwise in the end", "UPDATE ledger_state SET version = version + 1"],
    ["was analysed by another method", "UPDATE analysis_state SET method = 'an older one'"],
    ["gained a transaction before the last one", "UPDATE tx SET ord = ord - (1::int8 << 40) WHERE id = (SELECT max(id) FROM tx)"],
  ])("is analysed anew when it %s", async (_, change) => {
    await insertLedger(db.pool, upTo(whole, whole.txs.length - 1));
    const { generation } = await analyse(true);
    await grow(whole);
    await db.pool.query(change);
    expect((await analyse()).generation).toBeGreaterThan(generation);
  });
});

describe("blocks imported one after the other", () => {
  it("are added where they stand on the last one, and give a new generation where they do not; the rows are the same", async () => {
    const grown = new Set<boolean>();
    await fc.assert(
      fc.asyncProperty(forkedChain(12, 6), fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 12, maxLength: 12 }), async (chain, sizes) => {
        await emptyLedger(db.pool);
        await analyse(true);
        const writer = makeLedgerStore(db.pool, nodeHasher).openWriter(networkByName("regtest"), null);
        for (let from = 0, i = 0; from < chain.length; from += sizes[i] ?? 1, i += 1) {
          const records = chain.slice(from, from + (sizes[i] ?? 1)).map(({ block, bits }) => ({ record: recordOf(block, { bits }), source: TEST_SOURCE }));
          const before = await generationOf(db.pool);
          await writer.write({ records }, () => ({}));
          grown.add((await analyse()).generation === before);
        }
        const added = await storedAnalysis(db.pool);
        await analyse(true);
        expect(added).toEqual(await storedAnalysis(db.pool));
      }),
      { numRuns: 20 },
    );
    expect([...grown].sort()).toEqual([false, true]);
  });

  it("join P2PK and P2PKH of one key, whichever comes first", async () => {
    await emptyLedger(db.pool);
    const seed = new LedgerSeed(db.pool);
    const [first, second] = [1, 2].map((n) => ({ key: testScripts.p2pk(n), hash: p2pkhOf(testScripts.p2pk(n)) })) as [Twins, Twins];
    const pay = (...scripts: Uint8Array[]) => ({ outputs: scripts.map((script) => ({ script, value: 10n })) });
    await seed.tx({ height: 1, position: 0, coinbase: Buffer.from("x"), ...pay(first.key, second.hash) });
    const { generation } = await analyse(true);
    await seed.tx({ height: 2, position: 0, coinbase: Buffer.from("y"), ...pay(first.hash, second.key, testScripts.p2wpkh(3)) });
    await declareGrowth();
    expect(await analyse()).toMatchObject({ generation, wallets: 3, multiAddressWallets: 2, addresses: 5 });
    const added = await storedAnalysis(db.pool);
    expect(added.link).toMatchObject([{ rule: 1, txId: null }, { rule: 1, txId: null }]);
    await analyse(true);
    expect(added).toEqual(await storedAnalysis(db.pool));
  });
});

interface Twins {
  readonly key: Uint8Array;
  readonly hash: Uint8Array;
}

/** The P2PKH script of the key that a P2PK script pays to. */
const p2pkhOf = (key: Uint8Array): Uint8Array => Buffer.concat([Buffer.of(0x76, 0xa9, 20), Buffer.from(nodeHasher.ripemd160(nodeHasher.sha256(key.subarray(1, -1)))), Buffer.of(0x88, 0xac)]);
