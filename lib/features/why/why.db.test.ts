import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { addressOfScript } from "@/lib/core/bitcoin/addresses";
import { networkByName } from "@/lib/core/network";
import { nodeHasher } from "@/lib/platform/chain/hasher";
import { testScripts } from "@/lib/testing/chain";
import type { SeededTx } from "@/lib/testing/ledger-seed";
import { openReadSide, type ReadSide } from "@/lib/testing/read-side";
import type { WhyView } from "@/lib/features/why/why.ports";

let side: ReadSide;
beforeEach(async () => {
  side = await openReadSide();
});
afterEach(() => side.db.close());

const script = (n: number): Uint8Array => testScripts.p2wpkh(n);
const textOf = (of: Uint8Array): string => addressOfScript(of, networkByName("bitcoin"), nodeHasher)!;
const addressOf = (n: number): string => textOf(script(n));
const pay = (n: number, value: bigint) => ({ script: script(n), value });
const why = (from: string, to: string, most = 1000): Promise<WhyView> => side.why.why({ network: "bitcoin", from, to }, most);
const chain = ({ steps }: WhyView): readonly string[] => steps.map(({ from, to, transaction }) => `${from} ${to} ${transaction?.txid ?? "none"}`);

/** Coins for the addresses, each its own output of one coinbase. */
const coins = (addresses: readonly number[], value = 100n): Promise<SeededTx> =>
  side.seed.tx({ height: 0, position: 0, coinbase: Buffer.from("x"), outputs: addresses.map((n) => pay(n, value)) });

/** Spends these outputs of the coinbase together, to a stranger. */
const spendTogether = (from: SeededTx, outputs: readonly number[], height: number): Promise<SeededTx> =>
  side.seed.tx({ height, position: 1, inputs: outputs.map((n) => ({ tx: from, n })), outputs: [pay(900 + height, 10n)] });

describe("two addresses of one wallet", () => {
  test("are joined by a chain of transactions, from the one to the other and back", async () => {
    const mined = await coins([1, 2, 2, 3, 3, 4]);
    const [first, second, third] = [await spendTogether(mined, [0, 1], 1), await spendTogether(mined, [2, 3], 2), await spendTogether(mined, [4, 5], 3)];
    await side.analyse();
    const view = await why(addressOf(1), addressOf(4));
    expect(view).toMatchObject({ known: true, analysed: true, sameWallet: true, tooLong: false, unknown: [], notMerged: [] });
    expect(chain(view)).toEqual([`${addressOf(1)} ${addressOf(2)} ${first.txid}`, `${addressOf(2)} ${addressOf(3)} ${second.txid}`, `${addressOf(3)} ${addressOf(4)} ${third.txid}`]);
    expect(view.steps[0]).toMatchObject({ rule: "multi-input", transaction: { height: 1 }, payjoinCompatible: false });
    const back = await why(addressOf(4), addressOf(1));
    expect(chain(back)).toEqual(chain(view).map((step) => step.replace(/^(\S+) (\S+)/, "$2 $1")).reverse());
    expect(chain(await why(addressOf(2), addressOf(4)))).toEqual(chain(view).slice(1));
  });

  test("rest on the oldest transaction that links them, whatever came later", async () => {
    const mined = await coins([1, 2, 1, 2]);
    const oldest = await spendTogether(mined, [2, 3], 1);
    await spendTogether(mined, [0, 1], 2);
    await side.analyse();
    expect((await why(addressOf(1), addressOf(2))).steps.map(({ transaction }) => transaction?.txid)).toEqual([oldest.txid]);
  });

  test("may be one and the same, with nothing to show", async () => {
    await coins([1]);
    await side.analyse();
    expect(await why(addressOf(1), addressOf(1))).toMatchObject({ known: true, sameWallet: true, steps: [], tooLong: false });
  });

  test("are joined by one key where it has a P2PK and a P2PKH script; one address names both", async () => {
    const key = testScripts.p2pk(1);
    const hash = Buffer.concat([Buffer.of(0x76, 0xa9, 20), Buffer.from(nodeHasher.ripemd160(nodeHasher.sha256(key.subarray(1, -1)))), Buffer.of(0x88, 0xac)]);
    const mined = await side.seed.tx({ height: 0, position: 0, coinbase: Buffer.from("x"), outputs: [{ script: key, value: 50n }, { script: hash, value: 50n }, pay(2, 50n), pay(3, 50n), { script: key, value: 50n }] });
    const [byHash, byKey] = [await spendTogether(mined, [1, 2], 1), await spendTogether(mined, [4, 3], 2)];
    await side.analyse();
    const view = await why(addressOf(2), addressOf(3));
    expect(view.steps).toMatchObject([
      { rule: "multi-input", transaction: { txid: byHash.txid } },
      { from: textOf(hash), to: textOf(hash), rule: "same-key", transaction: null, payjoinCompatible: false },
      { rule: "multi-input", transaction: { txid: byKey.txid } },
    ]);
    expect((await why(textOf(hash), addressOf(3))).steps).toMatchObject([{ rule: "multi-input", from: textOf(hash), transaction: { txid: byKey.txid } }]);
    expect((await why(textOf(hash), textOf(hash))).steps).toEqual([]);
  });

  test("say where the chain is longer than was to be followed", async () => {
    const mined = await coins([...Array.from({ length: 200 }, (_, i) => 1 + Math.floor((i + 1) / 2))]);
    for (let i = 0; i < 100; i += 1) await spendTogether(mined, [2 * i, 2 * i + 1], i + 1);
    await side.analyse();
    expect((await why(addressOf(1), addressOf(101), 100)).steps).toHaveLength(100);
    expect(await why(addressOf(1), addressOf(101), 99)).toMatchObject({ sameWallet: true, tooLong: true, steps: [] });
    expect((await why(addressOf(99), addressOf(101), 2)).steps).toHaveLength(2);
  });

  test("are marked where the transaction may be a PayJoin of two people", async () => {
    const mined = await coins([1, 2, 3, 4]);
    await side.seed.tx({ height: 1, position: 0, inputs: [{ tx: mined, n: 0 }, { tx: mined, n: 1 }], outputs: [pay(5, 100n), pay(6, 100n)] });
    await side.seed.tx({ height: 1, position: 1, inputs: [{ tx: mined, n: 2 }, { tx: mined, n: 3 }], outputs: [pay(7, 190n), pay(8, 10n)] });
    await side.analyse();
    expect((await why(addressOf(1), addressOf(2))).steps).toMatchObject([{ payjoinCompatible: true }]);
    expect((await why(addressOf(3), addressOf(4))).steps).toMatchObject([{ payjoinCompatible: false }]);
  });
});

