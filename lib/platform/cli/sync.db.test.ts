import { spawn, type ChildProcessByStdio } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import type { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { addressOfScript } from "@/lib/core/bitcoin/addresses";
import { hashToText } from "@/lib/core/hex";
import { networkByName } from "@/lib/core/network";
import { nodeHasher } from "@/lib/platform/chain/hasher";
import { UsageError, type CommandContext } from "@/lib/platform/cli/command";
import { parseInvocation } from "@/lib/platform/cli/parse";
import { syncCore, syncEsplora } from "@/lib/platform/cli/sync.command";
import { PROJECT_ROOT } from "@/lib/platform/env";
import { TestChain, testScripts } from "@/lib/testing/chain";
import { startSimulatedNode, type SimulatedNode } from "@/lib/testing/core-server";
import { freshDatabase, type TestDatabase } from "@/lib/testing/database";
import { esploraWorld, startEsploraServer, type EsploraServerOfTests } from "@/lib/testing/esplora-server";

let home: string;
let db: TestDatabase;
let chain: TestChain;
let node: SimulatedNode;
let esplora: EsploraServerOfTests;
beforeEach(async () => {
  home = mkdtempSync(path.join(os.tmpdir(), "assay-cli-sync-"));
  db = await freshDatabase();
  chain = new TestChain();
  for (let i = 0; i < 30; i += 1) chain.mine();
  node = await startSimulatedNode(chain);
  esplora = await startEsploraServer(esploraWorld(chain));
});
afterEach(async () => {
  await Promise.all([node.close(), esplora.close(), db.close()]);
  rmSync(home, { recursive: true });
});

const start = (args: readonly string[]): ChildProcessByStdio<null, Readable, Readable> =>
  spawn(path.join(PROJECT_ROOT, "bin/assay"), args, { cwd: home, env: { ...process.env, LOG_LEVEL: "", DATABASE_URL: db.url, ASSAY_HOME: home }, stdio: ["ignore", "pipe", "pipe"] });

async function end(child: ReturnType<typeof start>): Promise<{ code: number; stdout: string; stderr: string }> {
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), child.exitCode === null ? once(child, "exit") : null]);
  return { code: child.exitCode ?? -1, stdout, stderr };
}
const assay = (...args: string[]) => end(start(args));
const addressAt = (height: number): string => addressOfScript(testScripts.p2pkh(height), networkByName("regtest"), nodeHasher) ?? "";

