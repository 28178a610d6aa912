// Installs what is missing, on a bare checkout too. Only Node's own modules may be imported here.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { ROOT } from "./prepare.mjs";

const readJson = (file) => (existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : null);

/**
 * Whether node_modules is what package-lock.json asks for: npm keeps a list of what it installed, and every package that is
 * not optional must be in it with the same version.
 */
export function isInstallCurrent({ root = ROOT, dev = false } = {}) {
  const wanted = readJson(path.join(root, "package-lock.json"))?.packages;
  const present = readJson(path.join(root, "node_modules/.package-lock.json"))?.packages;
  if (!present) return false;
  if (!wanted) return true; // no lockfile to compare with
  return Object.entries(wanted).every(([where, { version, optional, devOptional, dev: forDevelopment, peer, link }]) => {
    if (where === "" || optional || devOptional || peer || link || (forDevelopment && !dev)) return true;
    return present[where]?.version === version;
  });
}

/** Runs `npm ci`, or `npm install` where there is no lockfile. @returns what went wrong, or null */
export function ensureInstalled({ dev = false } = {}) {
  if (isInstallCurrent({ dev })) return null;
  const command = existsSync(path.join(ROOT, "package-lock.json")) ? "ci" : "install";
  process.stdout.write(`Installing packages (npm ${command}), once …\n`);
  const started = performance.now();
  const args = [command, "--no-audit", "--no-fund", "--loglevel=error", ...(dev ? ["--include=dev"] : [])];
  const npm = process.env.npm_execpath;
  const options = { cwd: ROOT, stdio: ["ignore", "inherit", "inherit"] };
  const run = npm?.endsWith(".js") ? spawnSync(process.execPath, [npm, ...args], options) : spawnSync("npm", args, { ...options, shell: process.platform === "win32" });
  if (run.status !== 0) return `npm ${command} failed${run.error ? `: ${run.error.message}` : ""}. Its messages are above; most often the registry cannot be reached.`;
  process.stdout.write(`  packages installed in ${Math.round((performance.now() - started) / 1000)} s\n`);
  return null;
}
