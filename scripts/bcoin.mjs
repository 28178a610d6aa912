// Installs bcoin for tests and the decoding bench, apart from Assay's own packages and without its install scripts, which would compile
// add-ons of 2018 (and fail where there is no compiler). It runs without them: lib/testing/bcoin-node.ts asks for plain JavaScript
// where a native add-on has no other way. Only Node's own modules may be imported here.
import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

const HERE = path.join(import.meta.dirname, "bcoin");
/** Where it is installed; `npm ci` of Assay itself removes it with the rest of node_modules. */
export const BCOIN_FOLDER = path.resolve(import.meta.dirname, "../node_modules/.cache/assay-bcoin");
const STAMP = path.join(BCOIN_FOLDER, "installed.json");
const FILES = ["package.json", "package-lock.json"];

const lockfile = () => readFileSync(path.join(HERE, "package-lock.json"), "utf8");

/** Installs it unless it is there already. @returns what went wrong, or null */
export function ensureBcoin() {
  if (existsSync(STAMP) && readFileSync(STAMP, "utf8") === lockfile()) return null;
  mkdirSync(BCOIN_FOLDER, { recursive: true });
  for (const file of FILES) copyFileSync(path.join(HERE, file), path.join(BCOIN_FOLDER, file));
  const args = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
  const npm = process.env.npm_execpath;
  const options = { cwd: BCOIN_FOLDER, stdio: ["ignore", "ignore", "pipe"], encoding: "utf8", timeout: 180_000 };
  const run = npm?.endsWith(".js") ? spawnSync(process.execPath, [npm, ...args], options) : spawnSync("npm", args, { ...options, shell: process.platform === "win32" });
  if (run.status !== 0) return `bcoin cannot be installed: ${(run.error?.message ?? run.stderr ?? "").trim().split("\n").slice(0, 3).join(" ")}`;
  writeFileSync(STAMP, lockfile());
  return null;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const wrong = ensureBcoin();
  if (wrong !== null) {
    console.error(wrong);
    process.exitCode = 1;
  }
}
