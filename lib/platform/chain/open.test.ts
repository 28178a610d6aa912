import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { addressOfScript } from "@/lib/core/bitcoin/addresses";
import { hashToText, toHex } from "@/lib/core/hex";
import { networkByName } from "@/lib/core/network";
import { nodeHasher } from "@/lib/platform/chain/hasher";
import { buildRawTx, coinbaseTx, concat, TestChain, testScripts, txidOf } from "@/lib/testing/chain";
import { readAll, testFolder } from "@/lib/testing/chain-files";
import { NO_SHARED_DATA, sharedData } from "@/lib/testing/shared-data";

const put = testFolder();
const block = new TestChain().mine();
const raw = block.raw;
const tx = (n: number, more = ""): string => `{"txid":"${n.toString(16).padStart(64, "0")}","vin":[{"txid":"${"aa".repeat(32)}","vout":${n}}],"vout":[{"value":${n},"scriptpubkey":"6a"}]${more}}`;
const lines = [1, 2, 3].map((n) => tx(n)).join("\n");

const coreBlock = ({ txs, hash, prevHash, time, raw: bytes }: typeof block): string =>
  JSON.stringify({
    hash: hashToText(hash), confirmations: 1, height: 1, merkleroot: toHex(bytes.slice(36, 68).reverse()), time, previousblockhash: hashToText(prevHash),
    tx: txs.map((one) => ({
      txid: hashToText(txidOf(one)), version: 2, locktime: 0, hex: toHex(buildRawTx(one)),
      vin: [{ coinbase: toHex(one.coinbase!), sequence: 0xffffffff }],
      vout: one.outputs.map(({ script }, n) => ({ n, value: 50, scriptPubKey: { hex: toHex(script) } })),
    })),
  });

