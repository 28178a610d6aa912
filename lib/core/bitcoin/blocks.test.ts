import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeBlock, decodeLooseBlock, decodeWholeBlock } from "@/lib/core/bitcoin/blocks";
import { TX_COINBASE, TX_SIGNALS_RBF, TX_WITNESS, type TxColumns } from "@/lib/core/bitcoin/columns";
import { hexBytes } from "@/lib/core/bitcoin/fields";
import { NetworkGuess } from "@/lib/core/bitcoin/network-guess";
import { networkByName, type NetworkName } from "@/lib/core/network";
import { nodeHasher as hasher } from "@/lib/platform/chain/hasher";
import { buildRawBlock, buildRawTx, coinbaseTx, columnsOf, concat, recordOf, type TestBlock, TestChain, testScripts, type TestTx } from "@/lib/testing/chain";

const source = (network: NetworkName = "regtest", fileNameHeight: number | null = null) => ({
  network: networkByName(network), hasher, file: "a.dat", position: "byte 0", next: 7, fileNameHeight,
});
const decode = (raw: Uint8Array, network: NetworkName = "regtest") => decodeWholeBlock(raw, source(network));
const reasonOf = (raw: Uint8Array, network: NetworkName = "regtest"): string => {
  const decoded = decode(raw, network);
  return decoded.kind === "rejected" ? decoded.rejection.reason : "accepted";
};
const recordFrom = (raw: Uint8Array, network: NetworkName = "regtest") => {
  const decoded = decode(raw, network);
  if (decoded.kind === "rejected") throw new Error(decoded.rejection.reason);
  return decoded.record;
};

const witness = [new Uint8Array(71).fill(1), new Uint8Array(33).fill(2)];
const legacy: TestTx = { inputs: [{ prevTxid: "aa".repeat(32), prevN: 1, scriptSig: new Uint8Array(107).fill(3) }], outputs: [{ value: 1n, script: testScripts.p2pkh(1) }], version: 1, locktime: 99 };
const segwit: TestTx = {
  inputs: [{ prevTxid: "bb".repeat(32), prevN: 0, witness, sequence: 0xfffffffd }, { prevTxid: "bb".repeat(32), prevN: 1 }],
  outputs: [{ value: 2n, script: testScripts.p2tr(1) }, { value: 0n, script: testScripts.opReturn("x") }, { value: 2_100_000_000_000_000n, script: new Uint8Array(0) }],
};
const block = (txs: readonly TestTx[] = [legacy, segwit]): TestBlock => new TestChain().mine(txs);

/** Everything that columns say, with the scripts themselves in place of where they lie. */
function contents(txs: TxColumns) {
  const { bytes, scriptStart, prevScriptStart, ...rest } = txs;
  return { ...rest, scripts: [...scriptStart].map((start, o) => bytes.slice(start, start + txs.scriptLength[o]!)), prevScripts: prevScriptStart.length };
}

