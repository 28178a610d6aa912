import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { addressOfScript } from "@/lib/core/bitcoin/addresses";
import { AppError } from "@/lib/core/errors";
import { networkByName, type NetworkName } from "@/lib/core/network";
import { toAddressDto, toHistoryItemDto, toWalletAddressDto, toWalletDto } from "@/lib/features/wallets/wallets.dto";
import { AddressDto, HistoryPage, WalletAddressPage, WalletDto } from "@/lib/features/wallets/wallets.contract";
import { nodeHasher } from "@/lib/platform/chain/hasher";
import { testScripts } from "@/lib/testing/chain";
import { insertLedger } from "@/lib/testing/ledger-insert";
import { arbitraryLedger } from "@/lib/testing/ledger-rows";
import { allPages, openReadSide, type ReadSide } from "@/lib/testing/read-side";
import { seedClaim } from "@/lib/testing/seed-claim";

let read: ReadSide;
beforeEach(async () => {
  read = await openReadSide();
});
afterEach(async () => {
  await read.db.close();
});

const addressOf = (script: Uint8Array, network: NetworkName = "bitcoin"): string => addressOfScript(script, networkByName(network), nodeHasher)!;
const scriptRefOf = (script: Uint8Array): string => `script:${Buffer.from(nodeHasher.sha256(script)).toString("hex")}`;
const pay = (script: Uint8Array, value: bigint) => ({ script, value });

