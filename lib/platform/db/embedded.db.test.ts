import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { attach, othersAttached } from "@/lib/platform/db/attachments";
import { type EmbeddedServer, findEmbedded, startEmbedded, stopEmbedded } from "@/lib/platform/db/embedded";
import { openDatabase } from "@/lib/platform/db/open";
import { makePool } from "@/lib/platform/db/pool";
import { PROJECT_ROOT } from "@/lib/platform/env";
import { isAlive, waitForExit } from "@/lib/platform/processes";

const STARTER = ["--import", "tsx", path.join(PROJECT_ROOT, "lib/testing/embedded-starter.ts")];
const isRoot = process.getuid?.() === 0;

let home: string;
beforeEach(() => {
  home = mkdtempSync(path.join(os.tmpdir(), "assay-embedded-"));
  chmodSync(home, 0o755);
});
afterEach(async () => {
  const server = await findEmbedded(home);
  await stopEmbedded(home);
  if (server !== null) rmSync(server.folder, { recursive: true, force: true });
  rmSync(home, { recursive: true, force: true });
});

const startInProcess = async (extra: Record<string, string> = {}): Promise<{ pid: number; port: number; started: boolean }> => {
  const { stdout } = await promisify(execFile)(process.execPath, [...STARTER, home], { cwd: PROJECT_ROOT, env: { ...process.env, ...extra } });
  return JSON.parse(stdout) as { pid: number; port: number; started: boolean };
};

const ask = async (server: { url: string }, text: string): Promise<Record<string, unknown>[]> => {
  const pool = makePool(server.url, { max: 1 });
  try {
    return (await pool.query<Record<string, unknown>>(text)).rows;
  } finally {
    await pool.end();
  }
};

describe("the embedded Postgres", () => {
  it("is modest, durable, and reachable from this machine alone", async () => {
    const server = await startEmbedded(home);
    const rows = (await ask(server, "SELECT name, setting FROM pg_settings")) as { name: string; setting: string }[];
    const settings = Object.fromEntries(rows.map(({ name, setting }) => [name, setting]));
    expect(settings).toMatchObject({ listen_addresses: "127.0.0.1", unix_socket_directories: "", data_checksums: "on", fsync: "on", synchronous_commit: "on", jit: "off", server_encoding: "UTF8" });
    expect(parseInt(settings["shared_buffers"] ?? "", 10) * 8192).toBeLessThanOrEqual(256 * 2 ** 20);
    const password = path.join(server.folder, "data", "assay-password");
    expect(statSync(password).mode & 0o777).toBe(0o600);
    await expect(ask({ url: server.url.replace(/assay:[^@]+@/, "assay:guess@") }, "SELECT 1")).rejects.toMatchObject({ code: "28P01" });
  });

  it("outlives its starter and takes the next one in", async () => {
    const first = await startInProcess();
    const second = await startEmbedded(home);
    expect(first.started).toBe(true);
    expect(second).toMatchObject({ pid: first.pid, port: first.port, started: false });
  });

  it("keeps what was committed when it is killed, and comes back on the same port", async () => {
    const first = await startEmbedded(home);
    await ask(first, "CREATE TABLE kept AS SELECT generate_series(1, 1000) AS n");
    process.kill(first.pid, "SIGKILL");
    await waitForExit(first.pid, 10_000);
    const second = await startEmbedded(home);
    expect(second).toMatchObject({ started: true, port: first.port });
    expect(await ask(second, "SELECT count(*) AS n FROM kept")).toEqual([{ n: 1000n }]);
  });

  it("is started once by three starters at the same time", async () => {
    const found = await Promise.all([startInProcess(), startInProcess(), startInProcess()]);
    expect(new Set(found.map(({ pid }) => pid)).size).toBe(1);
    expect(found.filter(({ started }) => started)).toHaveLength(1);
  });

  it("survives that its starter is killed while it makes the cluster", async () => {
    const child = spawn(process.execPath, [...STARTER, home], { cwd: PROJECT_ROOT, stdio: "ignore" });
    const folder = path.join(home, "postgres");
    while (!existsSync(folder)) await new Promise((resolve) => setTimeout(resolve, 5));
    child.kill("SIGKILL");
    await once(child, "exit");
    expect((await startEmbedded(home)).started).toBe(true);
  });

  it("takes another port when its own is in use", async () => {
    const first = await startEmbedded(home);
    await stopEmbedded(home);
    const occupant = createServer().listen(first.port, "127.0.0.1");
    await once(occupant, "listening");
    const second = await startEmbedded(home);
    expect(second.port).not.toBe(first.port);
    expect(await ask(second, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
    occupant.close();
  });

  it("does not care for a locale that the system lacks", async () => {
    expect((await startInProcess({ LANG: "xx_XX.UTF-8", LC_ALL: "xx_XX.UTF-8" })).started).toBe(true);
  });

  it("starts although its pid file names a living process that is no Postgres", async () => {
    await startEmbedded(home);
    const pidFile = await pidFileOf(home);
    const lines = readFileSync(pidFile, "utf8").split("\n");
    await stopEmbedded(home);
    writeFileSync(pidFile, [process.pid.toString(), ...lines.slice(1)].join("\n"));
    expect((await startEmbedded(home)).started).toBe(true);
  });

  it.runIf(isRoot)("works for root below a folder that is closed to everybody else", async () => {
    const closed = path.join(home, "closed");
    mkdirSync(closed, { mode: 0o700 });
    const inside = path.join(closed, ".assay");
    const server: EmbeddedServer = await startEmbedded(inside);
    try {
      expect(server.folder.startsWith(closed)).toBe(false);
      expect(await ask(server, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
      expect((await startEmbedded(inside)).pid).toBe(server.pid);
    } finally {
      await stopEmbedded(inside);
      rmSync(server.folder, { recursive: true, force: true });
    }
  });
});

async function pidFileOf(folder: string): Promise<string> {
  const server = await findEmbedded(folder);
  return path.join(server?.folder ?? "", "data", "postmaster.pid");
}

describe("who uses the database", () => {
  it("is counted without those that were killed", async () => {
    const other = spawn(process.execPath, ["-e", "setInterval(() => undefined, 1e6)"]);
    const detach = attach(home);
    writeFileSync(path.join(home, "attached", String(other.pid)), `${String(other.pid)} \n`);
    expect(othersAttached(home)).toEqual([other.pid]);
    other.kill("SIGKILL");
    await once(other, "exit");
    expect(othersAttached(home)).toEqual([]);
    detach();
    expect(existsSync(path.join(home, "attached", process.pid.toString()))).toBe(false);
  });

  it("decides whether the last to leave stops the server", async () => {
    const database = await openDatabase({ home, databaseUrl: null });
    const other = spawn(process.execPath, ["-e", "setInterval(() => undefined, 1e6)"]);
    writeFileSync(path.join(home, "attached", String(other.pid)), `${String(other.pid)} \n`);
    expect(await database.close({ stop: true })).toEqual({ stopped: false });
    const server = await findEmbedded(home);
    expect(server).not.toBeNull();
    other.kill("SIGKILL");
    await once(other, "exit");
    expect(await database.close({ stop: true })).toEqual({ stopped: true });
    expect(isAlive(server?.pid ?? 0)).toBe(false);
  });
});
