import { spawn, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chownSync, closeSync, existsSync, mkdirSync, openSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { AppError } from "@/lib/core/errors";
import { type Installation, moveIntoPlace } from "@/lib/platform/db/embedded-install";
import { childEnv } from "@/lib/platform/env";
import { commandLine, isAlive } from "@/lib/platform/processes";

/** What the running server says of itself in its pid file. */
export interface Postmaster {
  readonly pid: number;
  /** Null until it has opened its port. */
  readonly port: number | null;
  readonly ready: boolean;
}

export const clusterFolder = (at: Installation): string => path.join(at.folder, "data");
const passwordFile = (cluster: string): string => path.join(cluster, "assay-password");
const logFile = (at: Installation): string => path.join(at.folder, "server.log");
const MAX_LOG_BYTES = 8 * 1024 * 1024;

/** Locale settings of the surroundings must not matter: a missing one makes initdb fail, and the order of text would change. */
const neutralEnv = (): NodeJS.ProcessEnv => childEnv({ LC_ALL: "C", LANG: "C", TZ: "UTC", PGDATA: undefined, PGPORT: undefined });

/**
 * Makes the cluster unless there is one. It is made beside its place and renamed together with its password, so that of several
 * starters one wins and the others use its cluster.
 */
export function ensureCluster(at: Installation): void {
  const cluster = clusterFolder(at);
  if (existsSync(path.join(cluster, "PG_VERSION"))) {
    checkVersion(at, cluster);
    return;
  }
  clearDrafts(at);
  const draft = path.join(at.folder, `new-${process.pid}`);
  const password = `${draft}.password`;
  try {
    mkdirSync(draft);
    own(at, draft);
    writeFileSync(password, randomBytes(24).toString("base64url"), { mode: 0o600 });
    own(at, password);
    initdb(at, draft, password);
    renameSync(password, passwordFile(draft));
    moveIntoPlace(draft, cluster);
  } finally {
    rmSync(password, { force: true });
    rmSync(draft, { recursive: true, force: true });
  }
}

/** What starters left behind that were killed while they made a cluster. */
function clearDrafts(at: Installation): void {
  for (const name of readdirSync(at.folder)) {
    const pid = parseInt(/^new-([0-9]+)/.exec(name)?.[1] ?? "", 10);
    if (pid === process.pid || (Number.isInteger(pid) && !isAlive(pid))) rmSync(path.join(at.folder, name), { recursive: true, force: true });
  }
}

function own(at: Installation, file: string): void {
  if (at.account.uid !== undefined && at.account.gid !== undefined) chownSync(file, at.account.uid, at.account.gid);
}

function checkVersion(at: Installation, cluster: string): void {
  const made = readFileSync(path.join(cluster, "PG_VERSION"), "utf8").trim();
  const runs = at.version.split(".")[0] ?? "";
  if (made === runs) return;
  throw new AppError("database_unavailable", `The data in ${cluster} was made by Postgres ${made}, and this version of Assay brings Postgres ${runs}. Restore a backup (assay db restore) into a new ASSAY_HOME.`);
}

function initdb(at: Installation, draft: string, password: string): void {
  const args = ["-D", draft, "-U", "assay", "-E", "UTF8", "--auth=scram-sha-256", `--pwfile=${password}`, "--data-checksums", "--no-instructions"];
  const locale = ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"];
  const run = spawnSync(binary(at, "initdb"), [...args, ...locale], { ...at.account, env: neutralEnv(), cwd: at.folder, encoding: "utf8" });
  if (run.status === 0) return;
  const said = run.error?.message ?? run.stderr.trim();
  throw new AppError("database_unavailable", `The embedded Postgres could not be set up in ${at.folder}: ${said} Set DATABASE_URL to use another Postgres instead.`, { cause: run.error });
}

const binary = (at: Installation, name: string): string => path.join(at.native, "bin", process.platform === "win32" ? `${name}.exe` : name);

export function readPassword(at: Installation): string {
  try {
    return readFileSync(passwordFile(clusterFolder(at)), "utf8");
  } catch (error) {
    const where = passwordFile(clusterFolder(at));
    throw new AppError("database_unavailable", `The database's password in ${where} cannot be read. Run as the account that made this data folder, or set ASSAY_HOME to another one.`, { cause: error });
  }
}

/** The server of this cluster, or null. A pid file that a killed server left behind, its number in use by another program, is removed. */
export function findPostmaster(at: Installation): Postmaster | null {
  const file = path.join(clusterFolder(at), "postmaster.pid");
  const lines = existsSync(file) ? readFileSync(file, "utf8").split("\n") : [];
  const pid = parseInt(lines[0] ?? "", 10);
  if (!Number.isInteger(pid) || !isAlive(pid)) return null;
  if (isAnotherProgram(pid, clusterFolder(at))) {
    rmSync(file, { force: true });
    return null;
  }
  const port = parseInt(lines[3] ?? "", 10);
  return { pid, port: Number.isInteger(port) ? port : null, ready: lines[7]?.trim() === "ready" };
}

/**
 * Whether a process that has the number in our pid file is certainly not our server. In doubt it is ours: two servers on one
 * cluster would destroy it. A server whose folder was moved while it ran is still ours, though its command names the old folder.
 */
function isAnotherProgram(pid: number, cluster: string): boolean {
  const command = commandLine(pid);
  if (command === null || command.includes(cluster)) return false;
  if (!command.includes("postgres") || command.startsWith("postgres: ")) return true;
  const itsCluster = / -D (.+?) -p /.exec(command)?.[1];
  const itsPidFile = path.join(itsCluster ?? cluster, "postmaster.pid");
  return itsCluster !== undefined && existsSync(itsPidFile) && readFileSync(itsPidFile, "utf8").startsWith(`${pid}\n`);
}

export type Launch = { readonly kind: "ready"; readonly postmaster: Postmaster } | { readonly kind: "port-taken" } | { readonly kind: "exited"; readonly said: string };

/** Starts the server detached from this process and waits until it takes connections or gives up. */
export async function launch(at: Installation, port: number, settings: Readonly<Record<string, string>>): Promise<Launch> {
  rotateLog(at);
  const log = openSync(logFile(at), "a", 0o640);
  own(at, logFile(at));
  const from = statSync(logFile(at)).size;
  const args = ["-D", clusterFolder(at), "-p", port.toString(), ...Object.entries(settings).flatMap(([key, value]) => ["-c", `${key}=${value}`])];
  const child = spawn(binary(at, "postgres"), args, { ...at.account, env: neutralEnv(), cwd: at.folder, stdio: ["ignore", log, log], detached: true });
  closeSync(log);
  const gone: string[] = [];
  child.once("error", (error) => gone.push(error.message));
  child.once("exit", (code, by) => gone.push(`exit ${code ?? by ?? ""}`));
  while (gone.length === 0) {
    await sleep(15);
    const postmaster = findPostmaster(at);
    if (postmaster?.ready === true && postmaster.pid === child.pid) {
      child.removeAllListeners();
      child.unref();
      return { kind: "ready", postmaster };
    }
  }
  const said = `${readFileSync(logFile(at), "utf8").slice(from).trim()} (${gone.join(", ")})`;
  return /could not bind|could not create any TCP\/IP sockets/.test(said) ? { kind: "port-taken" } : { kind: "exited", said };
}

function rotateLog(at: Installation): void {
  const file = logFile(at);
  if (existsSync(file) && statSync(file).size > MAX_LOG_BYTES) renameSync(file, `${file}.1`);
}
