// What the programs of a checkout need before TypeScript can run. Only Node's own modules may be imported here: this file
// also runs where nothing is installed yet.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

export const ROOT = path.dirname(import.meta.dirname);
const LEAST_NODE = [20, 19];
const GENERATED = path.join(ROOT, "lib/platform/db/generated/client.ts");
const SCHEMA = path.join(ROOT, "prisma/schema.prisma");

/** The reason why this Node cannot run Assay, or null. */
export function nodeComplaint(version = process.versions.node) {
  const [major, minor] = version.split(".").map(Number);
  const old = major < LEAST_NODE[0] || (major === LEAST_NODE[0] && minor < LEAST_NODE[1]);
  return old ? `Assay needs Node ${LEAST_NODE.join(".")} or newer, and this is Node ${version}. Install a newer one from https://nodejs.org or with your version manager.` : null;
}

const modified = (file) => (existsSync(file) ? statSync(file).mtimeMs : 0);
const isClientStale = () => modified(GENERATED) < modified(SCHEMA) || !existsSync(GENERATED);

/** Generates the Prisma client when it is missing or older than the schema. @returns what went wrong, or null */
export function ensurePrismaClient() {
  if (!isClientStale()) return null;
  return withLock(path.join(ROOT, "node_modules/.assay-generate.lock"), () => {
    if (!isClientStale()) return null; // another process has just done it
    const run = spawnSync(process.execPath, [path.join(ROOT, "node_modules/prisma/build/index.js"), "generate"], { cwd: ROOT, encoding: "utf8", env: { ...process.env, PRISMA_HIDE_UPDATE_MESSAGE: "1" } });
    return run.status === 0 ? null : `The database client could not be generated: ${run.error?.message ?? (run.stderr || run.stdout).trim()}`;
  });
}

/** One process at a time. The lock of a process that is gone counts as none. */
function withLock(file, work) {
  for (;;) {
    try {
      writeFileSync(file, String(process.pid), { flag: "wx" });
      break;
    } catch (error) {
      if (error.code !== "EEXIST") throw error;
      if (!isAlive(Number(readFileSync(file, "utf8")))) rmSync(file, { force: true });
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100);
    }
  }
  try {
    return work();
  } finally {
    rmSync(file, { force: true });
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}

/** Whether `npm ci` has run here at all. */
export const isInstalled = () => existsSync(path.join(ROOT, "node_modules/tsx/package.json")) && readdirSync(path.join(ROOT, "node_modules")).length > 10;

/** From here on `import()` takes TypeScript, with the `@/` paths of this checkout whatever the working folder is. */
export async function registerTypeScript() {
  const { register } = await import("tsx/esm/api");
  register({ tsconfig: path.join(ROOT, "tsconfig.json") });
}

/** Imports a TypeScript file of this checkout; call registerTypeScript first. */
export const importFrom = (file) => import(pathToFileURL(path.join(ROOT, file)).href);
