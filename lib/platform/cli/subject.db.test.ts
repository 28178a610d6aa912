import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { addressOfScript } from "@/lib/core/bitcoin/addresses";
import { networkByName, type NetworkName } from "@/lib/core/network";
import { nodeHasher } from "@/lib/platform/chain/hasher";
import { address } from "@/lib/platform/cli/address.command";
import { block } from "@/lib/platform/cli/block.command";
import { UsageError, type Command, type CommandArgs, type CommandContext } from "@/lib/platform/cli/command";
import { coverage } from "@/lib/platform/cli/coverage.command";
import { renderJson, renderText } from "@/lib/platform/cli/render";
import { tx } from "@/lib/platform/cli/tx.command";
import { wallet } from "@/lib/platform/cli/wallet.command";
import { why } from "@/lib/platform/cli/why.command";
import { env } from "@/lib/platform/env";
import { makeServices, type Services } from "@/lib/platform/services";
import { testScripts } from "@/lib/testing/chain";
import { freshDatabase, type TestDatabase } from "@/lib/testing/database";
import { LedgerSeed } from "@/lib/testing/ledger-seed";
import { seedClaim } from "@/lib/testing/seed-claim";

let db: TestDatabase;
let seed: LedgerSeed;
let services: Services;
let notes: string[];
beforeEach(async () => {
  db = await freshDatabase();
  seed = new LedgerSeed(db.pool);
  services = makeServices({ databaseUrl: db.url, home: env().home, limits: {} });
  notes = [];
});
afterEach(async () => {
  await services.close();
  await db.close();
});

async function run(command: Command, positionals: readonly string[], values: CommandArgs["values"] = {}): Promise<Record<string, unknown>> {
  const context: CommandContext = {
    env: env(),
    signal: new AbortController().signal,
    progress: () => undefined,
    note: (line) => void notes.push(line),
    database: () => Promise.reject(new Error("not asked for")),
    services: () => Promise.resolve(services),
    owner: () => services.accounts.localOwner(),
    fail: () => undefined,
  };
  const document = await command.run(context, { positionals, values });
  expect(renderText(document)).not.toBe("");
  return JSON.parse(renderJson(document, 0)) as Record<string, unknown>;
}

const pay = (script: Uint8Array, value: bigint) => ({ script, value });
const addressOf = (script: Uint8Array, network: NetworkName = "bitcoin"): string => addressOfScript(script, networkByName(network), nodeHasher)!;
const [a, b, c] = [1, 2, 3].map((n) => testScripts.p2wpkh(n)) as [Uint8Array, Uint8Array, Uint8Array];

describe("a subject that the store has never seen", () => {
  test.each([
    ["address", address, [addressOf(a)]],
    ["wallet", wallet, [addressOf(a)]],
    ["tx", tx, ["ab".repeat(32)]],
    ["block", block, ["170"]],
    ["block by hash", block, ["ab".repeat(32)]],
  ] as const)("is an answer with everything else null or empty: %s", async (_name, command, positionals) => {
    const { known, layers, ...rest } = await run(command, positionals);
    expect(known).toBe(false);
    for (const [field, value] of Object.entries(rest)) expect([field, Array.isArray(value) ? value.length : value]).toEqual([field, Array.isArray(value) ? 0 : null]);
    if (command === wallet) expect(layers).toEqual({ base: null, change: null, manual: null });
  });
});

describe("what is no address, txid or height", () => {
  test.each([
    [address, ["1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb"], {}, /^ADDRESS: .*checksum/],
    [address, [addressOf(a)], { network: "litecoin" }, /^ADDRESS: .*belongs to bitcoin/],
    [address, [addressOf(a)], { network: "dogecoin" }, /^--network: /],
    [wallet, ["hello"], {}, /^ADDRESS: /],
    [why, [addressOf(a), "hello"], {}, /^ADDRESS: “hello”/],
    [why, [addressOf(a), addressOf(a, "regtest")], {}, /^ADDRESS: .*two networks/],
    [why, [addressOf(a), addressOf(b)], { "max-links": "0" }, /^--max-links: /],
    [tx, ["12"], {}, /^TXID: /],
    [block, ["-1"], {}, /^HEIGHT: /],
    [coverage, [], { address: ["nothing"] }, /^--address: /],
  ] as const)("is told as a wrong use of the argument: %#", async (command, positionals, values, message) => {
    const failure = await run(command, positionals, values as CommandArgs["values"]).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(UsageError);
    expect((failure as UsageError).message).toMatch(message);
  });
});