describe("an address", () => {
  test("that the store has never seen is answered, not refused", async () => {
    const view = await read.wallets.address("bitcoin", addressOf(testScripts.p2wpkh(1)));
    const dto = AddressDto.parse(toAddressDto(view));
    expect(dto).toMatchObject({ known: false, txCount: null, received: null, balance: null, firstSeen: null, complete: null, wallet: null, claims: [], type: "p2wpkh" });
  });

  test("that is none is refused with the reason", async () => {
    await expect(read.wallets.address("bitcoin", "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb")).rejects.toThrow(AppError);
    await expect(read.wallets.address("litecoin", "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa")).rejects.toThrow(/belongs to bitcoin/);
  });

  test("has its totals, its wallet and its first and last time", async () => {
    const [a, b, c] = [testScripts.p2pkh(1), testScripts.p2wpkh(2), testScripts.p2sh(3)];
    await read.seed.block(1, { txCount: 1 });
    await read.seed.block(3, { txCount: 1 });
    const first = await read.seed.tx({ height: 1, coinbase: Buffer.from("x"), outputs: [pay(a, 50n), pay(b, 7n)] });
    await read.seed.tx({ height: 3, inputs: [{ tx: first, n: 0 }, { tx: first, n: 1 }], outputs: [pay(c, 40n), pay(a, 15n)] });
    await read.analyse();
    const dto = AddressDto.parse(toAddressDto(await read.wallets.address("bitcoin", addressOf(a))));
    expect(dto).toMatchObject({ known: true, type: "p2pkh", txCount: 2, received: "65", sent: "50", balance: "15", firstSeen: "2017-07-14T02:50:00.000Z", lastSeen: "2017-07-14T03:10:00.000Z", complete: false });
    expect(dto.wallet).toEqual({ id: "1", ref: addressOf(a), addressCount: 2 });
    expect(WalletDto.parse(toWalletDto(await read.wallets.wallet("bitcoin", addressOf(b))))).toMatchObject({ ref: addressOf(a), addressCount: 2, txCount: 2, received: "57", sent: "42", balance: "15" });
  });

  test("written in capitals or in another form of the network is the same address", async () => {
    const [segwit, p2sh] = [testScripts.p2wpkh(4), testScripts.p2sh(5)];
    await read.seed.tx({ outputs: [pay(segwit, 5n)] });
    await read.seed.tx({ network: "litecoin", outputs: [pay(p2sh, 6n)] });
    await read.analyse();
    expect(await read.wallets.address("bitcoin", addressOf(segwit).toUpperCase())).toMatchObject({ known: true, ref: addressOf(segwit) });
    expect(await read.wallets.address("litecoin", addressOf(p2sh))).toMatchObject({ known: true, address: addressOf(p2sh, "litecoin"), totals: { received: 6n } });
  });

  test("that names a P2PK and a P2PKH script of one key answers for both, and a transaction with both is one", async () => {
    const pubkey = testScripts.p2pk(9);
    const twin = Buffer.concat([Buffer.of(0x76, 0xa9, 20), Buffer.from(nodeHasher.ripemd160(nodeHasher.sha256(pubkey.subarray(1, -1)))), Buffer.of(0x88, 0xac)]);
    const address = addressOf(pubkey);
    expect(addressOf(twin)).toBe(address);
    const both = await read.seed.tx({ height: 2, outputs: [pay(pubkey, 10n), pay(twin, 20n)] });
    await read.seed.tx({ height: 3, inputs: [{ tx: both, n: 0 }], outputs: [pay(testScripts.p2tr(3), 10n)] });
    await read.seed.tx({ height: 4, outputs: [pay(twin, 5n)] });
    await read.analyse();
    const view = await read.wallets.address("bitcoin", address);
    expect(view).toMatchObject({ type: "p2pkh", totals: { txCount: 3, received: 35n, sent: 10n } });
    const { items } = await read.wallets.addressHistory("bitcoin", address, { limit: 10 });
    expect(items.map(({ received, sent }) => [received, sent])).toEqual([[5n, 0n], [0n, 10n], [30n, 0n]]);
    const wallet = await read.wallets.wallet("bitcoin", address);
    expect(wallet.totals).toMatchObject({ txCount: 3, received: 35n, sent: 10n });
    expect((await allPages((cursor) => read.wallets.walletAddresses("bitcoin", address, { limit: 1, cursor }))).map(({ type }) => type)).toEqual(["p2pk", "p2pkh"]);
  });

  test("whose only script is P2PK is found by the P2PKH address of its key", async () => {
    await read.seed.tx({ outputs: [pay(testScripts.p2pk(11), 50n)] });
    await read.analyse();
    expect(await read.wallets.address("bitcoin", addressOf(testScripts.p2pk(11)))).toMatchObject({ known: true, type: "p2pk", totals: { received: 50n } });
  });

  test("is another one on another network", async () => {
    const script = testScripts.p2pkh(12);
    await read.seed.tx({ network: "testnet3", outputs: [pay(script, 1n)] });
    await read.seed.tx({ network: "regtest", outputs: [pay(script, 2n)] });
    await read.analyse();
    const received = async (network: NetworkName) => (await read.wallets.address(network, addressOf(script, "testnet3"))).totals?.received;
    expect([await received("testnet3"), await received("regtest"), await received("signet")]).toEqual([1n, 2n, undefined]);
  });

  test("without an address text is named by the hash of its script", async () => {
    const odd = Uint8Array.of(0x51, 0x51, 0x93);
    await read.seed.tx({ outputs: [pay(odd, 3n)] });
    await read.analyse();
    expect(await read.wallets.address("bitcoin", scriptRefOf(odd))).toMatchObject({ known: true, address: null, type: "unknown", ref: scriptRefOf(odd), totals: { received: 3n }, wallet: { ref: scriptRefOf(odd) } });
  });

  test("known only from a transaction that was reorganised out has zero totals once analysed, and none before", async () => {
    const script = testScripts.p2wpkh(20);
    await read.seed.tx({ height: 5, reorganisedOut: true, outputs: [pay(script, 5n)] });
    expect(await read.wallets.address("bitcoin", addressOf(script))).toMatchObject({ known: true, totals: null });
    await read.analyse();
    expect(await read.wallets.address("bitcoin", addressOf(script))).toMatchObject({ known: true, totals: { txCount: 0, received: 0n, sent: 0n }, wallet: null });
    expect(await read.wallets.wallet("bitcoin", addressOf(script))).toMatchObject({ known: true, id: null });
  });

  test("is complete when the chain is whole from block 0, or when its whole history was fetched", async () => {
    const script = testScripts.p2wpkh(21);
    await read.seed.block(0, { txCount: 1 });
    await read.seed.tx({ height: 0, outputs: [pay(script, 5n)] });
    await read.analyse();
    const complete = async () => [(await read.wallets.address("bitcoin", addressOf(script))).complete, (await read.wallets.wallet("bitcoin", addressOf(script))).complete];
    expect(await complete()).toEqual([true, true]);
    await read.seed.block(2, { txCount: 1 });
    await read.seed.tx({ height: 2, outputs: [pay(script, 5n)] });
    await read.analyse();
    expect(await complete()).toEqual([false, false]);
    await read.db.pool.query("INSERT INTO address_coverage(network, script_hash, text, source_id, complete) VALUES (0, $1, 'x', $2, true)", [Buffer.from(nodeHasher.sha256(script)), await read.seed.source("bitcoin")]);
    expect(await complete()).toEqual([true, true]);
  });

  test("is marked synthetic where its data is generated", async () => {
    await read.seed.tx({ network: "regtest", synthetic: true, outputs: [pay(testScripts.p2wpkh(22), 5n)] });
    await read.analyse();
    expect(await read.wallets.address("regtest", addressOf(testScripts.p2wpkh(22), "regtest"))).toMatchObject({ synthetic: true });
  });
});

