import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";
import { ESLint } from "eslint";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const ROOT = path.dirname(import.meta.dirname);
let project: string;

/** A project of its own with our rules, so that violations can be planted without touching the sources. */
beforeAll(() => {
  project = mkdtempSync(path.join(os.tmpdir(), "assay-rules-"));
  for (const file of ["eslint.config.mjs", ".dependency-cruiser.cjs", "tsconfig.json", "package.json"]) cpSync(path.join(ROOT, file), path.join(project, file));
  symlinkSync(path.join(ROOT, "node_modules"), path.join(project, "node_modules"));
});
afterAll(() => {
  rmSync(project, { recursive: true });
});

function plant(files: Readonly<Record<string, string>>): void {
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(project, file)), { recursive: true });
    writeFileSync(path.join(project, file), text);
  }
}

/** What the violations import. */
const INNOCENT = {
  "lib/core/sum.ts": "export const sum = 1;",
  "lib/platform/log.ts": "export const log = 1;",
  "lib/platform/db/pool.ts": "export const pool = 1;",
  "lib/features/a/a.ports.ts": "export interface A { readonly a: number }",
  "lib/features/a/a.service.ts": "export const service = 1;",
  "lib/features/a/a.repository.ts": "export const repository = 1;",
  "lib/features/a/a.contract.ts": "export const contract = 1;",
  "lib/features/audit/audit.repository.ts": "export const audit = 1;",
  "components/graph/view.tsx": "export const view = 1;",
  "lib/testing/build.ts": "export const build = 1;",
};

/** The other half of a circle. */
const ACCOMPLICE = { "lib/core/two.ts": 'import "@/lib/core/one"; export const two = 2;' };

describe("each layer rule catches its violation", () => {
  const VIOLATIONS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    "no-cycles": { "lib/core/one.ts": 'import "@/lib/core/two"; export const one = 1;' },
    "core-is-pure": { "lib/core/impure.ts": 'import "@/lib/platform/log";' },
    "contracts-know-core-and-zod": { "lib/features/b/b.contract.ts": 'import "@/lib/features/a/a.service";' },
    "services-know-no-technology": { "lib/features/b/b.service.ts": 'import "zod";' },
    "ports-know-core": { "lib/features/b/b.ports.ts": 'import "@/lib/features/a/a.contract";' },
    "only-repositories-touch-the-database": { "lib/features/b/b.ts": 'import "@/lib/platform/db/pool";', "app/api/b/route.ts": 'import "pg";' },
    "a-feature-keeps-its-repository-private": { "app/api/a/route.ts": 'import "@/lib/features/a/a.repository";' },
    "repositories-share-only-the-audit": { "lib/features/b/b.repository.ts": 'import "@/lib/features/audit/audit.repository"; import "@/lib/features/a/a.repository";' },
    "browser-code-stays-in-the-browser": { "components/a/a.tsx": 'import "@/lib/features/a/a.service";', "lib/features/a/a.queries.ts": 'import "@/lib/platform/log";' },
    "pages-use-components-and-queries": { "app/a/page.tsx": 'import "@/lib/features/a/a.service";' },
    "lib-never-imports-ui": { "lib/features/b/ui.ts": 'import "@/components/graph/view";' },
    "ui-kit-knows-no-feature": { "components/ui/button.tsx": 'import "@/components/graph/view";' },
    "production-code-imports-no-test-code": { "lib/features/b/test-user.ts": 'import "@/lib/testing/build";' },
  };

  const caught = (): Map<string, Set<string>> => {
    for (const files of [INNOCENT, ACCOMPLICE, ...Object.values(VIOLATIONS)]) plant(files);
    const program = path.join(ROOT, "node_modules/dependency-cruiser/bin/dependency-cruise.mjs");
    const args = [program, "app", "components", "lib", "--config", ".dependency-cruiser.cjs", "--output-type", "json"];
    const report = JSON.parse(execFileSync(process.execPath, args, { cwd: project, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] })) as { summary: { violations: { from: string; rule: { name: string } }[] } };
    const found = new Map<string, Set<string>>();
    for (const { from, rule } of report.summary.violations) found.set(rule.name, (found.get(rule.name) ?? new Set()).add(from));
    return found;
  };

  it("and there is a violation for each", () => {
    const config = createRequire(import.meta.url)(path.join(ROOT, ".dependency-cruiser.cjs")) as { forbidden: { name: string }[] };
    expect(Object.keys(VIOLATIONS).sort()).toEqual(config.forbidden.map(({ name }) => name).sort());
  });

  it("in the file where it was planted", () => {
    const found = caught();
    for (const [name, files] of Object.entries(VIOLATIONS)) {
      for (const file of Object.keys(files)) expect([...(found.get(name) ?? [])], `${name} in ${file}`).toContain(file);
    }
    expect([...found.values()].flatMap((files) => [...files]).filter((file) => file in INNOCENT)).toEqual([]);
  });
});

