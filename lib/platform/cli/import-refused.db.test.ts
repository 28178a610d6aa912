import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import path from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { PROJECT_ROOT } from "@/lib/platform/env";
import { blkRecord, concat, TestChain, testScripts, uint32 } from "@/lib/testing/chain";
import { testFolder } from "@/lib/testing/chain-files";
import { freshDatabase, type TestDatabase } from "@/lib/testing/database";
import { dumpLedger, emptyLedger, fileAt, importInto } from "@/lib/testing/ledger-dump";
import { NO_SHARED_DATA, sharedData } from "@/lib/testing/shared-data";

let db: TestDatabase;
beforeAll(async () => {
  db = await freshDatabase();
});
afterAll(() => db.close());
beforeEach(() => emptyLedger(db.pool));

const put = testFolder();
const chain = new TestChain();
for (let i = 0; i < 3; i += 1) chain.mine([{ inputs: [{ prevTxid: "aa".repeat(32), prevN: i }], outputs: [{ value: 5n, script: testScripts.p2wpkh(i) }] }]);
const [block] = chain.blocks.map(({ raw }) => raw) as [Uint8Array];

interface Outcome {
  readonly code: number;
  readonly document: { readonly rejected: readonly { file: string; position: string; reason: string }[]; readonly newTransactions: number };
  readonly stderr: string;
  /** Most resident memory in MB; null where the system does not tell. */
  readonly peak: number | null;
}

/** `assay import` in a process of its own. */
async function assay(...args: readonly string[]): Promise<Outcome> {
  const child = spawn(process.execPath, [path.join(PROJECT_ROOT, "bin/assay"), "import", "--no-analyze", "--json", ...args], { env: { ...process.env, LOG_LEVEL: "", DATABASE_URL: db.url }, stdio: ["ignore", "pipe", "pipe"] });
  let peak: number | null = null;
  const watch = setInterval(() => (peak = peakOf(child.pid) ?? peak), 50);
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "exit")]);
  clearInterval(watch);
  return { code: child.exitCode ?? -1, document: JSON.parse(stdout === "" ? "{}" : stdout) as Outcome["document"], stderr, peak };
}

function peakOf(pid: number | undefined): number | null {
  if (process.platform !== "linux" || pid === undefined || !readdirSync("/proc").includes(pid.toString())) return null;
  const kilobytes = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "latin1"))?.[1];
  return kilobytes === undefined ? null : parseInt(kilobytes, 10) / 1000;
}

const tx = ({ value = "5", script = '"6a"', more = "" } = {}): string => `{"txid":"${"ab".repeat(32)}","vin":[{"txid":"${"cd".repeat(32)}","vout":0}],"vout":[{"value":${value},"scriptpubkey":${script}}]${more}}`;
const csv = (cell: string): string => `txid,kind,n,prev_txid,prev_n,script,value_sats\n${"ab".repeat(32)},input,0,${"cd".repeat(32)},0,,\n${"ab".repeat(32)},output,0,,,${cell}\n`;
const bytes = (content: string): Uint8Array => Uint8Array.from(Buffer.from(content, "latin1"));