describe("reading files by their content", () => {
  it.each<[string, Uint8Array | string, string, number]>([
    ["a raw block", raw, "block", 1],
    ["a raw block in hex", toHex(raw), "block", 1],
    ["raw blocks in hex, one a line", `${toHex(raw)}\r\n\n${toHex(raw).toUpperCase()}\n`, "block", 2],
    ["Core's JSON of a block", coreBlock(block), "core-json", 1],
    ["a list of Core's blocks", `[${coreBlock(block)},\n${coreBlock(block)}]`, "core-json", 2],
    ["Core's blocks one a line", `${coreBlock(block)}\n${coreBlock(block)}`, "core-json", 2],
    ["a saved reply of a node", `{"result":${coreBlock(block)},"error":null,"id":1}`, "core-json", 1],
    ["a saved reply with the raw block", `{"result":"${toHex(raw)}","error":null,"id":1}`, "core-json", 1],
    ["Esplora transactions one a line", lines, "esplora", 1],
    ["a list of Esplora transactions", `\ufeff  [${[1, 2].map((n) => tx(n)).join(",")}]`, "esplora", 1],
    ["one Esplora transaction over several lines", JSON.stringify(JSON.parse(tx(5)), null, 2), "esplora", 1],
    ["CSV", `txid,kind,n,prev_txid,prev_n,script,value_sats\n${"ab".repeat(32)},input,0,${"cd".repeat(32)},1,,\n${"ab".repeat(32)},output,0,,,6a,5\n`, "csv", 1],
  ])("knows %s, gzipped or not", async (_, content, format, count) => {
    for (const file of [put("anything.txt", content), put("packed.txt", gzipSync(content))]) {
      const { items, records, rejected } = await readAll(file);
      expect(rejected).toEqual([]);
      expect(records).toHaveLength(count);
      expect(items[0]?.format).toBe(format);
    }
  });

  it("takes the network as given, else from the content", async () => {
    const network = async (content: Uint8Array | string, given: "regtest" | null = null) => (await readAll(put("n", content), { network: given })).items.map((item) => item.network)[0];
    expect(await network(raw)).toBe("regtest");
    expect(await network(lines)).toBe("bitcoin");
    expect(await network(lines, "regtest")).toBe("regtest");
    const address = addressOfScript(testScripts.p2wpkh(1), networkByName("regtest"), nodeHasher)!;
    expect(await network(lines.replace('"6a"', `"6a","scriptpubkey_address":"${address}"`))).toBe("regtest");
    expect((await readAll(put("n.bin", raw), { network: "bitcoin" })).rejected).toEqual([expect.stringMatching(/as a raw block: it begins the chain of regtest, not of bitcoin/)]);
  });

  it("takes a height from a file's name only where the block does not state it", async () => {
    const old = new TestChain().mine([], { coinbase: { ...coinbaseTx(1), coinbase: Uint8Array.of(4, 1, 2, 3, 4) } });
    const heights = async (name: string) => (await readAll(put(name, old.raw))).records.map((record) => [record.block?.height, record.block?.heightSource, record.notes.length]);
    expect(await heights("123.bin")).toEqual([[123, "file-name", 1]]);
    expect(await heights("block-123.bin")).toEqual([[null, null, 0]]);
    expect((await readAll(put("77.bin", raw))).records[0]?.block).toMatchObject({ height: 1, heightSource: "bip34" });
  });

  it("refuses what was asked for as another format, record by record", async () => {
    expect((await readAll(put("a", lines), { format: "core-json" })).rejected[0]).toBe("line 1: it is an Esplora transaction, not Core's JSON");
    expect((await readAll(put("a", coreBlock(block)), { format: "esplora" })).rejected).toEqual(["line 1: it is Core's JSON, not an Esplora transaction"]);
    expect((await readAll(put("a", lines), { format: "blk" })).rejected).toHaveLength(1);
    expect((await readAll(put("a", lines), { format: "block" })).rejected).toHaveLength(1);
    expect((await readAll(put("a", raw), { format: "csv" })).rejected[0]).toMatch(/^line 1: it is not CSV/);
    expect((await readAll(put("a", raw), { format: "esplora" })).records).toEqual([]);
  });

  it.each<[string, Uint8Array | string, RegExp]>([
    ["nothing", "", /^byte 0: the file is empty/],
    ["prose", "This is a README.\nNothing else.", /^byte 0: it is no format that Assay can read/],
    ["a zip archive", "PK\x03\x04abc", /zip archive: unpack it/],
    ["UTF-16", Buffer.from('\ufeff[{"txid":1}]', "utf16le"), /UTF-16 text: save it as UTF-8/],
    ["gzip in gzip", gzipSync(gzipSync(raw)), /gzip inside gzip/],
    ["a damaged raw block", raw.map((byte, i) => (i === raw.length - 20 ? byte ^ 1 : byte)), /as a raw block: its transactions do not have the merkle root/],
    ["a raw block with more behind it", concat(raw, Uint8Array.of(1)), /as a raw block: 1 bytes follow/],
    ["JSON of something else", '{"name":"x"}', /^line 1: it is neither a block nor a transaction/],
    ["an empty list", "[]", /holds no record/],
    ["a list of lists", "[[[]]]", /^\[0\]: it is neither/],
    ["an error of a node", '{"result":null,"error":{"code":-5,"message":"Block not found\\u0007"},"id":1}', /an error of the server: Block not found\?$/],
    ["envelopes in envelopes", '{"result":{"result":{"result":{}}}}', /neither a block nor/],
    ["hex of odd length", `${toHex(raw)}0`, /^line 1: it is not an even number of hex digits/],
    ["CSV without the columns", "txid,n\n1,2", /kind, value_sats are missing/],
  ])("says what is wrong with %s", async (_, content, reason) => {
    const { records, rejected } = await readAll(put("odd", content));
    expect(records).toEqual([]);
    expect(rejected).toHaveLength(1);
    expect(rejected[0]).toMatch(reason);
  });

  it("says what is wrong with paths that are no files", async () => {
    expect((await readAll("/nowhere/at/all")).rejected).toEqual([": there is no such file"]);
    expect((await readAll("/tmp")).rejected).toEqual([": it is not a file"]);
    expect((await readAll(put("rev00000.dat", raw))).rejected).toEqual([expect.stringMatching(/undo data/)]);
  });

  it("rejects hostile records one by one and keeps the others", async () => {
    const bad = [
      tx(1, ',"__proto__":{"x":1}'), '{"txid":"\u0000"}', '{"txid":', `{"vin":${"[".repeat(100_000)}${"]".repeat(100_000)}}`, tx(2).replace('"value":2', '"value":"2"'), tx(3).replace('"value":3', '"value":-3'), tx(4).replace('"value":4', '"value":1e30'), "null", "7",
    ];
    const file = put("hostile", Buffer.concat([Buffer.from(`${[tx(1), ...bad, tx(2)].join("\n")}\n`), Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d, 0x0a]), Buffer.from(tx(3))]));
    const { records, rejected } = await readAll(file);
    expect([...records[0]!.txs.value]).toEqual([1n, 2n, 3n]);
    expect(rejected.map((text) => text.split(":")[0])).toEqual(["line 2", "line 3", "line 4", "line 5", "line 6, vout[0].value", "line 7, vout[0].value", "line 8, vout[0].value", "line 9", "line 10", "line 12"]);
    expect(rejected.at(-1)).toBe("line 12: it is not UTF-8 text");
    expect(({} as Record<string, unknown>)["x"]).toBeUndefined();
  });

  it("gives up a file of bad records only, after many", async () => {
    const { rejected } = await readAll(put("bad", "{}\n".repeat(30_000)));
    expect(rejected).toHaveLength(10_001);
    expect(rejected.at(-1)).toMatch(/the rest of the file is not read/);
  });

  it("keeps what came before a gzip file's early end, and says so", async () => {
    const packed = gzipSync(Array.from({ length: 20_000 }, (_, n) => tx(n, `,"x":"${Math.sin(n)}"`)).join("\n"));
    const { records, rejected } = await readAll(put("cut.gz", packed.subarray(0, packed.length / 2)));
    expect(records.length).toBeGreaterThan(1);
    expect(rejected.at(-1)).toMatch(/gzip data end too early/);
    const damaged = Buffer.from(packed);
    damaged.fill(0x55, packed.length / 2, packed.length / 2 + 50);
    expect((await readAll(put("damaged.gz", damaged))).rejected.at(-1)).toMatch(/gzip data/);
  });

  it("goes on where an earlier run stopped, losing no transaction", async () => {
    const count = 4_100;
    const listed = Array.from({ length: count }, (_, n) => tx(n));
    const csv = listed.map((_, n) => `${n.toString(16).padStart(64, "0")},input,0,${"aa".repeat(32)},${n},,\n${n.toString(16).padStart(64, "0")},output,0,,,6a,${n}`);
    for (const content of [listed.join("\n"), `[${listed.join(",\n")}]`, `txid,kind,n,prev_txid,prev_n,script,value_sats\n${csv.join("\n")}`]) {
      const file = put("resume", content);
      const { records } = await readAll(file);
      expect(records.map((record) => record.txs.txCount)).toEqual([2000, 2000, 100]);
      for (const [done, record] of records.entries()) {
        const rest = await readAll(file, { startAt: record.at.next });
        expect(rest.rejected).toEqual([]);
        expect(rest.records.flatMap((one) => [...one.txs.value])).toEqual(records.slice(done + 1).flatMap((one) => [...one.txs.value]));
      }
    }
    const hex = put("resume.hex", `${toHex(raw)}\n${toHex(raw)}\n`);
    const [first] = (await readAll(hex)).records;
    expect((await readAll(hex, { startAt: first!.at.next })).records).toHaveLength(1);
    expect((await readAll(put("resume.bin", raw), { startAt: raw.length })).items).toEqual([]);
  });

  it("stops when told to", async () => {
    const stop = new AbortController();
    stop.abort();
    await expect(readAll(put("a.dat", raw), { signal: stop.signal })).rejects.toThrow(/abort/i);
  });

  it("gives records and rejections for a small JSON file cut off anywhere or damaged at any byte", async () => {
    const text = `[${tx(1)},${tx(2)}]`;
    const good = new Set(["1", "2"]);
    for (let at = 0; at < text.length; at += 1) {
      for (const content of [text.slice(0, at), `${text.slice(0, at)}~${text.slice(at + 1)}`]) {
        const { records, rejected } = await readAll(put("fuzz.json", content));
        for (const value of records.flatMap((record) => [...record.txs.value])) expect(good).toContain(String(value));
        if (records.flatMap((record) => [...record.txs.value]).length < 2) expect(rejected.length).toBeGreaterThan(0);
      }
    }
  });
});