describe("raw blocks", () => {
  it("give the columns of their transactions, with and without witnesses", () => {
    const mined = block();
    const record = recordFrom(mined.raw);
    expect(contents(record.txs)).toEqual(contents(columnsOf(mined.txs)));
    expect([...record.txs.txFlags]).toEqual([TX_COINBASE, 0, TX_WITNESS | TX_SIGNALS_RBF]);
    expect(record.block).toEqual(recordOf(mined).block);
    expect([...record.position]).toEqual([0, 1, 2]);
    expect(record.at).toEqual({ file: "a.dat", position: "byte 0", next: 7 });
    expect(record.txs.coinbaseScript).toEqual(mined.txs[0]!.coinbase);
  });

  it("are read inside a larger buffer without looking beyond their ends", () => {
    const { raw } = block();
    const around = concat(new Uint8Array(5).fill(255), raw, new Uint8Array(300).fill(255));
    const decoded = decodeBlock(around.subarray(5), source());
    expect(decoded).toMatchObject({ ok: true, length: raw.length });
    expect(reasonOf(around.subarray(5, 5 + raw.length))).toBe("accepted");
    expect(reasonOf(around.subarray(5))).toBe("300 bytes follow the end of the block");
  });

  it("are rejected, and never accepted as something else, when cut off anywhere", () => {
    const { raw } = block();
    for (let length = 0; length < raw.length; length += 1) expect(reasonOf(raw.subarray(0, length))).not.toBe("accepted");
  });

  it("are rejected when any byte of their transactions is damaged", () => {
    const { raw } = block();
    const { txs } = recordFrom(raw);
    for (let at = 80; at < raw.length; at += 1) {
      const damaged = raw.slice();
      damaged[at]! ^= 0x40;
      const decoded = decode(damaged);
      // Only a witness may change unnoticed: txids and merkle root leave it out, and we do not keep it.
      if (decoded.kind === "record") expect(contents(decoded.record.txs)).toEqual(contents(txs));
    }
  });

  it("are rejected when their header is damaged, by the merkle root or by the proof of work", () => {
    const mined = recordOf(block());
    const chain = new TestChain("bitcoin");
    const raw = chain.mine().raw;
    expect(reasonOf(raw, "bitcoin")).toMatch(/target .bits 207fffff. is none that bitcoin allows/);
    const damaged = block().raw.slice();
    damaged[40]! ^= 1;
    expect(reasonOf(damaged)).toMatch(/merkle root that its header states/);
    expect(mined.notes).toEqual([]);
  });

  it.each([
    ["transactions", 80, /number of transactions is 4294967295, but only/],
    ["inputs", 85, /number of inputs is 4294967295, but only/],
  ])("with an absurd count of %s are refused before anything is reserved", (_, at, reason) => {
    const { raw } = block([]);
    expect(reasonOf(concat(raw.subarray(0, at), Uint8Array.of(0xfe, 0xff, 0xff, 0xff, 0xff), raw.subarray(at + 1)))).toMatch(reason);
  });

  it("are refused with counts of 64 bits, and counts not written in their shortest form", () => {
    const { raw } = block([]);
    const withCount = (...count: number[]): string => reasonOf(concat(raw.subarray(0, 80), Uint8Array.of(...count), raw.subarray(81)));
    expect(withCount(0xff, 1, 0, 0, 0, 0, 0, 0, 0x80)).toMatch(/number of transactions is 9223372036854776000/);
    expect(withCount(0xfd, 1, 0)).toMatch(/shortest form/);
    expect(withCount(0xff, 1, 0, 0, 0, 0, 0, 0, 0)).toMatch(/shortest form/);
    expect(withCount(0)).toMatch(/no transactions/);
  });

  it("that repeat transactions to keep the merkle root are refused (CVE-2012-2459)", () => {
    const mined = block();
    const txs = [mined.txs[0]!, mined.txs[1]!, mined.txs[2]!, mined.txs[2]!];
    const raw = concat(mined.raw.subarray(0, 80), Uint8Array.of(4), ...txs.map(buildRawTx));
    expect(reasonOf(raw)).toMatch(/CVE-2012-2459/);
  });

  it.each<[string, readonly TestTx[], RegExp]>([
    ["no coinbase", [legacy], /first transaction is no coinbase/],
    ["two coinbases", [coinbaseTx(1), coinbaseTx(1, { tag: "again" })], /coinbase is not the first/],
    ["no inputs", [coinbaseTx(1), { inputs: [], outputs: [{ value: 1n, script: testScripts.p2pkh(1) }] }], /number of inputs is 1, but only/],
    ["no outputs", [coinbaseTx(1), { ...legacy, outputs: [] }], /no outputs/],
    ["more than there can be", [coinbaseTx(1), { ...legacy, outputs: [{ value: 8_400_000_000_000_001n, script: testScripts.p2pkh(1) }] }], /worth more than there can be/],
    ["more than there can be in sum", [coinbaseTx(1), { ...legacy, outputs: [1, 2].map((n) => ({ value: 8_000_000_000_000_000n, script: testScripts.p2pkh(n) })) }], /worth more/],
    ["a negative value", [coinbaseTx(1), { ...legacy, outputs: [{ value: -1n, script: testScripts.p2pkh(1) }] }], /worth more than there can be/],
    ["an output spent twice", [coinbaseTx(1), legacy, { ...legacy, locktime: 0 }], /spend the same output/],
    ["a null outpoint beside another", [coinbaseTx(1), { inputs: [legacy.inputs![0]!, { prevTxid: "00".repeat(32), prevN: 0xffffffff }], outputs: legacy.outputs }], /null outpoint/],
    ["an outpoint beyond all outputs", [coinbaseTx(1), { ...legacy, inputs: [{ prevTxid: "aa".repeat(32), prevN: 0x80000000 }] }], /no transaction has so many/],
  ])("with %s are refused", (_, txs, reason) => {
    expect(reasonOf(buildRawBlock({ prevHash: new Uint8Array(32), height: 1, txs }).raw)).toMatch(reason);
  });

  it("never make the decoder throw, whatever the bytes", () => {
    const { raw } = block();
    const mutation = fc.array(fc.tuple(fc.nat(raw.length - 1), fc.nat(255)), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(mutation, (changes) => {
        const bytes = raw.slice();
        for (const [at, byte] of changes) bytes[at] = byte;
        expect(["record", "rejected"]).toContain(decode(bytes).kind);
      }),
      { numRuns: 2000 },
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        expect(decode(new Uint8Array(bytes)).kind).toBe("rejected");
        expect(decode(concat(raw.subarray(0, 80), bytes)).kind).toBe("rejected");
      }),
    );
  });
});