describe("the commands that show a subject", () => {
  async function small() {
    const hash = await seed.block(0, { txCount: 1 });
    await seed.block(1, { txCount: 1 });
    const first = await seed.tx({ height: 0, position: 0, coinbase: Buffer.from("/pool/"), outputs: [pay(a, 30n), pay(b, 20n)] });
    const second = await seed.tx({ height: 1, position: 0, inputs: [{ tx: first, n: 0 }, { tx: first, n: 1 }], outputs: [pay(c, 45n)], fee: 5n });
    await seedClaim(db.pool, { key: nodeHasher.sha256(a), text: addressOf(a), label: "Thief", category: "theft" });
    return { hash, first, second };
  }

  test("bring the analysis up to date before they print", async () => {
    await small();
    expect(await run(address, [addressOf(a)])).toMatchObject({
      known: true, address: addressOf(a), type: "p2wpkh", network: "bitcoin", txCount: 2, received: "30", sent: "30", balance: "0", firstSeen: "2017-07-14T02:40:00.000Z", complete: true,
      wallet: { id: "1", addressCount: 2 }, claims: [{ subject: addressOf(a), label: "Thief", category: "theft", source: "a source", sourceDate: "2020-02-03", entity: null, inherited: false }],
    });
    await seed.tx({ height: 1, position: 1, outputs: [pay(a, 7n)] });
    expect(await run(address, [addressOf(a)])).toMatchObject({ txCount: 3, received: "37" });
  });

  test("show a wallet by any of its addresses, and its members when asked", async () => {
    await small();
    const members = await run(wallet, [addressOf(b)], { members: true });
    expect(members).toMatchObject({ known: true, id: "1", addressCount: 2, txCount: 2, received: "50", sent: "50", balance: "0", addresses: [addressOf(a), addressOf(b)], layers: { base: { id: "1", addressCount: 2 }, change: null, manual: null }, claims: [{ label: "Thief", inherited: true }] });
    expect(await run(wallet, [addressOf(b)])).not.toHaveProperty("addresses");
  });

  test("list every member of a large wallet, an address with two scripts once", async () => {
    const first = await seed.tx({ height: 1, outputs: [pay(testScripts.p2pk(5), 1n), pay(a, 1n)] });
    await seed.tx({ height: 2, inputs: [{ tx: first, n: 0 }, { tx: first, n: 1 }], outputs: [pay(b, 2n)] });
    const key = testScripts.p2pk(5).subarray(1, -1);
    const twin = Buffer.concat([Buffer.of(0x76, 0xa9, 20), Buffer.from(nodeHasher.ripemd160(nodeHasher.sha256(key))), Buffer.of(0x88, 0xac)]);
    await seed.tx({ height: 3, outputs: [pay(twin, 1n)] });
    expect((await run(wallet, [addressOf(twin)], { members: true }))["addresses"]).toEqual([addressOf(testScripts.p2pk(5)), addressOf(a)]);
  });

  test("tell why two addresses are one wallet, and that others are not", async () => {
    const { second } = await small();
    expect(await run(why, [addressOf(b), addressOf(a)])).toEqual({
      known: true, network: "bitcoin", unknown: [], analysed: true, sameWallet: true, tooLong: false, notMerged: [], moreNotMerged: false,
      steps: [{ from: addressOf(b), to: addressOf(a), rule: "multi-input", txid: second.txid, height: 1, time: "2017-07-14T02:50:00.000Z", payjoinCompatible: false }],
    });
    expect(await run(why, [addressOf(a), addressOf(c)])).toMatchObject({ known: true, sameWallet: false, steps: [], notMerged: [] });
    expect(await run(why, [addressOf(a), addressOf(testScripts.p2wpkh(9))])).toMatchObject({ known: false, network: null, sameWallet: false, steps: [], unknown: [addressOf(testScripts.p2wpkh(9))] });
  });

  test("show a transaction and its ends", async () => {
    const { first, second } = await small();
    expect(await run(tx, [second.txid.toUpperCase()])).toMatchObject({
      known: true, txid: second.txid, height: 1, time: "2017-07-14T02:50:00.000Z", fee: "5", coinbase: false, coinjoin: null, payout: null,
      inputs: [{ prevTxid: first.txid, prevN: 0, address: addressOf(a), value: "30", claims: [{ label: "Thief" }] }, { prevN: 1, address: addressOf(b), value: "20" }],
      outputs: [{ n: 0, address: addressOf(c), value: "45", spentBy: null }],
    });
    expect(await run(tx, [second.txid], { network: "litecoin" })).toMatchObject({ known: false });
  });

  test("say which output of a transaction is probably change, with every vote", async () => {
    const fund = await seed.tx({ height: 1, outputs: [pay(a, 200_000_000n)] });
    const spend = await seed.tx({ height: 2, inputs: [{ tx: fund, n: 0 }], outputs: [pay(b, 100_000_000n), pay(c, 99_998_765n)], fee: 1_235n });
    const document = await run(tx, [spend.txid]);
    expect(document).toMatchObject({ change: { n: 1, basis: "vote", votes: 6, margin: 6 }, changeVotes: [{ n: 0, for: [], returns: false }, { n: 1, against: [] }] });
    expect((document["change"] as { because: object[] }).because).toContainEqual({ heuristic: "power_of_ten_6", for: 1, votes: true });
    expect(document).not.toHaveProperty("changeOpinion");
    expect(await run(tx, [fund.txid])).toMatchObject({ change: null, changeVotes: [] });
  });

  test("show a block by height or hash, and say when a height is known on several networks", async () => {
    const { hash } = await small();
    const document = await run(block, ["0"]);
    expect(document).toMatchObject({ known: true, network: "bitcoin", height: 0, hash, time: "2017-07-14T02:40:00.000Z", transactions: 1, pool: null, complete: true });
    expect(await run(block, [hash])).toEqual(document);
    const other = await seed.block(0, { network: "litecoin", txCount: 1 });
    expect(notes).toEqual([]);
    expect(await run(block, ["0"])).toMatchObject({ hash });
    expect(notes).toEqual(["Height 0 is known on bitcoin and litecoin; shown is bitcoin. --network chooses."]);
    expect(await run(block, ["0"], { network: "litecoin" })).toMatchObject({ hash: other });
  });

  test("show the coverage, and of an address where its history comes from", async () => {
    await small();
    await seed.block(5, { txCount: 0 });
    expect(await run(coverage, [])).toEqual({ ranges: [{ network: "bitcoin", from: 0, to: 1 }, { network: "bitcoin", from: 5, to: 5 }] });
    await db.pool.query("INSERT INTO address_coverage(network, script_hash, text, source_id, complete, at) VALUES (0, $1, 'x', $2, true, '2026-01-02T03:04:05Z')", [Buffer.from(nodeHasher.sha256(a)), await seed.source("bitcoin")]);
    expect((await run(coverage, [], { address: [addressOf(a), addressOf(b)] }))["addresses"]).toEqual([
      { address: addressOf(a), complete: true, source: "seed", at: "2026-01-02T03:04:05.000Z" },
      { address: addressOf(b), complete: false, source: null, at: null },
    ]);
  });

  test("find an address on the test network that knows it", async () => {
    await seed.tx({ network: "signet", outputs: [pay(a, 4n)] });
    expect(await run(address, [addressOf(a, "signet")])).toMatchObject({ known: true, network: "signet", received: "4" });
    expect(await run(address, [addressOf(a, "signet")], { network: "testnet3" })).toMatchObject({ known: false });
  });

  test("cut nothing, however many ends a transaction has", async () => {
    const many = await seed.tx({ height: 1, outputs: [pay(a, 1n)] });
    await db.pool.query("INSERT INTO output(tx_id, n, address_id, value) SELECT $1, n, 1, n FROM generate_series(1, 1500) n", [many.id]);
    await db.pool.query("UPDATE tx SET output_count = 1501 WHERE id = $1", [many.id]);
    expect((await run(tx, [many.txid]))["outputs"]).toHaveLength(1501);
  });
});
