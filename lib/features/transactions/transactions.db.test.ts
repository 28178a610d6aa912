import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { addressOfScript } from "@/lib/core/bitcoin/addresses";
import { networkByName } from "@/lib/core/network";
import { BlockDto, TransactionDto } from "@/lib/features/transactions/transactions.contract";
import { toBlockDto, toTransactionDto } from "@/lib/features/transactions/transactions.dto";
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
const addressOf = (script: Uint8Array): string => addressOfScript(script, networkByName("bitcoin"), nodeHasher)!;
const show = async (txid: string, network: "bitcoin" | "testnet3" = "bitcoin") => TransactionDto.parse(toTransactionDto(await read.transactions.transaction(network, txid)));
const [a, b, c] = [1, 2, 3].map((n) => testScripts.p2wpkh(n)) as [Uint8Array, Uint8Array, Uint8Array];
const FAR = "ab".repeat(32);

describe("a transaction", () => {
  test("that the store has never seen is answered, not refused", async () => {
    expect(await show(FAR)).toMatchObject({ known: false, txid: FAR, height: null, fee: null, coinbase: null, inputs: [], outputs: [], synthetic: false });
  });

  test("has its ends, what spent its outputs, and the text of its coinbase", async () => {
    const hash = await read.seed.block(7, { txCount: 2 });
    const mined = await read.seed.tx({ height: 7, position: 0, coinbase: Buffer.from("\x03abc/P2Pool/\x00", "latin1"), outputs: [pay(a, 50n), { data: Buffer.from("6a02beef", "hex") }] });
    const spend = await read.seed.tx({ height: 7, position: 1, inputs: [{ tx: mined, n: 0 }], outputs: [pay(b, 45n)], fee: 5n });
    await read.analyse();
    expect(await show(mined.txid)).toMatchObject({
      known: true, height: 7, blockHash: hash, position: 0, time: "2017-07-14T03:50:00.000Z", status: "confirmed", fee: null, coinbase: true, coinbaseText: "abc/P2Pool/", inputs: [], source: "seed",
      outputs: [{ n: 0, address: addressOf(a), type: "p2wpkh", value: "50", spentBy: spend.txid, data: null }, { n: 1, address: null, ref: null, type: "op_return", value: "0", spentBy: null, data: "6a02beef" }],
      truncated: null, coinjoin: null, payout: null, flags: [],
    });
    expect(await show(spend.txid)).toMatchObject({ coinbase: false, coinbaseText: null, fee: "5", inputs: [{ n: 0, prevTxid: mined.txid, prevN: 0, prevKnown: true, address: addressOf(a), value: "50" }] });
  });

  test("keeps inputs whose parent is not in the store, with what the source says of them", async () => {
    const tx = await read.seed.tx({ inputs: [{ pending: FAR, n: 4 }, { pending: FAR, n: 5, previous: pay(c, 9n) }], outputs: [pay(b, 1n)] });
    await read.analyse();
    expect(await show(tx.txid)).toMatchObject({
      status: "no-block-known", height: null, blockHash: null, time: null,
      inputs: [{ prevTxid: FAR, prevN: 4, prevKnown: false, address: null, type: null, value: null }, { prevTxid: FAR, prevN: 5, prevKnown: false, address: addressOf(c), value: "9" }],
    });
  });

  test("that was reorganised out says so, has no height, and does not count as a spender", async () => {
    await read.seed.block(3, { txCount: 1 });
    const stale = await read.seed.block(3, { main: false, txCount: 1 });
    const parent = await read.seed.tx({ height: 3, outputs: [pay(a, 10n)] });
    const out = await read.seed.tx({ height: 3, reorganisedOut: true, inputs: [{ tx: parent, n: 0 }], outputs: [pay(b, 10n)] });
    await read.analyse();
    expect(await show(out.txid)).toMatchObject({ status: "reorganised-out", height: null, blockHash: stale });
    expect((await show(parent.txid)).outputs[0]?.spentBy).toBeNull();
    const unconfirmed = await read.seed.tx({ inputs: [{ tx: parent, n: 0 }], outputs: [pay(c, 10n)] });
    expect((await show(parent.txid)).outputs[0]?.spentBy).toBe(unconfirmed.txid);
    const mined = await read.seed.tx({ height: 3, inputs: [{ tx: parent, n: 0 }], outputs: [pay(c, 10n)] });
    expect((await show(parent.txid)).outputs[0]?.spentBy).toBe(mined.txid);
  });

  test("has its CoinJoin verdict, and what is odd about it", async () => {
    const funds = [];
    for (const n of [11, 12, 13]) funds.push(await read.seed.tx({ height: n, outputs: [pay(testScripts.p2wpkh(n), 1000n)] }));
    const join = await read.seed.tx({ height: 20, inputs: funds.map((tx) => ({ tx, n: 0 })), outputs: [21, 22, 23, 24, 25, 26].map((n) => pay(testScripts.p2wpkh(n), n < 24 ? 900n : BigInt(60 + n))) });
    await read.db.pool.query("INSERT INTO ledger_flag(network, subject, reason) VALUES (0, $1, 'odd'), (0, $1, 'odder'), (1, $1, 'another network')", [Buffer.from(join.txid, "hex").reverse()]);
    expect((await show(join.txid)).coinjoin).toBeNull();
    await read.analyse();
    expect(await show(join.txid)).toMatchObject({ coinjoin: { kind: "equal-outputs", confidence: 40 }, flags: ["odd", "odder"] });
  });

  test("shows the claims on its ends, inherited ones marked", async () => {
    const first = await read.seed.tx({ height: 1, outputs: [pay(a, 10n), pay(b, 20n)] });
    const spend = await read.seed.tx({ height: 2, inputs: [{ tx: first, n: 0 }, { tx: first, n: 1 }], outputs: [pay(c, 10n), pay(c, 20n)] });
    await read.analyse();
    await seedClaim(read.db.pool, { key: nodeHasher.sha256(a), text: addressOf(a), label: "on a" });
    const { inputs, outputs } = await show(spend.txid);
    expect(inputs.map(({ claims }) => claims.map(({ claim, inherited }) => [claim.label, inherited]))).toEqual([[["on a", false]], [["on a", true]]]);
    expect(outputs.map(({ claims }) => claims)).toEqual([[], []]);
  });

  test("says which output is probably change, and that it merged no wallets by it", async () => {
    const fund = await read.seed.tx({ height: 1, outputs: [pay(a, 200_000_000n)] });
    const spend = await read.seed.tx({ height: 2, inputs: [{ tx: fund, n: 0 }], outputs: [pay(b, 100_000_000n), pay(c, 99_998_765n)], fee: 1_235n });
    await read.analyse();
    const { change, changeOpinion } = await show(spend.txid);
    expect(change).toMatchObject({ n: 1, basis: "vote", votes: 6, margin: 6 });
    expect(change?.because.filter(({ votes }) => votes).map((one) => [one.heuristic, one.for])).toEqual([2, 3, 4, 5, 6, 7].map((digits) => [`power_of_ten_${digits}`, 1]));
    expect(changeOpinion).toMatchObject({ notAsked: null, needed: 5, cautions: ["one-kind", "gaps"], warnings: [], conflict: null, outputs: [{ n: 0, for: [], returns: false }, { n: 1, against: [], returns: false }] });
    const wallets = await read.db.pool.query("SELECT DISTINCT s.wallet_id FROM address_summary s JOIN address a ON a.id = s.address_id WHERE a.text = ANY($1)", [[addressOf(a), addressOf(c)]]);
    expect(wallets.rows).toHaveLength(2);
  });

  test("holds no vote where there is nothing to choose, and none before it was analysed for what needs history", async () => {
    const single = await read.seed.tx({ height: 1, outputs: [pay(a, 5n)], inputs: [{ pending: FAR, n: 0 }] });
    expect(await show(single.txid)).toMatchObject({ change: null, changeOpinion: { notAsked: "one-output", outputs: [] } });
    const two = await read.seed.tx({ height: 2, inputs: [{ tx: single, n: 0 }], outputs: [pay(b, 2n), pay(c, 3n)] });
    const gapOf = async (heuristic: string) => (await show(two.txid)).changeOpinion?.heuristics.find((one) => one.heuristic === heuristic)?.gap;
    expect([await gapOf("meiklejohn_local"), await gapOf("multi_input_change"), await gapOf("fp_version")]).toEqual(["history", "wallets", "unspent"]);
    await read.analyse();
    expect([await gapOf("meiklejohn_local"), await gapOf("multi_input_change"), await gapOf("fp_version")]).toEqual([null, null, "unspent"]);
  });

  test("warns when claims name two services on the two sides of a suggestion", async () => {
    const fund = await read.seed.tx({ height: 1, outputs: [pay(a, 200_000_000n)] });
    const spend = await read.seed.tx({ height: 2, inputs: [{ tx: fund, n: 0 }], outputs: [pay(b, 100_000_000n), pay(c, 99_998_765n)], fee: 1_235n });
    await read.analyse();
    await seedClaim(read.db.pool, { key: nodeHasher.sha256(a), text: addressOf(a), label: "One exchange", category: "exchange" });
    expect((await show(spend.txid)).changeOpinion?.conflict).toBeNull();
    await seedClaim(read.db.pool, { key: nodeHasher.sha256(c), text: addressOf(c), label: "Another pool", category: "mining-pool" });
    expect((await show(spend.txid)).changeOpinion?.conflict).toEqual([{ entity: "One exchange", category: "exchange" }, { entity: "Another pool", category: "mining-pool" }]);
  });

  test("with very many ends is cut, and says how many there are", async () => {
    const many = await read.seed.tx({ height: 1, outputs: [pay(a, 1n)] });
    await read.db.pool.query("INSERT INTO output(tx_id, n, address_id, value) SELECT $1, n, 1, n FROM generate_series(1, 1200) n", [many.id]);
    await read.db.pool.query("UPDATE tx SET output_count = 1201 WHERE id = $1", [many.id]);
    const cut = await show(many.txid);
    expect([cut.outputs.length, cut.truncated]).toEqual([1000, { inputs: 0, outputs: 1201 }]);
    expect(cut.outputs.map(({ n }) => n)).toEqual(Array.from({ length: 1000 }, (_, n) => n));
    expect(toTransactionDto(await read.transactions.transaction("bitcoin", many.txid, 5000))).toMatchObject({ truncated: null });
  });

  test("signals replacement only where its sequence numbers are known", async () => {
    const from = await read.seed.tx({ height: 1, outputs: [pay(a, 5n)] });
    const { txid, id } = await read.seed.tx({ height: 2, inputs: [{ tx: from, n: 0 }], outputs: [pay(b, 5n)] });
    expect((await show(txid)).signalsRbf).toBe(false);
    await read.db.pool.query("UPDATE input SET sequence = NULL WHERE tx_id = $1", [id]);
    expect((await show(txid)).signalsRbf).toBeNull();
  });

  test("may stand on several networks", async () => {
    const { txid, id } = await read.seed.tx({ height: 1, outputs: [pay(a, 1n)] });
    await read.db.pool.query("INSERT INTO tx SELECT id + 1000, 1, txid, NULL, NULL, ord, NULL, NULL, NULL, NULL, NULL, NULL, 0, 0, 1, 4, source_id FROM tx WHERE id = $1", [id]);
    expect(await read.transactions.networksOf(txid)).toEqual(["bitcoin", "testnet3"]);
    expect(await show(txid, "testnet3")).toMatchObject({ known: true, network: "testnet3", status: "no-block-known", synthetic: true, version: null });
  });
});