describe("the history of a wallet", () => {
  test("leaves out change, names CoinJoins, and marks coinbases", async () => {
    const mine = [testScripts.p2wpkh(31), testScripts.p2wpkh(32)] as const;
    const mined = await read.seed.tx({ height: 1, coinbase: Buffer.from("x"), outputs: [pay(mine[0], 100n)] });
    await read.seed.tx({ height: 2, inputs: [{ tx: mined, n: 0 }], outputs: [pay(testScripts.p2tr(1), 30n), pay(mine[0], 65n)] });
    await read.analyse();
    const { items } = await read.wallets.walletHistory("bitcoin", addressOf(mine[0]), { limit: 10 });
    expect(items).toMatchObject([{ received: 0n, sent: 35n, height: 2, coinbase: false, coinjoin: null }, { received: 100n, sent: 0n, height: 1, coinbase: true }]);
    expect((await read.wallets.addressHistory("bitcoin", addressOf(mine[0]), { limit: 10 })).items).toMatchObject([{ received: 65n, sent: 100n }, { received: 100n }]);
    HistoryPage.parse({ items: items.map(toHistoryItemDto), nextCursor: null });
  });

  test("has transactions without a known block before all others, and no height for them", async () => {
    const script = testScripts.p2wpkh(33);
    await read.seed.tx({ outputs: [pay(script, 1n)] });
    await read.seed.tx({ height: 700_000, outputs: [pay(script, 2n)] });
    await read.analyse();
    expect((await read.wallets.walletHistory("bitcoin", addressOf(script), { limit: 10 })).items.map(({ height, time }) => [height, time !== null])).toEqual([[null, false], [700_000, true]]);
  });

  test("of nobody is empty", async () => {
    expect(await read.wallets.walletHistory("bitcoin", addressOf(testScripts.p2wpkh(34)), { limit: 10 })).toEqual({ items: [], nextCursor: null });
    expect(await read.wallets.addressHistory("bitcoin", addressOf(testScripts.p2wpkh(34)), { limit: 10 })).toEqual({ items: [], nextCursor: null });
    expect(await read.wallets.walletAddresses("bitcoin", addressOf(testScripts.p2wpkh(34)), { limit: 10 })).toEqual({ items: [], nextCursor: null });
  });

  test("refuses a cursor that no page gave", async () => {
    await read.seed.tx({ outputs: [pay(testScripts.p2wpkh(35), 1n)] });
    await read.analyse();
    await expect(read.wallets.walletHistory("bitcoin", addressOf(testScripts.p2wpkh(35)), { limit: 10, cursor: "1;DROP TABLE tx" })).rejects.toThrow(AppError);
  });
});

describe("one request", () => {
  test("reads one generation: a newer one that is not current yet is not seen, and after the switch all of it is", async () => {
    const [a, b] = [testScripts.p2wpkh(41), testScripts.p2wpkh(42)];
    const first = await read.seed.tx({ height: 1, outputs: [pay(a, 10n), pay(b, 20n)] });
    await read.analyse();
    expect(await read.wallets.wallet("bitcoin", addressOf(a))).toMatchObject({ addressCount: 1, totals: { received: 10n } });
    await read.seed.tx({ height: 2, inputs: [{ tx: first, n: 0 }, { tx: first, n: 1 }], outputs: [pay(testScripts.p2tr(9), 30n)] });
    expect(await read.wallets.wallet("bitcoin", addressOf(a))).toMatchObject({ addressCount: 1, totals: { sent: 0n } });
    await read.analyse();
    expect(await read.wallets.wallet("bitcoin", addressOf(b))).toMatchObject({ addressCount: 2, ref: addressOf(a), totals: { received: 30n, sent: 30n } });
  });
});

