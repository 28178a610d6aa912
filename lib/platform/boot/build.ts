import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";

/** What the built pages depend on. */
const SOURCES = ["app", "components", "lib", "public", "prisma/schema.prisma", "package-lock.json", "package.json", "next.config.js", "tsconfig.json", "postcss.config.mjs", "proxy.ts", "instrumentation.ts"];
const LEFT_OUT = /(^|\/)(generated|testing|cli|bench)(\/|$)|\.test\.tsx?$/;

/** One hash over names and contents of all sources of the build. */
export function sourceHash(root: string): string {
  const hash = createHash("sha256");
  for (const file of SOURCES.flatMap((source) => filesBelow(root, source))) {
    hash.update(`${file}\0`).update(readFileSync(path.join(root, file))).update("\0");
  }
  return hash.digest("hex");
}

function filesBelow(root: string, relative: string): string[] {
  const full = path.join(root, relative);
  if (!existsSync(full) || LEFT_OUT.test(relative)) return [];
  if (!statSync(full).isDirectory()) return [relative];
  return readdirSync(full).sort().flatMap((name) => filesBelow(root, path.posix.join(relative, name)));
}

const stampFile = (root: string): string => path.join(root, ".next", "assay-build");

export function isBuildCurrent(root: string, hash: string): boolean {
  return existsSync(path.join(root, ".next", "BUILD_ID")) && existsSync(stampFile(root)) && readFileSync(stampFile(root), "utf8") === hash;
}

/** A build that is under way or failed counts as none. */
export function forgetBuild(root: string): void {
  rmSync(stampFile(root), { force: true });
}

export function stampBuild(root: string, hash: string): void {
  mkdirSync(path.dirname(stampFile(root)), { recursive: true });
  writeFileSync(stampFile(root), hash);
}