describe("each lint rule of our own catches its violation", () => {
  const messages = (entries: unknown): string[] => (entries as (string | number | { message: string })[]).flatMap((entry) => (typeof entry === "object" ? [entry.message] : []));

  const CORE: Readonly<Record<string, string>> = {
    "Core takes the time as an argument.": "export const now = (): number => Date.now(); export const date = (): Date => new Date();",
    "Core takes randomness as an argument.": "export const luck = (): number => Math.random();",
    "Core does no I/O.": 'export const get = (): unknown => fetch("/");',
    "Core is synchronous.": "export async function wait(work: Promise<number>): Promise<number> { return await work; }",
    "Amounts are bigint; write a named parser if this is not an amount.": 'export const amount = (): number => Number("1") + parseFloat("1");',
  };
  const ANYWHERE: Readonly<Record<string, string>> = {
    "No HTML from data.": 'export const Page = () => <p dangerouslySetInnerHTML={{ __html: "" }} />;',
    "Use tagged SQL.": 'export const run = (db: { $queryRawUnsafe: (sql: string) => unknown }): unknown => db.$queryRawUnsafe("SELECT 1");',
    "Assay uses no Server Actions (docs/decisions/0002).": '"use server";\nexport const act = 1;',
  };

  const complaints = async (file: string, text: string): Promise<string[]> => {
    plant({ [file]: text });
    const eslint = new ESLint({ cwd: project });
    const [result] = await eslint.lintFiles([file]);
    return (result?.messages ?? []).map(({ ruleId, message }) => `${ruleId ?? "fatal"}: ${message}`);
  };
  const configured = async (file: string, rule: string): Promise<string[]> => {
    const config = (await new ESLint({ cwd: project }).calculateConfigForFile(file)) as { rules: Record<string, unknown> };
    return messages(config.rules[rule]);
  };

  it("and there is a violation for each", async () => {
    expect([...new Set(await configured("lib/core/x.ts", "no-restricted-syntax"))].sort()).toEqual([...Object.keys(CORE), ...Object.keys(ANYWHERE)].sort());
    expect([...new Set(await configured("lib/features/x.ts", "no-restricted-syntax"))].sort()).toEqual(Object.keys(ANYWHERE).sort());
  });

  it.each(Object.entries(CORE))("in core: %s", async (message, text) => {
    expect(await complaints("lib/core/planted.ts", text)).toContainEqual(expect.stringContaining(`no-restricted-syntax: ${message}`));
    expect((await complaints("lib/features/a/planted.ts", text)).join()).not.toContain(message);
  });

  it.each(Object.entries(ANYWHERE))("anywhere: %s", async (message, text) => {
    expect(await complaints("components/a/planted.tsx", text)).toContainEqual(expect.stringContaining(`no-restricted-syntax: ${message}`));
  });

  it("the environment is read in one file, and the console is not written to", async () => {
    const text = 'export const home = process.env["HOME"]; console.log(home);';
    const found = (await complaints("lib/features/a/planted.ts", text)).join("\n");
    expect(found).toContain("no-restricted-properties");
    expect(found).toContain("Read it from lib/platform/env.ts.");
    expect(found).toContain("no-console");
    expect((await complaints("lib/platform/env.ts", text)).join()).not.toContain("no-restricted-properties");
  });

  it("size: files, functions and parameters", async () => {
    const long = `export function long(): void {\n${"  void 0;\n".repeat(61)}}\nexport const many = (a: 1, b: 1, c: 1, d: 1, e: 1): number => a + b + c + d + e;\n${Array.from({ length: 190 }, (_, n) => `export const n${n} = ${n};`).join("\n")}`;
    const found = (await complaints("lib/features/a/planted.ts", long)).join("\n");
    for (const rule of ["max-lines:", "max-lines-per-function:", "max-params:"]) expect(found).toContain(rule);
  });
}, 180_000);
