import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { blkRecord, concat, coinbaseTx, TestChain, testScripts, uint32 } from "@/lib/testing/chain";
import { type FileContents, readAll, testFolder } from "@/lib/testing/chain-files";

const put = testFolder();
const chain = new TestChain();
for (let n = 0; n < 4; n += 1) chain.mine([{ inputs: [{ prevTxid: "aa".repeat(32), prevN: n }], outputs: [{ value: 5n, script: testScripts.p2wpkh(n) }] }]);
const records = chain.blocks.map((block) => blkRecord(block.raw, "regtest"));
const whole = concat(...records);
const heights = ({ records: read }: FileContents): (number | null)[] => read.map((record) => record.block?.height ?? null);
const at = (n: number): number => records.slice(0, n).reduce((sum, record) => sum + record.length, 0);

describe("blk files", () => {
  it("are read block by block, in the order that they stand in", async () => {
    const contents = await readAll(put("a.dat", concat(...[2, 0, 3, 1].map((n) => records[n]!))));
    expect(heights(contents)).toEqual([3, 1, 4, 2]);
    expect(contents.items.map((item) => [item.format, item.network])).toEqual(Array(4).fill(["blk", "regtest"]));
    expect(contents.rejected).toEqual([]);
  });

  it("go on where an earlier run stopped, and say nothing when there is nothing left", async () => {
    const file = put("resume.dat", whole);
    const { records: all } = await readAll(file);
    expect(all.map((record) => record.at.next)).toEqual([at(1), at(2), at(3), at(4)]);
    expect(heights(await readAll(file, { startAt: at(2) }))).toEqual([3, 4]);
    expect((await readAll(file, { startAt: at(4) })).items).toEqual([]);
    expect(heights(await readAll(put("resume.dat.gz", gzipSync(whole)), { startAt: at(3) }))).toEqual([4]);
  });

  it("may have reserved room at their end, which means nothing", async () => {
    const contents = await readAll(put("room.dat", concat(whole, new Uint8Array(300_000), records[0]!, new Uint8Array(70_001))));
    expect(heights(contents)).toEqual([1, 2, 3, 4, 1]);
    expect(contents.rejected).toEqual([]);
  });

  it("lose a last block that was cut off, with its place", async () => {
    const contents = await readAll(put("cut.dat", whole.subarray(0, at(4) - 10)));
    expect(heights(contents)).toEqual([1, 2, 3]);
    expect(contents.rejected).toEqual([expect.stringMatching(new RegExp(`^byte ${at(3)}: the record is truncated: \\d+ of its \\d+ bytes are there`))]);
  });

  it("are read on after garbage, which is reported as one gap", async () => {
    const garbage = new Uint8Array(3_000_000).map((_, i) => ((i * 7) % 251) + 1);
    const contents = await readAll(put("gap.dat", concat(records[0]!, garbage, records[1]!)));
    expect(heights(contents)).toEqual([1, 2]);
    expect(contents.rejected).toEqual([`byte ${at(1)}: these bytes are no block record (3000000 bytes were skipped)`]);
  });

  it("lose only the block that is damaged", async () => {
    const damaged = whole.slice();
    damaged[at(2) - 10]! ^= 1;
    const contents = await readAll(put("damaged.dat", damaged));
    expect(heights(contents)).toEqual([1, 3, 4]);
    expect(contents.rejected).toEqual([expect.stringMatching(new RegExp(`^byte ${at(1)}: .*merkle root`))]);
  });

  it("lose one block where a length is wrong, too small, too great or absurd", async () => {
    for (const size of [90, 200, 0, 5, 5_000_000, 0xffffffff]) {
      const wrong = concat(records[0]!, records[1]!.subarray(0, 4), uint32(size), records[1]!.subarray(8), records[2]!);
      const contents = await readAll(put("length.dat", wrong));
      // A length that is too great still leaves the block itself whole.
      expect(heights(contents)).toEqual(size === 5_000_000 ? [1, 2, 3] : [1, 3]);
      expect(contents.rejected).toHaveLength(size === 5_000_000 ? 0 : 1);
    }
  });

  it("of another network are refused by both names", async () => {
    const file = put("network.dat", whole);
    expect((await readAll(file, { network: "bitcoin" })).rejected).toEqual([expect.stringMatching(/^byte 0: this is a record of regtest .magic fabfb5da., not of bitcoin/)]);
    expect(heights(await readAll(file, { network: "regtest" }))).toEqual([1, 2, 3, 4]);
    expect((await readAll(file, { network: "litecoin-regtest" })).rejected[0]).toMatch(/begins the chain of regtest, not of litecoin-regtest/);
  });

  it("with a record of another network among their own keep their own", async () => {
    const other = blkRecord(chain.blocks[0]!.raw, "testnet3");
    const contents = await readAll(put("mixed.dat", concat(records[0]!, other, records[1]!)));
    expect(heights(contents)).toEqual([1, 2]);
    expect(contents.rejected).toEqual([expect.stringMatching(new RegExp(`^byte ${at(1)}: this is a record of testnet3 .*${other.length} bytes were skipped`))]);
  });

  it("of Litecoin's regtest are known by their first block, though the magic is the same", async () => {
    const litecoin = new TestChain("litecoin-regtest");
    litecoin.mine([], { coinbase: coinbaseTx(1, { network: "litecoin-regtest" }) });
    litecoin.mine([], { coinbase: coinbaseTx(2, { network: "litecoin-regtest" }) });
    const file = put("litecoin.dat", litecoin.blkFile());
    expect((await readAll(file)).items.map((item) => item.network)).toEqual(["litecoin-regtest", "litecoin-regtest"]);
    const next = (await readAll(file)).records[0]!.at.next;
    expect((await readAll(file, { startAt: next })).items.map((item) => item.network)).toEqual(["litecoin-regtest"]);
  });

  it("that Bitcoin Core obfuscated are read with the key beside them", async () => {
    const folder = mkdtempSync(path.join(tmpdir(), "assay-xor-"));
    try {
      // Where the key equals the magic's bytes, those are written as zeros, which must not be taken for room.
      for (const key of [[1, 2, 3, 4, 5, 6, 7, 8], [0xfa, 0xbf, 9, 9, 9, 9, 9, 9], [0, 0, 0, 0, 0, 0, 0, 1]]) {
        const plain = concat(whole, records[0]!);
        const obfuscated = concat(plain.map((byte, i) => byte ^ key[i % 8]!), new Uint8Array(70_000));
        writeFileSync(path.join(folder, "xor.dat"), Uint8Array.from(key));
        const file = path.join(folder, "blk00000.dat");
        writeFileSync(file, obfuscated);
        expect(await readAll(file)).toMatchObject({ rejected: [] });
        expect(heights(await readAll(file))).toEqual([1, 2, 3, 4, 1]);
        expect(heights(await readAll(file, { startAt: at(2) }))).toEqual([3, 4, 1]);
        obfuscated[at(1)]! ^= 0xff;
        writeFileSync(file, obfuscated);
        expect(heights(await readAll(file))).toEqual([1, 3, 4, 1]);
        writeFileSync(file, whole);
        expect(heights(await readAll(file))).toEqual([1, 2, 3, 4]);
      }
      rmSync(path.join(folder, "xor.dat"));
      writeFileSync(path.join(folder, "blk00000.dat"), whole.map((byte) => byte ^ 0x55));
      expect((await readAll(path.join(folder, "blk00000.dat"))).rejected).toEqual([expect.stringMatching(/need their xor.dat beside them/)]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("of zeros only, or of nothing, have no block and say so", async () => {
    expect((await readAll(put("zeros.dat", new Uint8Array(5_000_000)))).rejected).toEqual(["byte 0: the file holds only zeros: no block"]);
    expect((await readAll(put("empty.dat", ""))).rejected).toEqual(["byte 0: the file is empty"]);
    expect((await readAll(put("zeros.gz", gzipSync(new Uint8Array(50_000_000))))).rejected.at(-1)).toMatch(/refused as a trap/);
  });

  it("that are full of false beginnings are given up, not read for ever", async () => {
    const bait = concat(Uint8Array.from([0xfa, 0xbf, 0xb5, 0xda]), uint32(100), new Uint8Array(8).fill(7));
    const contents = await readAll(put("bait.dat", concat(records[0]!, ...Array<Uint8Array>(5000).fill(bait))));
    expect(heights(contents)).toEqual([1]);
    expect(contents.rejected).toEqual([expect.stringMatching(/the rest of the file is not read/)]);
  });

  it("give records and rejections, and the blocks that are untouched, whatever byte is damaged or wherever they end", async () => {
    const short = concat(records[0]!, records[1]!, records[2]!);
    const good = new Set((await readAll(put("good.dat", short))).records.map((record) => Buffer.from(record.block!.hash).toString("hex")));
    const check = async (bytes: Uint8Array, untouched: number): Promise<void> => {
      const { records: read, rejected } = await readAll(put("fuzz.dat", bytes));
      const headers = read.map((record) => Buffer.from(record.block!.hash).toString("hex"));
      // Regtest's proof of work lets every second damaged header pass; its transactions are right all the same.
      expect(headers.filter((hash) => good.has(hash)).length).toBeGreaterThanOrEqual(untouched);
      if (read.length < 3 && bytes.length > 0) expect(rejected.length).toBeGreaterThan(0);
    };
    for (let n = 0; n < short.length; n += 1) {
      const damaged = short.slice();
      damaged[n]! ^= 0x21;
      await check(damaged, 2);
    }
    const ends = [0, records[0]!.length, records[0]!.length + records[1]!.length, short.length];
    for (let length = 0; length < short.length; length += 1) {
      if (!ends.includes(length)) await check(short.subarray(0, length), ends.filter((end) => end > 0 && end <= length).length);
    }
  });

  it("never make the reader throw, whatever the bytes", async () => {
    const piece = fc.oneof(fc.uint8Array({ maxLength: 200 }), fc.constantFrom(...records, records[0]!.subarray(0, 8), new Uint8Array(20)));
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 6 }), async (pieces) => {
        const { items } = await readAll(put("any.dat", concat(...pieces)), { format: "blk" });
        for (const item of items) expect(["record", "rejected"]).toContain(item.kind);
      }),
      { numRuns: 200 },
    );
  });
});