describe("assay sync", () => {
  it("fetches a range from a node, then the rest, and prints one JSON document", async () => {
    const url = node.url.replace("http://", "http://u:geheim@");
    const { code, stdout, stderr } = await assay("sync", "core", "--url", url, "--from", "0", "--to", "9", "--json");
    expect([code, stderr]).toEqual([0, ""]);
    expect(JSON.parse(stdout)).toMatchObject({ files: 1, blocks: 10, transactions: 10, newTransactions: 10, inputs: 0, outputs: 10, unresolvedInputs: 0, addresses: 10, rejected: [], flagged: [], tip: { height: 30, hash: hashToText(chain.tip.hash) }, reorganised: [] });
    expect(JSON.parse((await assay("sync", "core", "--url", url, "--json")).stdout)).toMatchObject({ blocks: 21 });
    const { rows } = await db.pool.query<{ log: string }>("SELECT string_agg(concat_ws(' ', source, what, error), ' ') AS log FROM outbound_request");
    expect(rows[0]?.log).toContain("POST getblock ");
    expect(rows[0]?.log).not.toContain("geheim");
  });

  it("follows a node until Ctrl-C, which is its proper end", async () => {
    const child = start(["sync", "core", "--url", node.url, "--follow", "--poll", "1", "--json"]);
    const ended = end(child);
    const height = async (): Promise<number> => (await db.pool.query<{ top: number | null }>("SELECT max(height) AS top FROM block WHERE main")).rows[0]?.top ?? -1;
    while ((await height()) < 30) await new Promise((resolve) => setTimeout(resolve, 50));
    chain.forget(1);
    chain.mine([], { tag: "/b/" });
    chain.mine();
    while ((await height()) < 31) await new Promise((resolve) => setTimeout(resolve, 50));
    child.kill("SIGINT");
    const { code, stdout } = await ended;
    expect([code, JSON.parse(stdout)]).toMatchObject([0, { blocks: 33, tip: { height: 31 }, reorganised: [{ height: 30 }] }]);
  });

  it("fetches several histories after one flag, and transactions", async () => {
    const txid = hashToText(chain.blocks[7]!.txids[0]!);
    const { code, stdout } = await assay("sync", "esplora", "--url", esplora.url, "--address", addressAt(3), addressAt(4), "--tx", txid, "--json");
    expect([code, JSON.parse(stdout)]).toMatchObject([0, { files: 3, transactions: 3, rejected: [], requests: esplora.asked.length, histories: [{ address: addressAt(3), complete: true }, { address: addressAt(4), complete: true }] }]);
  });

  it("takes sources that the owner named, only when they are switched on", async () => {
    const source = { name: "mine", kind: "core", url: node.url, network: "regtest" };
    writeFileSync(path.join(home, "sources.json"), JSON.stringify({ sources: [source] }));
    expect(await assay("sync", "core", "--source", "mine")).toMatchObject({ code: 1, stdout: "", stderr: expect.stringContaining("switched off") as string });
    expect(node.asked).toEqual([]);
    writeFileSync(path.join(home, "sources.json"), JSON.stringify({ sources: [{ ...source, enabled: true }] }));
    expect(await assay("sync", "core", "--source", "mine", "--json")).toMatchObject({ code: 0, stdout: expect.stringContaining('"blocks":31') as string });
  });

  it("ends with 1 when nothing good came, and with 2 when it was asked wrongly", async () => {
    expect(await assay("sync", "esplora", "--url", esplora.url, "--tx", "00".repeat(32), "--json")).toMatchObject({ code: 1, stdout: expect.stringContaining("Transaction not found") as string });
    expect(await assay("sync", "core", "--url", esplora.url)).toMatchObject({ code: 1, stdout: "", stderr: expect.stringContaining("endpoint does not exist") as string });
    expect(await assay("sync", "core")).toMatchObject({ code: 2, stdout: "", stderr: expect.stringContaining("--url: is missing") as string });
  });

  it("names the argument that is wrong, before anything is opened", async () => {
    const wrong: [string[], string][] = [
      [["core", "--url", "file:///etc/passwd"], "--url: The URL of the source is not valid"],
      [["core", "--url", node.url, "--from", "9", "--to", "3"], "--to: is below"],
      [["core", "--url", node.url, "--from", "1x"], "--from"],
      [["core", "--url", node.url, "--follow", "--to", "3"], "--follow: has no end"],
      [["core", "--url", node.url, "--source", "x"], "--source: name either"],
      [["core", "--source", "x", "--cookie-file", "y"], "--cookie-file: belongs to a --url"],
      [["esplora", "--url", esplora.url], "--address: name at least one"],
      [["esplora", "--url", esplora.url, addressAt(1)], "stands alone"],
      [["esplora", "--url", esplora.url, "--address", "nonsense"], "--address: “nonsense” is not an address"],
      [["esplora", "--url", esplora.url, "--tx", "nonsense"], "--tx: “nonsense” is no txid"],
    ];
    const nothing = {} as CommandContext;
    for (const [args, said] of wrong) {
      const { command, args: parsed } = parseInvocation([syncCore, syncEsplora], ["sync", ...args]);
      await expect(command.run(nothing, parsed)).rejects.toThrow(UsageError);
      await expect(command.run(nothing, parsed)).rejects.toThrow(said);
    }
  });
});
