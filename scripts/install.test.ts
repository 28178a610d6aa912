import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { missingOptionals } from "./complete-lock.mjs";
import { isInstallCurrent } from "./install.mjs";
import { nodeComplaint, ROOT } from "./prepare.mjs";

let root: string;
beforeEach(() => {
  root = mkdtempSync(path.join(os.tmpdir(), "assay-install-"));
  mkdirSync(path.join(root, "node_modules"));
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

const write = (file: string, packages: Record<string, unknown>): void => {
  writeFileSync(path.join(root, file), JSON.stringify({ packages }));
};
const WANTED = {
  "": { name: "assay", version: "0.1.0" },
  "node_modules/pg": { version: "8.0.0" },
  "node_modules/vitest": { version: "4.0.0", dev: true },
  "node_modules/@x/windows": { version: "1.0.0", optional: true },
};

describe("an installation", () => {
  it("is current when everything the lockfile asks for is there in its version", () => {
    write("package-lock.json", WANTED);
    write("node_modules/.package-lock.json", { "node_modules/pg": { version: "8.0.0" } });
    expect(isInstallCurrent({ root })).toBe(true);
    expect(isInstallCurrent({ root, dev: true })).toBe(false);
    write("node_modules/.package-lock.json", { "node_modules/pg": { version: "8.0.0" }, "node_modules/vitest": { version: "4.0.0" } });
    expect(isInstallCurrent({ root, dev: true })).toBe(true);
  });

  it("is not current when a version is another one, or nothing is installed", () => {
    write("package-lock.json", WANTED);
    expect(isInstallCurrent({ root })).toBe(false);
    write("node_modules/.package-lock.json", { "node_modules/pg": { version: "7.0.0" } });
    expect(isInstallCurrent({ root })).toBe(false);
  });
});

describe("the lockfile", () => {
  const packages = (JSON.parse(readFileSync(path.join(ROOT, "package-lock.json"), "utf8")) as { packages: Record<string, { version?: string; resolved?: string }> }).packages;

  it("names the packages of every platform, without which `npm ci` refuses it (if not: node scripts/complete-lock.mjs)", () => {
    expect(Object.keys(missingOptionals(packages))).toEqual([]);
    expect(Object.entries(packages).filter(([, { version }]) => version === undefined)).toEqual([]);
  });

  it("names no registry", () => {
    expect(Object.entries(packages).filter(([, { resolved }]) => resolved !== undefined)).toEqual([]);
  });

  it("that leaves a platform out is told", () => {
    const lock = { "": {}, "node_modules/a": { optionalDependencies: { "@a/linux-x64": "1.0.0", "@a/binding-darwin-arm64": "^1.0.0" } }, "node_modules/@a/linux-x64": { version: "1.0.0" } };
    expect(missingOptionals(lock)).toEqual({ "node_modules/@a/binding-darwin-arm64": { version: "1.0.0", cpu: ["arm64"], os: ["darwin"], optional: true } });
  });
});

describe("Node", () => {
  it.each(["18.20.0", "20.18.3"])("%s is refused with the remedy", (version) => {
    expect(nodeComplaint(version)).toMatch(/needs Node 20\.19 or newer/);
  });

  it.each(["20.19.0", "22.0.0", "24.1.0"])("%s is taken", (version) => {
    expect(nodeComplaint(version)).toBeNull();
  });
});
