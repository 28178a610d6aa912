import { spawn, type ChildProcess } from "node:child_process";
import { createHmac } from "node:crypto";
import { once } from "node:events";
import { accessSync, constants, mkdtempSync, rmSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import os from "node:os";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";

/** Where the node of Debian's package `litecoind` is (a Core 0.21 in all that matters here), or null. */
export function litecoindPath(): string | null {
  for (const folder of (process.env["PATH"] ?? "").split(path.delimiter)) {
    const file = path.join(folder, "litecoind");
    try {
      accessSync(file, constants.X_OK);
      return file;
    } catch {
      continue; // not in this folder
    }
  }
  return null;
}

export const NO_LITECOIND = "litecoind is not installed (Debian: apt-get install litecoind): a real node's RPC and blk files are not tested";

export interface Litecoind {
  /** With user and password in it. */
  readonly url: string;
  readonly port: number;
  readonly cookieFile: string;
  /** Where its blk files are. */
  readonly blocks: string;
  call<T = unknown>(method: string, ...params: readonly unknown[]): Promise<T>;
  /** Mines to a fresh address, or to the one given. @returns hashes */
  mine(blocks: number, address?: string): Promise<string[]>;
  stop(): Promise<void>;
  kill(): Promise<void>;
  /** After `stop` or `kill`: the same port and data, with other arguments. */
  start(extra?: readonly string[]): Promise<void>;
  /** Stops it and removes its data. */
  close(): Promise<void>;
}

const USER = "u";
const PASSWORD = "p:w@rd";
const rpcauth = (): string => `${USER}:5a17$${createHmac("sha256", "5a17").update(PASSWORD).digest("hex")}`;

/** A regtest node with a wallet on loopback. It goes when the test run ends, also when that is by kill -9. */
export async function startLitecoind(binary: string, extra: readonly string[] = []): Promise<Litecoind> {
  const datadir = mkdtempSync(path.join(os.tmpdir(), "assay-litecoind-"));
  const port = await freePort();
  const regtest = path.join(datadir, "regtest");
  let running: Running | null = null;
  const node: Litecoind = {
    url: `http://${USER}:${encodeURIComponent(PASSWORD)}@127.0.0.1:${port}`,
    port,
    cookieFile: path.join(regtest, ".cookie"),
    blocks: path.join(regtest, "blocks"),
    call: (method, ...params) => call(port, method, params),
    mine: async (blocks, address) => node.call("generatetoaddress", blocks, address ?? (await node.call("getnewaddress"))),
    stop: async () => end(running, () => node.call("stop")),
    kill: async () => end(running, async () => void running?.node.kill("SIGKILL")),
    start: async (others = extra) => {
      running = run(binary, { datadir, port, extra: others });
      await answers(node, running);
    },
    close: async () => {
      await node.kill();
      rmSync(datadir, { recursive: true, force: true, maxRetries: 5 });
    },
  };
  await node.start();
  // load_on_startup is the seventh parameter of Core 0.21's createwallet
  await node.call("createwallet", "w", false, false, "", false, false, true);
  return node;
}

interface Running {
  readonly node: ChildProcess;
  readonly reaper: ChildProcess;
}

function run(binary: string, { datadir, port, extra }: { datadir: string; port: number; extra: readonly string[] }): Running {
  const network = ["-regtest", "-listen=0", "-dnsseed=0", "-discover=0", "-connect=0", "-rpcbind=127.0.0.1", "-rpcallowip=127.0.0.1", `-rpcport=${port}`, `-rpcauth=${rpcauth()}`];
  // Without vbparams regtest stops at height 431, where MimbleWimble would begin.
  const chain = ["-server", "-fallbackfee=0.0002", "-vbparams=mweb:9999999999:9999999999", "-printtoconsole=0"];
  const node = spawn(binary, [`-datadir=${datadir}`, ...network, ...chain, ...extra], { stdio: "ignore" });
  const reaper = spawn(process.execPath, [path.join(import.meta.dirname, "reaper.mjs"), String(node.pid), datadir], { stdio: ["pipe", "ignore", "inherit"], detached: true });
  reaper.unref();
  return { node, reaper };
}

async function end(running: Running | null, how: () => Promise<unknown>): Promise<void> {
  if (running === null || running.node.exitCode !== null || running.node.signalCode !== null) return;
  const gone = once(running.node, "exit");
  await how();
  await gone;
  running.reaper.kill("SIGKILL"); // it would remove the data, which the next start needs
}

async function answers(node: Litecoind, { node: child }: Running): Promise<void> {
  for (let tries = 0; tries < 600; tries += 1) {
    if (child.exitCode !== null) throw new Error(`litecoind ended with code ${child.exitCode}`);
    try {
      await node.call("getblockcount");
      return;
    } catch {
      await wait(50); // it is still starting
    }
  }
  throw new Error("litecoind did not start within 30 seconds");
}

async function call<T>(port: number, method: string, params: readonly unknown[]): Promise<T> {
  const authorization = `Basic ${Buffer.from(`${USER}:${PASSWORD}`).toString("base64")}`;
  const response = await fetch(`http://127.0.0.1:${port}/`, { method: "POST", headers: { authorization }, body: JSON.stringify({ id: 1, method, params }) });
  const { result, error } = (await response.json()) as { result: T; error: { message: string } | null };
  if (error !== null) throw new Error(`${method}: ${error.message}`);
  return result;
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}