describe("a block", () => {
  test("is found by height and by hash, with its transactions in order", async () => {
    const hash = await read.seed.block(5, { txCount: 2 });
    const second = await read.seed.tx({ height: 5, position: 1, outputs: [pay(a, 3n), pay(b, 4n)] });
    const first = await read.seed.tx({ height: 5, position: 0, coinbase: Buffer.from("x"), outputs: [pay(a, 50n)] });
    const dto = BlockDto.parse(toBlockDto(await read.transactions.block("bitcoin", "5")));
    expect(dto).toMatchObject({ known: true, height: 5, hash, transactions: 2, complete: true, main: true, synthetic: false, pool: null, truncated: false, txids: [{ txid: first.txid, position: 0, outputs: 1, value: "50" }, { txid: second.txid, value: "7" }] });
    expect(toBlockDto(await read.transactions.block("bitcoin", hash))).toEqual(dto);
  });

  test("of the best chain is meant by a height, a stale one only where there is no other", async () => {
    const stale = await read.seed.block(5, { main: false });
    expect(toBlockDto(await read.transactions.block("bitcoin", "5"))).toMatchObject({ hash: stale, main: false });
    const best = await read.seed.block(5);
    expect(toBlockDto(await read.transactions.block("bitcoin", "5"))).toMatchObject({ hash: best, main: true });
    expect(toBlockDto(await read.transactions.block("bitcoin", stale))).toMatchObject({ height: 5, main: false });
  });

  test("that the store has never seen is answered", async () => {
    expect(BlockDto.parse(toBlockDto(await read.transactions.block("litecoin", "12")))).toMatchObject({ known: false, height: 12, hash: null });
    expect(BlockDto.parse(toBlockDto(await read.transactions.block("litecoin", FAR)))).toMatchObject({ known: false, height: null, hash: FAR });
  });

  test("lists a transaction that counts in another block, too", async () => {
    const best = await read.seed.block(5, { txCount: 1 });
    const stale = await read.seed.block(5, { main: false, txCount: 2 });
    const both = await read.seed.tx({ height: 5, position: 1, outputs: [pay(a, 3n)] });
    const only = await read.seed.tx({ height: 5, position: 2, reorganisedOut: true, outputs: [pay(a, 4n)] });
    await read.db.pool.query("INSERT INTO tx_place(tx_id, block_id, position) SELECT $1, id, CASE WHEN main THEN 1 ELSE 7 END FROM block WHERE height = 5", [both.id]);
    const txids = async (hash: string) => toBlockDto(await read.transactions.block("bitcoin", hash)).txids.map(({ txid, position }) => [txid, position]);
    expect(await txids(best)).toEqual([[both.txid, 1]]);
    expect(await txids(stale)).toEqual([[only.txid, 2], [both.txid, 7]]);
  });

  test("with more transactions than are shown says so", async () => {
    await read.seed.block(5, { txCount: 1001 });
    const { id } = await read.seed.tx({ height: 5, position: 0, outputs: [pay(a, 3n)] });
    await read.db.pool.query("INSERT INTO tx SELECT id + n, network, sha256(int4send(n)), block_id, n, ord + n, time, NULL, NULL, NULL, NULL, NULL, 0, 0, 0, 0, source_id FROM tx, generate_series(1, 1000) n WHERE id = $1", [id]);
    const dto = toBlockDto(await read.transactions.block("bitcoin", "5"));
    expect([dto.txids.length, dto.truncated, dto.txids.at(-1)?.position]).toEqual([1000, true, 999]);
  });
});