/** What is wrong, the file, and what is said of it: position and reason. */
const BAD: readonly (readonly [string, Uint8Array | string, RegExp])[] = [
  ["cut.bin", block.subarray(0, block.length - 3), /^byte 0: .*as a raw block: the locktime needs 4 bytes, 1 are left \(byte \d+ of the block\)/],
  ["flipped.bin", block.map((byte, i) => (i === block.length - 1 ? byte ^ 1 : byte)), /^byte 0: .*merkle root/],
  ["absurd-count.bin", concat(block.subarray(0, 80), new Uint8Array(9).fill(0xff), block.subarray(81)), /^byte 0: .*number of transactions is 1844674407370955\d+, but only \d+ bytes follow/],
  ["absurd-length.dat", concat(blkRecord(block, "regtest").subarray(0, 4), uint32(0xffffffff), block), /^byte 0: .*4294967295/],
  ["magic.dat", concat(uint32(0xefbeadde), blkRecord(block, "regtest").subarray(4)), /^byte 0: it is no format that Assay can read .*no network's magic in it/],
  ["other.dat", blkRecord(block, "bitcoin"), /^byte 0: this is a record of bitcoin .*, not of regtest/],
  ["text.json", tx({ value: '"5"' }), /^line 1, vout\[0\]\.value: must be a number, is text/],
  ["negative.json", tx({ value: "-5" }), /^line 1, vout\[0\]\.value: must be a whole number/],
  ["huge.json", tx({ value: "99999999999999999999" }), /^line 1, vout\[0\]\.value: must be a whole number/],
  ["script.json", tx({ script: "7" }), /^line 1, vout\[0\]\.scriptpubkey: /],
  ["proto.json", tx({ more: ',"__proto__":{"polluted":1}' }), /^line 1: it has a key "__proto__"/],
  ["nul.json", bytes(tx({ more: ',"x":"\0"' })), /^line 1: it is not JSON: .*control character/],
  ["nul-escaped.json", tx({ script: '"\\u0000"' }), /^line 1, vout\[0\]\.scriptpubkey: must be/],
  ["utf8.json", bytes(tx({ more: ',"x":"\xff"' })), /^line 1: it is not UTF-8 text/],
  ["open.json", `[${tx()},`.replace("]}", "]"), /^\[0\]: /],
  ["deep.json", "[".repeat(100_000), /^\[0\]: /],
  ["nul.csv", csv("6a\0,5"), /^line 3, script: must be an even number of hex digits/],
  ["utf8.csv", bytes(csv("6a\xff,5")), /^line 3, script: must be an even number of hex digits/],
  ["coins.csv", csv("6a,0.5"), /^line 3, value_sats: must be a whole number/],
  ["ragged.csv", csv("6a"), /^line 3: it has 6 cells, the first row has 7/],
  ["empty.dat", "", /^byte 0: the file is empty/],
];

describe("assay import", () => {
  it("tells of each bad file where and why, changes nothing by it, and imports the good one beside it", async () => {
    const good = put("good.dat", chain.blkFile());
    const files = BAD.map(([name, content]) => put(name, content));
    const { code, document, stderr } = await assay("--network", "regtest", ...files, good);
    expect(code).toBe(1);
    for (const [i, [name, , says]] of BAD.entries()) {
      const told = document.rejected.filter(({ file }) => file === files[i]).map(({ position, reason }) => `${position}: ${reason}`);
      expect(told[0], name).toMatch(says);
      expect(stderr).toContain(`${files[i]}: not one record of it could be used`);
    }
    expect(document.newTransactions).toBe(6);
    const together = await dumpLedger(db.pool);
    await emptyLedger(db.pool);
    await importInto(db.pool, [fileAt(good)]);
    expect(await dumpLedger(db.pool)).toEqual(together);
  });

  it("reads a gigabyte of zeros in little memory, and says what it is", async () => {
    const file = put("zeros.dat", "");
    truncateSync(file, 2 ** 30);
    const { code, document, peak } = await assay(file);
    truncateSync(file, 0);
    expect({ code, rejected: document.rejected }).toEqual({ code: 1, rejected: [{ file, position: "byte 0", reason: "the file holds only zeros: no block" }] });
    expect(peak ?? 0).toBeLessThan(600);
  });

  it("names the option when the network or the format is none", async () => {
    const file = put("good.dat", chain.blkFile());
    expect(await assay("--network", "testnet", file)).toMatchObject({ code: 2, stderr: expect.stringMatching(/^assay: --network: expected one of bitcoin, /) as string });
    expect(await assay("--format", "xml", file)).toMatchObject({ code: 2, stderr: expect.stringMatching(/^assay: --format: expected one of auto, /) as string });
    expect(await assay(path.join(path.dirname(file), "nowhere.dat"))).toMatchObject({ code: 1, document: { rejected: [{ reason: "there is no such file" }] } });
  });
});

const real = sharedData("blocks/mainnet-single/100000.bin");

describe.skipIf(real === null)(`a real block ${real === null ? NO_SHARED_DATA : ""}`, () => {
  it("with any one byte changed, or cut off anywhere, is refused with its place, and nothing of it is stored", async () => {
    const whole = new Uint8Array(readFileSync(real ?? ""));
    const file = put("damaged.bin", "");
    const names: string[] = [];
    const damaged: Uint8Array[] = [];
    for (let at = 0; at < whole.length; at += 1) {
      names.push(`changed-${at}`, `cut-${at}`);
      damaged.push(whole.map((byte, i) => (i === at ? byte ^ (1 << at % 8) : byte)), whole.subarray(0, at));
    }
    const files = damaged.map((content, i) => ({
      ...fileAt(file),
      name: names[i] ?? "",
      open: (from: number, signal: AbortSignal) => {
        writeFileSync(file, content);
        return fileAt(file).open(from, signal);
      },
    }));
    const { rejected, filesWithoutRecords, blocks, newTransactions } = await importInto(db.pool, files, { network: "bitcoin" });
    expect({ blocks, newTransactions, count: rejected.length }).toEqual({ blocks: 0, newTransactions: 0, count: damaged.length });
    expect(filesWithoutRecords).toEqual(names);
    for (const { position, reason } of rejected) expect([position, reason.length > 10]).toEqual(["byte 0", true]);
    expect(Object.values(await dumpLedger(db.pool)).flat()).toEqual([]);
  });
});