describe("reading CSV", () => {
  const header = "txid,kind,n,prev_txid,prev_n,script,value_sats";
  const txid = (n: number): string => n.toString(16).padStart(64, "0");
  const rows = (n: number): string => `${txid(n)},input,0,${"aa".repeat(32)},${n},,\n${txid(n)},output,0,,,6a,${n}`;

  it("takes any order of columns, a byte order mark, quotes, Windows lines and columns of its own", async () => {
    const text = `\ufeffnote,VALUE_SATS,script,prev_n,prev_txid,n,kind,txid\r\n"a, b",,,1,${"aa".repeat(32)},0,input,${txid(1)}\r\n,5,"6a",,,0,output,${txid(1)}\r\n`;
    const { records, rejected } = await readAll(put("a.csv", text));
    expect(rejected).toEqual([]);
    expect([...records[0]!.txs.value]).toEqual([5n]);
  });

  it("loses a whole transaction for one bad row, since the rest of it would be a wrong one", async () => {
    const bad = `${txid(2)},input,0,${"aa".repeat(32)},2,,\n${txid(2)},output,0,,,6a,2\n${txid(2)},output,1,,,6a`;
    const { records, rejected } = await readAll(put("a.csv", [header, rows(1), bad, rows(3)].join("\n")));
    expect([...records[0]!.txs.value]).toEqual([1n, 3n]);
    expect(rejected).toEqual(["line 6: it has 6 cells, the first row has 7"]);
  });

  it("says what cannot be parsed, and keeps what came before", async () => {
    const { records, rejected } = await readAll(put("a.csv", [header, rows(1), rows(2), `"${txid(3)},input`, rows(4)].join("\n")));
    expect([...records[0]!.txs.value]).toEqual([1n]);
    expect(rejected).toEqual([expect.stringMatching(/it is not CSV: /)]);
  });

  it("names the line and column of a bad cell", async () => {
    const { records, rejected } = await readAll(put("a.csv", [header, rows(1).replace(/1$/, "-1"), rows(2).replace("output", "out\u0000put"), rows(3)].join("\n")));
    expect([...records[0]!.txs.value]).toEqual([3n]);
    expect(rejected).toEqual(["line 3, value_sats: must be a whole number of satoshis", 'line 5, kind: must be "input" or "output"']);
  });
});

describe("reading real files", () => {
  const folder = sharedData("blocks");
  if (folder === null) {
    it.skip(NO_SHARED_DATA, () => undefined);
    return;
  }
  it("finds the 2,157 blocks of the blk file, gzipped too", async () => {
    const file = `${folder}/mainnet-0-2156/blk00000.dat`;
    const { records, rejected, items } = await readAll(file);
    expect([records.length, rejected.length, items[0]?.network]).toEqual([2157, 0, "bitcoin"]);
    const packed = await readAll(put("blk.gz", gzipSync(readFileSync(file))));
    expect(packed.records.map((record) => record.at.next)).toEqual(records.map((record) => record.at.next));
  });

  it("loses one block, and never takes a wrong one, where a byte of a real block is damaged", async () => {
    const bytes = new Uint8Array(readFileSync(`${folder}/mainnet-single/100000.bin`));
    for (let at = 0; at < bytes.length; at += 1) {
      const damaged = bytes.slice();
      damaged[at]! ^= 0x10;
      const { records, rejected } = await readAll(put("100000.bin", damaged));
      expect([at, records.length, rejected.length]).toEqual([at, 0, 1]);
    }
  });
});
