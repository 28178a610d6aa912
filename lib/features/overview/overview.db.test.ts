import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { addressOfScript } from "@/lib/core/bitcoin/addresses";
import { networkByName } from "@/lib/core/network";
import { OverviewDto } from "@/lib/features/overview/overview.contract";
import { toOverviewDto } from "@/lib/features/overview/overview.dto";
import { nodeHasher } from "@/lib/platform/chain/hasher";
import { testScripts } from "@/lib/testing/chain";
import { openReadSide, type ReadSide } from "@/lib/testing/read-side";
import { seedClaim } from "@/lib/testing/seed-claim";

let read: ReadSide;
beforeEach(async () => {
  read = await openReadSide();
});
afterEach(async () => {
  await read.db.close();
});

const pay = (script: Uint8Array, value: bigint) => ({ script, value });
const overview = async () => OverviewDto.parse(toOverviewDto(await read.overview.overview()));
const [a, b] = [testScripts.p2wpkh(1), testScripts.p2wpkh(2)];
const onRegtest = (script: Uint8Array): string => addressOfScript(script, networkByName("regtest"), nodeHasher)!;

describe("the overview", () => {
  test("of an empty store is empty", async () => {
    expect(await overview()).toEqual({ networks: [], coverage: { ranges: [] }, analysis: null, start: null });
  });

  test("counts what counts, by network: complete blocks by their own number, the rest one by one", async () => {
    for (const height of [0, 1, 2, 5]) await read.seed.block(height, { txCount: 1 });
    await read.seed.block(9, { complete: false });
    await read.seed.block(2, { main: false, txCount: 1 });
    for (const height of [0, 1, 2, 5]) await read.seed.tx({ height, outputs: [pay(a, 1n)] });
    await read.seed.tx({ height: 9, outputs: [pay(b, 1n)] });
    await read.seed.tx({ height: 2, reorganisedOut: true, outputs: [pay(testScripts.p2wpkh(3), 1n)] });
    await read.seed.tx({ outputs: [pay(a, 1n)] });
    await read.seed.tx({ network: "regtest", synthetic: true, outputs: [pay(a, 1n)] });
    const found = await overview();
    expect(found.networks).toEqual([
      { network: "bitcoin", transactions: 6, blocks: 4, addresses: 3, synthetic: false, firstTime: "2017-07-14T02:40:00.000Z", lastTime: "2017-07-14T04:10:00.000Z" },
      { network: "regtest", transactions: 1, blocks: 0, addresses: 1, synthetic: true, firstTime: null, lastTime: null },
    ]);
    expect(found.coverage.ranges).toEqual([{ network: "bitcoin", from: 0, to: 2 }, { network: "bitcoin", from: 5, to: 5 }]);
  });

  test("counts a coinbase that stands in two blocks of the chain once", async () => {
    await read.seed.block(1, { txCount: 1 });
    await read.seed.block(2, { txCount: 1 });
    const { id } = await read.seed.tx({ height: 1, coinbase: Buffer.from("x"), outputs: [pay(a, 1n)] });
    await read.db.pool.query("INSERT INTO tx_place(tx_id, block_id, position) SELECT $1, id, 0 FROM block", [id]);
    expect((await overview()).networks).toMatchObject([{ transactions: 1, blocks: 2 }]);
  });

  test("follows the ledger and says when the analysis does not yet", async () => {
    await read.seed.tx({ height: 1, outputs: [pay(a, 1n), pay(b, 1n)] });
    await read.analyse();
    expect((await overview()).analysis).toMatchObject({ upToDate: true, wallets: 2, multiAddressWallets: 0, coinjoins: 0 });
    await read.seed.tx({ network: "litecoin", outputs: [pay(a, 1n)] });
    const found = await overview();
    expect(found.analysis).toMatchObject({ upToDate: false, wallets: 2 });
    expect(found.networks.map(({ network, addresses }) => [network, addresses])).toEqual([["bitcoin", 2], ["litecoin", 1]]);
  });

  test("names a claimed wallet of generated data to start from, a theft before an exchange, and never one of real data", async () => {
    await read.seed.tx({ network: "regtest", synthetic: true, height: 1, outputs: [pay(a, 1n), pay(b, 1n)] });
    await read.seed.tx({ height: 1, outputs: [pay(a, 1n)] });
    await read.analyse();
    expect((await overview()).start).toBeNull();
    await seedClaim(read.db.pool, { key: nodeHasher.sha256(a), text: "real", label: "stolen", category: "theft" });
    await seedClaim(read.db.pool, { network: "regtest", key: nodeHasher.sha256(b), text: onRegtest(b), label: "exchange" });
    expect((await overview()).start).toEqual({ network: "regtest", ref: onRegtest(b) });
    await seedClaim(read.db.pool, { network: "regtest", key: nodeHasher.sha256(a), text: onRegtest(a), label: "stolen", category: "theft" });
    expect((await overview()).start).toEqual({ network: "regtest", ref: onRegtest(a) });
  });
});

describe("the coverage of an address", () => {
  test("names each source that was asked, the blocks where they hold all, and otherwise says that nothing is complete", async () => {
    await read.seed.block(0, { txCount: 1 });
    await read.seed.tx({ height: 0, outputs: [pay(a, 1n)] });
    const address = addressOfScript(a, networkByName("bitcoin"), nodeHasher)!;
    expect(await read.overview.addressCoverage("bitcoin", address)).toEqual([{ address, complete: true, source: "blocks", at: new Date("2017-07-14T02:40:00Z") }]);
    await read.seed.block(2, { txCount: 1 });
    await read.seed.tx({ height: 2, outputs: [pay(b, 1n)] });
    expect(await read.overview.addressCoverage("bitcoin", address)).toEqual([{ address, complete: false, source: null, at: null }]);
    await read.db.pool.query("INSERT INTO address_coverage(network, script_hash, text, source_id, complete, at) VALUES (0, $1, 'x', $2, true, '2026-01-02')", [Buffer.from(nodeHasher.sha256(a)), await read.seed.source("bitcoin")]);
    expect(await read.overview.addressCoverage("bitcoin", address)).toMatchObject([{ address, complete: true, source: "seed" }]);
  });
});
