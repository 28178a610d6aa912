// By hand, after `npm install`: names in package-lock.json the optional packages of other platforms that npm could not find.
// A registry that lacks them makes npm leave them out, and `npm ci` then refuses the lockfile everywhere. No platform but
// their own installs them, so version, system and processor are all that is needed.
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { ROOT } from "./prepare.mjs";

const PLATFORM = /-(android|darwin|freebsd|linux|win32|openharmony|wasm32)(?:-(arm64|x64|ia32|arm|ppc64|riscv64|s390x|wasi))?(?:-(gnu|musl|gnueabihf|musleabihf|eabi|msvc))?$/;

/** Names of optional packages that a lockfile leaves out, with the entry each should have. */
export function missingOptionals(packages) {
  const missing = {};
  for (const [where, entry] of Object.entries(packages)) {
    for (const [name, range] of Object.entries(where === "" ? {} : (entry.optionalDependencies ?? {}))) {
      if (!isResolved(packages, where, name)) missing[`node_modules/${name}`] = entryOf(name, range, entry);
    }
  }
  return missing;
}

function isResolved(packages, where, name) {
  for (let at = where; ; at = at.slice(0, Math.max(0, at.lastIndexOf("/node_modules/")))) {
    if (`${at === "" ? "" : `${at}/`}node_modules/${name}` in packages) return true;
    if (at === "") return false;
  }
}

function entryOf(name, range, { dev, license, engines }) {
  const [, system, processor, library] = PLATFORM.exec(name) ?? [];
  return {
    version: range.replace(/^[\^~]/, ""),
    ...(system && { cpu: [system === "wasm32" ? "wasm32" : processor] }),
    ...(dev && { dev }),
    ...(license && { license }),
    optional: true,
    ...(system && system !== "wasm32" && { os: [system] }),
    ...(system === "linux" && (library === "gnu" || library === "musl") && { libc: [library === "gnu" ? "glibc" : "musl"] }),
    ...(engines && { engines }),
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const file = path.join(ROOT, "package-lock.json");
  const lock = JSON.parse(readFileSync(file, "utf8"));
  const missing = missingOptionals(lock.packages);
  lock.packages = Object.fromEntries(Object.entries({ ...lock.packages, ...missing }).sort(([a], [b]) => (a < b ? -1 : 1)));
  writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
  process.stdout.write(`${Object.keys(missing).length} packages named\n`);
}