describe("two addresses that are not one wallet", () => {
  test("say so, and that nothing else is known to link them", async () => {
    await coins([1, 2]);
    await side.analyse();
    expect(await why(addressOf(1), addressOf(2))).toMatchObject({ known: true, analysed: true, sameWallet: false, steps: [], notMerged: [], moreNotMerged: false });
  });

  test("list the CoinJoins that both wallets took part in, through whatever addresses", async () => {
    const sats = 5_000_000n;
    const mined = await side.seed.tx({ height: 0, position: 0, coinbase: Buffer.from("x"), outputs: [...[1, 2, 3, 4, 5].map((n) => pay(n, n < 3 ? sats + 10_000n : sats)), pay(1, 100n), pay(6, 100n)] });
    const round = await side.seed.tx({ height: 1, position: 0, inputs: [0, 1, 2, 3, 4].map((n) => ({ tx: mined, n })), outputs: [11, 12, 13, 14, 15].map((n) => pay(n, sats)) });
    await spendTogether(mined, [5, 6], 2);
    await side.analyse();
    const view = await why(addressOf(6), addressOf(2));
    expect(view).toMatchObject({ sameWallet: false, steps: [], notMerged: [{ txid: round.txid, height: 1, kind: "whirlpool", confidence: 60 }], moreNotMerged: false });
    // Paid by the same round, but signed no input of it.
    expect((await why(addressOf(11), addressOf(2))).notMerged).toEqual([]);
  });
});

describe("an address that the store has never seen", () => {
  test("is an answer", async () => {
    await coins([1]);
    await side.analyse();
    expect(await why(addressOf(1), addressOf(77))).toMatchObject({ known: false, unknown: [addressOf(77)], analysed: false, sameWallet: false, steps: [], notMerged: [] });
    expect(await why(addressOf(77), addressOf(77))).toMatchObject({ known: false, unknown: [addressOf(77)], sameWallet: false });
  });

  test("is told apart from one that no analysis has seen yet", async () => {
    await coins([1, 2]);
    expect(await why(addressOf(1), addressOf(2))).toMatchObject({ known: true, unknown: [], analysed: false, sameWallet: false });
  });

  test("is told apart from what is no address", async () => {
    await expect(why("1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb", addressOf(1))).rejects.toMatchObject({ code: "invalid_input" });
  });
});
