import { describe, expect, it } from "vitest";
import { type ChainRecord, type Decoded, TX_COINBASE, TX_SYNTHETIC, TX_WITNESS } from "@/lib/core/bitcoin/columns";
import { NetworkGuess } from "@/lib/core/bitcoin/network-guess";
import { decodeEsploraTxs } from "@/lib/core/bitcoin/tx-batch";
import { addressOfScript } from "@/lib/core/bitcoin/addresses";
import { hashToText, toHex } from "@/lib/core/hex";
import { networkByName, type NetworkName } from "@/lib/core/network";
import { nodeHasher as hasher } from "@/lib/platform/chain/hasher";
import { coinbaseTx, hashOf, testScripts, type TestTx, txidOf } from "@/lib/testing/chain";

type Json = Record<string, unknown>;
const regtest = networkByName("regtest");

function esploraJson(tx: TestTx, more: Json = {}): Json & { vin: Json[]; vout: Json[] } {
  return {
    txid: hashToText(txidOf(tx)),
    version: tx.version ?? 2,
    locktime: 0,
    vin: tx.coinbase !== undefined
      ? [{ txid: "00".repeat(32), vout: 0xffffffff, prevout: null, scriptsig: toHex(tx.coinbase), is_coinbase: true, sequence: 0xffffffff }]
      : tx.inputs!.map((input) => ({ txid: hashToText(hashOf(input.prevTxid)), vout: input.prevN, prevout: null, scriptsig: "", witness: ["00"], is_coinbase: false, sequence: 0xffffffff })),
    vout: tx.outputs.map(({ value, script }) => ({ scriptpubkey: toHex(script), scriptpubkey_address: addressOfScript(script, regtest, hasher) ?? undefined, value: parseInt(String(value), 10) })),
    ...more,
  };
}
const spend = (n: number): TestTx => ({ inputs: [{ prevTxid: "aa".repeat(32), prevN: n }], outputs: [{ value: BigInt(n), script: testScripts.p2wpkh(n) }] });
const status = (height: number): Json => ({ status: { confirmed: true, block_height: height, block_hash: height.toString(16).padStart(64, "0"), block_time: 1000 + height } });

const decode = (values: readonly unknown[], given: NetworkName | null = null): Decoded[] =>
  decodeEsploraTxs(values, { file: "a.ndjson", hasher, network: new NetworkGuess(given === null ? null : networkByName(given), hasher), place: (i) => ({ position: `line ${i + 1}`, next: 100 * (i + 1) }) });
const records = (decoded: readonly Decoded[]): ChainRecord[] => decoded.flatMap((item) => (item.kind === "record" ? [item.record] : []));
const reasons = (decoded: readonly Decoded[]): string[] => decoded.flatMap((item) => (item.kind === "rejected" ? [`${item.rejection.position}: ${item.rejection.reason}`] : []));