describe("paging", () => {
  test("of histories and addresses neither leaves out nor repeats, whatever the page size, and its sums are the totals", async () => {
    await read.seed.source("bitcoin");
    await fc.assert(
      fc.asyncProperty(arbitraryLedger(40), fc.integer({ min: 1, max: 7 }), async (ledger, limit) => {
        const rows = { ...ledger, addresses: ledger.addresses.map((address) => ({ ...address, text: null })) };
        await insertLedger(read.db.pool, rows);
        await read.analyse();
        const { rows: wallets } = await read.db.pool.query<{ hash: Buffer; tx_count: number; received: bigint; sent: bigint; address_count: number }>(
          "SELECT a.script_hash AS hash, w.* FROM wallet w JOIN address a ON a.id = w.id JOIN analysis_state s ON s.generation = w.generation",
        );
        for (const wallet of wallets) {
          const ref = `script:${wallet.hash.toString("hex")}`;
          const history = await allPages((cursor) => read.wallets.walletHistory("bitcoin", ref, { limit, cursor }));
          expect(new Set(history.map(({ txid }) => txid)).size).toBe(history.length);
          expect(history.length).toBe(wallet.tx_count);
          expect(history.map(({ ord }) => ord)).toEqual(history.map(({ ord }) => ord).sort((x, y) => (x < y ? 1 : x > y ? -1 : 0)));
          expect(history.reduce((sum, row) => sum + row.received - row.sent, 0n)).toBe(wallet.received - wallet.sent);
          const members = await allPages((cursor) => read.wallets.walletAddresses("bitcoin", ref, { limit, cursor }));
          expect(new Set(members.map(({ id }) => id)).size).toBe(wallet.address_count);
          expect(members.length).toBe(wallet.address_count);
          WalletAddressPage.parse({ items: members.map(toWalletAddressDto), nextCursor: null });
          for (const member of members) {
            const own = await allPages((cursor) => read.wallets.addressHistory("bitcoin", member.ref, { limit, cursor }));
            expect([own.length, own.reduce((sum, row) => sum + row.received, 0n), own.reduce((sum, row) => sum + row.sent, 0n)]).toEqual([member.txCount, member.received, member.sent]);
          }
        }
      }),
      { numRuns: 12 },
    );
  });
});

describe("claims on addresses and wallets", () => {
  test("are direct on their own address and inherited on the others of the wallet; a claim about the wallet is the wallet's own", async () => {
    const [a, b] = [testScripts.p2wpkh(51), testScripts.p2wpkh(52)];
    const first = await read.seed.tx({ height: 1, outputs: [pay(a, 10n), pay(b, 20n)] });
    await read.seed.tx({ height: 2, inputs: [{ tx: first, n: 0 }, { tx: first, n: 1 }], outputs: [pay(testScripts.p2tr(9), 30n)] });
    await read.analyse();
    await seedClaim(read.db.pool, { key: nodeHasher.sha256(a), text: addressOf(a), label: "on a" });
    await seedClaim(read.db.pool, { key: nodeHasher.sha256(b), text: addressOf(b), label: "on the wallet, named by b", kind: "wallet" });
    const shown = (claims: { readonly shown: readonly { readonly claim: { readonly label: string }; readonly inherited: boolean }[] }) => claims.shown.map(({ claim, inherited }) => [claim.label, inherited]);
    expect(shown((await read.wallets.address("bitcoin", addressOf(a))).claims)).toEqual([["on a", false], ["on the wallet, named by b", true]]);
    expect(shown((await read.wallets.address("bitcoin", addressOf(b))).claims)).toEqual([["on the wallet, named by b", false], ["on a", true]]);
    expect(shown((await read.wallets.wallet("bitcoin", addressOf(b))).claims)).toEqual([["on the wallet, named by b", false], ["on a", true]]);
    expect(shown((await read.wallets.wallet("bitcoin", addressOf(a))).claims).map(([label, inherited]) => `${String(label)} ${String(inherited)}`).sort()).toEqual(["on a false", "on the wallet, named by b false"]);
  });

  test("that name two custodial services in one wallet are a conflict that the wallet shows, never silently one of the two", async () => {
    const [a, b] = [testScripts.p2wpkh(54), testScripts.p2wpkh(55)];
    const first = await read.seed.tx({ height: 1, outputs: [pay(a, 10n), pay(b, 20n)] });
    await read.seed.tx({ height: 2, inputs: [{ tx: first, n: 0 }, { tx: first, n: 1 }], outputs: [pay(testScripts.p2tr(9), 30n)] });
    await read.analyse();
    const contested = async (): Promise<boolean> => WalletDto.parse(toWalletDto(await read.wallets.wallet("bitcoin", addressOf(b)))).contested;
    await seedClaim(read.db.pool, { key: nodeHasher.sha256(a), text: addressOf(a), label: "Kraken", entityId: "kraken" });
    expect(await contested()).toBe(false);
    await seedClaim(read.db.pool, { key: nodeHasher.sha256(b), text: addressOf(b), label: "Binance", entityId: "binance" });
    expect(await contested()).toBe(true);
  });

  test("are shown on an address that the store has never seen", async () => {
    const script = testScripts.p2wpkh(53);
    await seedClaim(read.db.pool, { key: nodeHasher.sha256(script), text: addressOf(script), label: "before the data" });
    expect(await read.wallets.address("bitcoin", addressOf(script))).toMatchObject({ known: false, claims: { total: 1 } });
  });
});
