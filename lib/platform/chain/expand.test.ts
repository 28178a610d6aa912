import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, it } from "vitest";
import { expandPaths } from "@/lib/platform/chain/expand";
import { TestChain } from "@/lib/testing/chain";
import { NO_SHARED_DATA, sharedData } from "@/lib/testing/shared-data";

const root = mkdtempSync(path.join(tmpdir(), "assay-expand-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const { signal } = new AbortController();
const expand = async (...paths: string[]) => {
  const { files, skipped } = await expandPaths(paths, signal);
  const short = (file: string): string => path.relative(root, file);
  return { files: files.map((file) => short(file.path)), skipped: skipped.map((file) => `${short(file.path)}: ${file.reason}`) };
};

describe("the files that paths stand for", () => {
  const chain = new TestChain();
  const { raw } = chain.mine();
  const write = (name: string, content: Uint8Array | string): void => {
    mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
    writeFileSync(path.join(root, name), content);
  };

  it("are the chain data of a folder by number, and what else is there is listed", async () => {
    write("core/blk00010.dat", chain.blkFile());
    write("core/blk00009.dat", chain.blkFile());
    write("core/rev00009.dat", chain.blkFile());
    write("core/peers.dat", chain.blkFile());
    write("core/index/000005.ldb", "binary\u0001");
    write("core/README", "words");
    write("core/below/100.bin", raw);
    write("core/below/20.bin.gz", gzipSync(raw));
    write("core/below/manifest.json", '[{"height":1,"txs":4}]');
    write("core/below/empty.bin", "");
    symlinkSync(path.join(root, "core"), path.join(root, "core/below/round"));
    const { files, skipped } = await expand(path.join(root, "core"));
    expect(files).toEqual(["core/blk00009.dat", "core/blk00010.dat", "core/below/20.bin.gz", "core/below/100.bin"]);
    expect(skipped).toEqual([
      "core/peers.dat: a file of Bitcoin Core without blocks",
      "core/README: no format that Assay can read",
      "core/rev00009.dat: undo data of Bitcoin Core",
      "core/below/empty.bin: the file is empty",
      "core/below/manifest.json: JSON, but neither blocks nor transactions",
      "core/index/000005.ldb: no format that Assay can read",
    ]);
  });

  it("with Core's key beside them are taken as they are", async () => {
    write("xor/blk00000.dat", chain.blkFile().map((byte) => byte ^ 3));
    write("xor/xor.dat", new Uint8Array(8).fill(3));
    expect(await expand(path.join(root, "xor"))).toEqual({ files: ["xor/blk00000.dat"], skipped: ["xor/xor.dat: key of the blk files beside it"] });
  });

  it("are themselves when named, even what cannot be read or is not there: reading says so", async () => {
    const { files, skipped } = await expand(path.join(root, "core/README"), path.join(root, "nowhere"));
    expect(files).toEqual(["core/README", "nowhere"]);
    expect(skipped).toEqual([]);
  });

  const shared = sharedData("blocks/mainnet-single");
  it.skipIf(shared === null)(shared === null ? NO_SHARED_DATA : "of the real blocks are the 16 blocks and their JSON, without licence and manifest", async () => {
    const { files, skipped } = await expandPaths([shared!], signal);
    expect(files.filter((file) => file.path.endsWith(".bin"))).toHaveLength(16);
    expect(files).toHaveLength(21);
    expect(skipped.map((file) => path.basename(file.path))).toEqual(["LICENSE", "manifest.json"]);
  });
});