describe("Esplora transactions", () => {
  it("need only txid, outpoints, values and scripts", () => {
    const bare = { txid: "cc".repeat(32), vin: [{ txid: "aa".repeat(32), vout: 3 }], vout: [{ value: 7, scriptpubkey: "6a" }] };
    const coinbase = { txid: "dd".repeat(32), vin: [{ is_coinbase: true }], vout: [{ value: 7, scriptpubkey: "" }] };
    const [record, ...more] = records(decode([bare, coinbase]));
    expect(more).toEqual([]);
    expect(record).toMatchObject({ block: null, notes: [] });
    expect(record!.txs).toMatchObject({ txCount: 2, inputCount: 1, outputCount: 2, coinbaseTx: 1 });
    expect([...record!.txs.version, ...record!.txs.locktime, ...record!.txs.size, ...record!.txs.sequence]).toEqual([-1, -1, -1, -1, -1, -1, -1]);
    expect([...record!.txs.fee, ...record!.txs.prevValue]).toEqual([-1n, -1n, -1n]);
    expect([...record!.txs.txFlags]).toEqual([0, TX_COINBASE]);
  });

  it("are marked when their source says that they are made up", () => {
    const [record] = records(decode([esploraJson(spend(1), { synthetic: true })]));
    expect(record!.txs.txFlags[0]).toBe(TX_SYNTHETIC | TX_WITNESS);
  });

  it("are gathered by block, loose ones apart, and each record says from where reading may go on", () => {
    const values = [esploraJson(spend(1), status(5)), esploraJson(spend(2)), esploraJson(spend(3), status(6)), esploraJson(spend(4), status(5))];
    const decoded = records(decode(values));
    expect(decoded.map((record) => [record.block?.height ?? null, record.txs.txCount, record.at.next])).toEqual([[5, 2, 0], [null, 1, 0], [6, 1, 400]]);
    expect(decoded[0]!.block).toMatchObject({ complete: false, heightSource: "source", time: 1005 });
  });

  it("have one coinbase a record, in the first place of its block", () => {
    const values = [esploraJson(spend(1)), esploraJson(coinbaseTx(1)), esploraJson(coinbaseTx(2)), esploraJson(coinbaseTx(3), status(3))];
    const decoded = records(decode(values));
    expect(decoded.map((record) => [record.txs.txCount, record.txs.coinbaseTx])).toEqual([[2, 1], [1, 0], [1, 0]]);
    expect([...decoded[2]!.position]).toEqual([0]);
  });

  it("come in batches of at most 2,000", () => {
    const decoded = records(decode(Array.from({ length: 4500 }, (_, n) => esploraJson(spend(n)))));
    expect(decoded.map((record) => record.txs.txCount)).toEqual([2000, 2000, 500]);
    expect(decoded.map((record) => record.at.next)).toEqual([200_000, 400_000, 450_000]);
  });

  it("with a status that names no block whole are kept as unconfirmed, and that is said", () => {
    const [record] = records(decode([esploraJson(spend(1), { status: { confirmed: true, block_height: 5, block_time: 9 } })]));
    expect(record!.block).toBeNull();
    expect(record!.notes.map((note) => note.reason)).toEqual([expect.stringContaining("block_hash is missing")]);
    expect(records(decode([esploraJson(spend(1), { status: { confirmed: false } })]))[0]!.notes).toEqual([]);
  });

  it("tell their network by their addresses, and one of another network is refused with both names", () => {
    const network = new NetworkGuess(null, hasher);
    const other = { ...esploraJson(spend(2)), vout: [{ value: 2, scriptpubkey: "6a", scriptpubkey_address: "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa" }], version: undefined };
    const decoded = decodeEsploraTxs([esploraJson(spend(1)), other], { file: "", hasher, network, place: (i) => ({ position: `line ${i + 1}`, next: 0 }) });
    expect(network.settle().name).toBe("regtest");
    expect(reasons(decoded)).toEqual(["line 2: address 1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa is of bitcoin, but the rest of the file is regtest"]);
    expect(reasons(decode([esploraJson(spend(1))], "bitcoin"))).toEqual([expect.stringMatching(/is of regtest, but the network given is bitcoin/)]);
  });

  it("do not take their network from an address whose checksum does not hold", () => {
    const damaged = { ...esploraJson(spend(2)), vout: [{ value: 2, scriptpubkey: "6a", scriptpubkey_address: "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb" }], version: undefined };
    expect(reasons(decode([damaged, esploraJson(spend(1))]))).toEqual([]);
  });

  it("do not take their network from a record that proves to be bad", () => {
    const foreign = { ...esploraJson(spend(2)), vout: [{ value: 2, scriptpubkey: "6a", scriptpubkey_address: "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa" }] };
    expect(reasons(decode([foreign, esploraJson(spend(1))]))).toEqual([expect.stringMatching(/^line 1, txid: does not belong/)]);
  });

  it.each<[string, Json, RegExp]>([
    ["a txid of other contents", { txid: "ab".repeat(32) }, /^line 2, txid: does not belong to these inputs and outputs/],
    ["a txid that is too short", { txid: "abcd" }, /^line 2, txid: must be 64 hex digits/],
    ["NUL in its txid", { txid: "\u0000".repeat(64) }, /txid: must be 64 hex digits/],
    ["values as text", { vout: [{ value: "5", scriptpubkey: "6a" }] }, /vout\[0\]\.value: must be a number, is text/],
    ["a negative value", { vout: [{ value: -5, scriptpubkey: "6a" }] }, /vout\[0\]\.value: must be a whole number/],
    ["an absurd value", { vout: [{ value: 9e15, scriptpubkey: "6a" }] }, /vout\[0\]\.value: must be a whole number/],
    ["absurd values in sum", { vout: [{ value: 8e15, scriptpubkey: "6a" }, { value: 8e15, scriptpubkey: "6a" }] }, /vout: is worth more/],
    ["a fraction of a satoshi", { vout: [{ value: 0.5, scriptpubkey: "6a" }] }, /vout\[0\]\.value/],
    ["no script", { vout: [{ value: 5 }] }, /vout\[0\]\.scriptpubkey: must be text, is missing/],
    ["no outputs", { vout: [] }, /vout: is empty/],
    ["no inputs", { vin: [] }, /vin: is empty/],
    ["inputs that are no list", { vin: { length: 1 } }, /vin: must be a list/],
    ["a negative outpoint", { vin: [{ txid: "aa".repeat(32), vout: -1 }] }, /vin\[0\]\.vout/],
    ["an output spent twice", { vin: [1, 1].map((vout) => ({ txid: "aa".repeat(32), vout })) }, /vin: two inputs spend the same output/],
    ["a coinbase among other inputs", { vin: [{ txid: "aa".repeat(32), vout: 1 }, { is_coinbase: true }] }, /vin\[1\]\.is_coinbase/],
    ["a status that is no object", { status: 5 }, /status: must be an object/],
  ])("with %s are refused one by one, and their neighbours kept", (_, change, reason) => {
    const decoded = decode([esploraJson(spend(1)), { ...esploraJson(spend(2)), ...change }, esploraJson(spend(3))]);
    expect(reasons(decoded)).toEqual([expect.stringMatching(reason)]);
    const [record] = records(decoded);
    expect([...record!.txs.value]).toEqual([1n, 3n]);
    expect([...record!.txs.prevN]).toEqual([1, 3]);
  });

  it("that are no objects are refused", () => {
    expect(reasons(decode([null, 5, "x", []]))).toHaveLength(4);
  });
});
