import { describe, expect, it } from "vitest";
import type { ChainRecord, Decoded } from "@/lib/core/bitcoin/columns";
import { decodeCoreBlock } from "@/lib/core/bitcoin/core-json";
import { NetworkGuess } from "@/lib/core/bitcoin/network-guess";
import { hashToText, toHex } from "@/lib/core/hex";
import { formatBtc } from "@/lib/core/money";
import { networkByName, type NetworkName } from "@/lib/core/network";
import { addressOfScript } from "@/lib/core/bitcoin/addresses";
import { nodeHasher as hasher } from "@/lib/platform/chain/hasher";
import { buildRawTx, coinbaseTx, hashOf, type TestBlock, TestChain, testScripts, type TestTx, txidOf } from "@/lib/testing/chain";

const spend: TestTx = {
  inputs: [{ prevTxid: "aa".repeat(32), prevN: 1, witness: [new Uint8Array(64)], sequence: 0, previous: { value: 100_000_001n, script: testScripts.p2tr(4) } }],
  outputs: [{ value: 99_999_999n, script: testScripts.p2wpkh(9) }, { value: 0n, script: testScripts.opReturn("x") }],
};

type Json = Record<string, unknown>;
interface Shape {
  readonly addresses?: boolean;
  readonly fee?: boolean;
  readonly prevout?: boolean;
  readonly hex?: boolean;
}

/** A block as Core prints it, in the shape of one version or another. */
function coreJson(block: TestBlock, shape: Shape = {}, network: NetworkName = "regtest"): Json {
  const scriptPubKey = (script: Uint8Array): Json => {
    const address = addressOfScript(script, networkByName(network), hasher);
    const named = address === null ? {} : shape.addresses === true ? { addresses: [address], reqSigs: 1 } : { address };
    return { asm: "", hex: toHex(script), type: "…", ...named };
  };
  const coins = (value: bigint): number => JSON.parse(formatBtc(value)) as number;
  const tx = (one: TestTx): Json => ({
    txid: hashToText(txidOf(one)),
    hash: hashToText(hasher.sha256d(buildRawTx(one))),
    version: one.version ?? 2,
    size: buildRawTx(one).length,
    weight: 400,
    locktime: one.locktime ?? 0,
    vin: one.coinbase !== undefined
      ? [{ coinbase: toHex(one.coinbase), sequence: 0xffffffff }]
      : one.inputs!.map((input) => ({
          txid: hashToText(hashOf(input.prevTxid)),
          vout: input.prevN,
          scriptSig: { asm: "", hex: "" },
          txinwitness: input.witness?.map(toHex),
          ...(shape.prevout === true && input.previous ? { prevout: { generated: false, height: 1, value: coins(input.previous.value), scriptPubKey: scriptPubKey(input.previous.script) } } : {}),
          sequence: input.sequence ?? 0xffffffff,
        })),
    vout: one.outputs.map((output, n) => ({ value: coins(output.value), n, scriptPubKey: scriptPubKey(output.script) })),
    ...(shape.fee === true && one.coinbase === undefined ? { fee: 0.00000002 } : {}),
    ...(shape.hex === false ? {} : { hex: toHex(buildRawTx(one)) }),
  });
  const view = new DataView(block.raw.buffer, block.raw.byteOffset);
  return {
    hash: hashToText(block.hash),
    confirmations: 3,
    size: block.raw.length,
    height: block.height,
    version: view.getInt32(0, true),
    merkleroot: toHex(block.raw.slice(36, 68).reverse()),
    tx: block.txs.map(tx),
    time: block.time,
    nonce: view.getUint32(76, true),
    bits: "207fffff",
    nTx: block.txs.length,
    previousblockhash: hashToText(block.prevHash),
  };
}

const guess = (name: NetworkName | null = null): NetworkGuess => new NetworkGuess(name === null ? null : networkByName(name), hasher);
const decode = (value: unknown, network = guess()): Decoded => decodeCoreBlock(value, { hasher, network, file: "a.json", position: "line 3", next: 9 });
function recordOf(value: unknown): ChainRecord {
  const decoded = decode(value);
  if (decoded.kind === "rejected") throw new Error(`${decoded.rejection.position}: ${decoded.rejection.reason}`);
  return decoded.record;
}
function rejectionOf(value: unknown, network = guess()): string {
  const decoded = decode(value, network);
  return decoded.kind === "rejected" ? `${decoded.rejection.position}: ${decoded.rejection.reason}` : "accepted";
}
const mine = (txs: readonly TestTx[] = [spend]): TestBlock => new TestChain().mine(txs);
const changed = (change: (block: Json & { tx: (Json & { vin: Json[]; vout: Json[] })[] }) => void, shape: Shape = {}): unknown => {
  const value = coreJson(mine(), shape) as Json & { tx: (Json & { vin: Json[]; vout: Json[] })[] };
  change(value);
  return value;
};