describe("the height of a block", () => {
  const at = (options: Partial<Parameters<typeof buildRawBlock>[0]>, fileNameHeight: number | null = null) => {
    const raw = buildRawBlock({ prevHash: "11".repeat(32), height: 500, txs: [coinbaseTx(500)], ...options }).raw;
    const decoded = decodeWholeBlock(raw, source("regtest", fileNameHeight));
    if (decoded.kind === "rejected") throw new Error(decoded.rejection.reason);
    return { height: decoded.record.block?.height, source: decoded.record.block?.heightSource, notes: decoded.record.notes.map((note) => note.reason) };
  };

  it("is what its coinbase states since version 2, whatever the file is called", () => {
    expect(at({})).toEqual({ height: 500, source: "bip34", notes: [] });
    expect(at({ version: 2 }, 77)).toEqual({ height: 500, source: "bip34", notes: [] });
  });

  it("is unknown before, unless the file's name states it: then that is said", () => {
    expect(at({ version: 1 })).toEqual({ height: null, source: null, notes: [] });
    expect(at({ version: 1 }, 500)).toMatchObject({ height: 500, source: "file-name", notes: [expect.stringContaining("file's name")] });
  });

  it("is 0 for the genesis block only", () => {
    const genesis = Buffer.from(
      "0100000000000000000000000000000000000000000000000000000000000000000000003ba3edfd7a7b12b27ac72c3e67768f617fc81bc3888a51323a9fb8aa4b1e5e4a29ab5f49ffff001d1dac2b7c" +
        "0101000000010000000000000000000000000000000000000000000000000000000000000000ffffffff4d04ffff001d0104455468652054696d65732030332f4a616e2f32303039204368616e63656c6c6f72206f6e206272696e6b206f66207365636f6e64206261696c6f757420666f722062616e6b73ffffffff0100f2052a01000000434104678afdb0fe5548271967f1a67130b7105cd6a828e03909a67962e0ea1f61deb649f6bc3f4cef38c4f35504e51ec112de5c384df7ba0b8d578a4c702b6bf11d5fac00000000",
      "hex",
    );
    expect(recordFrom(new Uint8Array(genesis), "bitcoin").block).toMatchObject({ height: 0, heightSource: "genesis" });
    expect(reasonOf(new Uint8Array(genesis), "testnet3")).toMatch(/begins the chain of bitcoin, not of testnet3/);
  });

  it("makes a coinbase that claims too much a note, where nothing else could have paid", () => {
    const chain = new TestChain();
    const greedy = chain.mine([], { coinbase: coinbaseTx(1, { value: 5_000_000_001n }) });
    expect(recordFrom(greedy.raw).notes).toEqual([{ subject: greedy.txids[0], reason: "its coinbase claims 1 sats more than subsidy and fees" }]);
    expect(recordFrom(chain.mine([legacy], { fees: 5n }).raw).notes).toEqual([]);
  });
});