describe("Core's getblock", () => {
  it.each<[string, Shape]>([
    ["0.17: lists of addresses, no fees", { addresses: true }],
    ["23: one address, fees", { fee: true }],
    ["29 with previous outputs", { fee: true, prevout: true }],
    ["a relative that prints no hex", { hex: false }],
  ])("is read in the shape of %s", (_, shape) => {
    const block = mine();
    const { txs, block: facts, at } = recordOf(coreJson(block, shape));
    expect(txs.txCount).toBe(2);
    expect([...txs.value.slice(1)]).toEqual([99_999_999n, 0n]);
    expect(facts).toMatchObject({ hash: block.hash, height: 1, heightSource: "source", time: block.time, bits: 0x207fffff, complete: true, stale: false });
    expect(txs.fee[1]).toBe(shape.fee === true ? 2n : -1n);
    expect(txs.prevValue[0]).toBe(shape.prevout === true ? 100_000_001n : -1n);
    expect(at).toEqual({ file: "a.json", position: "line 3", next: 9 });
  });

  it("tells its network by addresses and by regtest's target", () => {
    const network = guess();
    expect(decode(coreJson(mine()), network).kind).toBe("record");
    expect(network.settle().name).toBe("regtest");
    expect(rejectionOf(coreJson(mine()), guess("bitcoin"))).toMatch(/address .* is of regtest|testnet3 .*, but the network given is bitcoin/);
  });

  it("does not tell its network when it is bad itself", () => {
    const network = guess();
    expect(rejectionOf(changed((block) => (block["time"] = 5)), network)).not.toBe("accepted");
    expect(network.likeliest().name).toBe("bitcoin");
  });

  it("is stale with negative confirmations", () => {
    expect(recordOf(changed((block) => (block["confirmations"] = -1))).block?.stale).toBe(true);
  });

  it("notes a coinbase that claims more than subsidy and fees, where all fees are stated", () => {
    const chain = new TestChain();
    const json = coreJson(chain.mine([spend], { fees: 3n }), { fee: true });
    expect(recordOf(json).notes.map((note) => note.reason)).toEqual(["its coinbase claims 1 sats more than subsidy and fees"]);
    expect(recordOf(coreJson(new TestChain().mine([spend], { fees: 2n }), { fee: true })).notes).toEqual([]);
  });

  it("keeps a transaction whose stated fee is not inputs minus outputs, and says so", () => {
    const record = recordOf(changed((block) => (block.tx[1]!["fee"] = 0.5), { prevout: true }));
    expect(record.notes.map((note) => note.reason)).toEqual(["its stated fee of 50000000 sats is not inputs minus outputs, 2 sats"]);
    expect(record.txs.fee[1]).toBe(-1n);
  });

  it.each<[string, (block: Json & { tx: (Json & { vin: Json[]; vout: Json[] })[] }) => void, RegExp]>([
    ["an amount as text", (block) => (block.tx[1]!.vout[0]!["value"] = "0.99999999"), /^line 3, tx\[1\]\.vout\[0\]\.value: must be a number, is text/],
    ["a negative amount", (block) => (block.tx[1]!.vout[0]!["value"] = -1), /value: must be an amount/],
    ["an amount finer than a satoshi", (block) => (block.tx[1]!.vout[0]!["value"] = 0.123456789), /value: must be an amount/],
    ["another amount", (block) => (block.tx[1]!.vout[0]!["value"] = 0.99999998), /tx\[1\]\.txid: does not belong to these inputs and outputs/],
    ["another script", (block) => (block.tx[1]!.vout[0]!["scriptPubKey"] = { hex: "6a" }), /tx\[1\]\.txid: does not belong/],
    ["another txid", (block) => (block.tx[1]!["txid"] = "ab".repeat(32)), /tx\[1\]\.txid: does not belong/],
    ["other bytes", (block) => (block.tx[1]!["hex"] = block.tx[0]!["hex"]), /tx\[1\]\.hex: is not the transaction/],
    ["no hex at all", (block) => (block.tx[1]!["hex"] = "zz"), /tx\[1\]\.hex: must be an even number of hex digits/],
    ["outputs out of order", (block) => block.tx[1]!.vout.reverse(), /vout\[0\]\.n: must be 0/],
    ["a transaction too few", (block) => void block.tx.pop(), /merkleroot: is not that of its transactions/],
    ["a wrong count", (block) => (block["nTx"] = 7), /nTx: is not the number/],
    ["another time", (block) => (block["time"] = 5), /hash: is not that of the header/],
    ["another previous block", (block) => (block["previousblockhash"] = "00".repeat(32)), /hash: is not that of the header/],
    ["no time", (block) => delete block["time"], /time: must be a number, is missing/],
    ["txids only", (block) => (block.tx = ["aa".repeat(32)] as never), /verbosity 2 or 3/],
    ["no transactions", (block) => (block.tx = []), /tx: is empty/],
    ["a list for a transaction", (block) => (block.tx[1] = [] as never), /tx\[1\]: must be an object, is a list/],
    ["a second coinbase", (block) => (block.tx[1] = block.tx[0]!), /tx\[1\]\.vin: is a coinbase's/],
    ["an absurd height", (block) => (block["height"] = 1e15), /height: must be a whole number/],
    ["MimbleWimble", (block) => (block.tx[1]!.vin[0]!["ismweb"] = true), /ismweb: is set/],
  ])("with %s is rejected, with the place and the reason", (_, change, reason) => {
    expect(rejectionOf(changed(change))).toMatch(reason);
  });

  it("that is no object at all is rejected", () => {
    for (const value of [null, 1, "x", [], {}]) expect(rejectionOf(value)).toMatch(/line 3.*: must be/);
  });

  it("on bitcoin must state the height that its coinbase does, since that is a rule", () => {
    const block = new TestChain().mine([], { coinbase: coinbaseTx(300_000) });
    const value = { ...coreJson(block, {}, "bitcoin"), height: 300_001, nonce: undefined };
    expect(rejectionOf(value, guess("bitcoin"))).toMatch(/height: is not the height that its coinbase states .300000/);
  });
});