describe("Litecoin's extension", () => {
  const hogEx = (mweb: Uint8Array): Uint8Array => {
    const plain = buildRawTx(legacy);
    return concat(plain.subarray(0, 4), Uint8Array.of(0, 8), plain.subarray(4, -4), mweb, plain.subarray(-4));
  };
  const raw = (tx: Uint8Array): Uint8Array => {
    const mined = new TestChain("litecoin-regtest").mine([legacy]);
    return concat(mined.raw.subarray(0, 80), Uint8Array.of(2), buildRawTx(mined.txs[0]!), tx);
  };

  it("is stepped over: the last transaction with the flag, and the extension block behind it", () => {
    const bytes = concat(raw(hogEx(Uint8Array.of(0))), Uint8Array.of(1, 2, 3, 4));
    const record = recordFrom(bytes, "litecoin-regtest");
    expect(record.txs.txCount).toBe(2);
    expect(record.block?.size).toBe(bytes.length);
  });

  it("of a real node (litecoind 0.21.2, regtest) is stepped over, and tells the network of a block without a mark", () => {
    const real = hexBytes(
      "000000205f3537fb247342a868906f251f786be3b1bd0f7b84fe8d5c08f088fd8d1330eedd3df331bffdbdc78976c8fa17b1e34deba57694b6aeaacafe3c62fdc802c4595fb0046bffff7f200000000002020000000001010000" +
      "000000000000000000000000000000000000000000000000000000000000ffffffff0502b2010101ffffffff02807c814a00000000160014158bfc274229f2d789e4649f5d81211804c115860000000000000000266a24aa21a9" +
      "ed6b01104ce7cb5bf1bb5918441be418776283fadf52062076d9d86d29b3c2593f012000000000000000000000000000000000000000000000000000000000000000000000000002000000000801a766298665727bac0c0b67ad" +
      "655760575457e9f363de362260f44da2a8abff480000000000ffffffff014c51814a00000000225820164a20408cb66c669265f48756dd8714f465732aee0df83b3221c8dafe395eae0000000000018232d563c00283c5ea792a" +
      "778f3829a3cfe768368fd93b0654e97e69e476e1d353720000000000000000000000000000000000000000000000000000000000000000cf416ea3d113aeb646ba57b0d1c96d1ecfbd675b5100b8aa0ba3eea80433705d20a4bd" +
      "7c7d9915c80ed80d4f255f2a23ef094d40d6d76a3dce2ec896110b2ddb00000000000000000000000000000000000000000000000000000000000000000400000000",
    )!;
    const network = new NetworkGuess(null, hasher);
    const decoded = decodeLooseBlock(real, { ...source(), network });
    expect(decoded).toMatchObject({ kind: "record", record: { block: { height: 434, size: real.length, complete: true }, txs: { txCount: 2, outputCount: 3 } } });
    expect(network.likeliest().name).toBe("litecoin-regtest");
  });

  it("is refused where it is not empty, and on networks that do not have it", () => {
    expect(reasonOf(raw(hogEx(Uint8Array.of(1))), "litecoin-regtest")).toMatch(/MimbleWimble transaction outside/);
    const mined = new TestChain().mine([legacy]);
    expect(reasonOf(concat(mined.raw.subarray(0, 80), Uint8Array.of(2), buildRawTx(mined.txs[0]!), hogEx(Uint8Array.of(0))))).toMatch(/flags 8 that this network does not know/);
  });
});
