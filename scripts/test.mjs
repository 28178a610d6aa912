#!/usr/bin/env node
// `npm test`: everything that says whether this checkout is sound, in the order in which a fault is cheapest to learn of.
// npm test -- --only unit,db runs some of the steps. The last line counts the tests of vitest and Playwright.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { ensureBcoin } from "./bcoin.mjs";
import { ensureBrowser } from "./browser.mjs";
import { ensureInstalled } from "./install.mjs";
import { ensurePrismaClient, nodeComplaint, ROOT } from "./prepare.mjs";

const reports = mkdtempSync(path.join(os.tmpdir(), "assay-test-report-"));
process.on("exit", () => rmSync(reports, { recursive: true, force: true }));
const reportOf = (name) => path.join(reports, `${name}.json`);

/** Runs a program of node_modules, its output shown. @returns whether it ended well */
function tool(program, ...args) {
  return runNode([path.join("node_modules", program), ...args]);
}
function runNode(args, env = {}) {
  const run = spawnSync(process.execPath, args, { cwd: ROOT, stdio: "inherit", env: { ...process.env, NEXT_TELEMETRY_DISABLED: "1", ...env } });
  return run.status === 0;
}
const vitest = (project) => tool("vitest/vitest.mjs", "run", "--project", project, "--reporter=default", "--reporter=json", `--outputFile.json=${reportOf(project)}`);

const STEPS = {
  types: () => tool("next/dist/bin/next", "typegen") && tool("typescript/bin/tsc", "--noEmit", "-p", "."),
  lint: () => tool("eslint/bin/eslint.js", ".", "--max-warnings", "0"),
  layers: () => tool("dependency-cruiser/bin/dependency-cruise.mjs", "app", "components", "lib", "scripts", "--config", ".dependency-cruiser.cjs"),
  dead: () => tool("knip/bin/knip.js", "--no-progress"),
  schema: () => runNode(["scripts/check-schema.mjs"]),
  unit: () => vitest("unit"),
  db: () => vitest("db"),
  build: () => runNode(["scripts/build.mjs"]),
  journeys: async () => {
    const missing = await ensureBrowser();
    if (missing !== null) process.stderr.write(`${missing}\n`);
    return missing === null && runNode(["node_modules/@playwright/test/cli.js", "test"], { PLAYWRIGHT_JSON_OUTPUT_FILE: reportOf("journeys") });
  },
};

function stepsAsked() {
  const { values } = parseArgs({ options: { only: { type: "string" } } });
  const asked = values.only?.split(",") ?? Object.keys(STEPS);
  const unknown = asked.find((name) => !(name in STEPS));
  if (unknown === undefined) return asked;
  process.stderr.write(`--only: there is no step “${unknown}”. Steps: ${Object.keys(STEPS).join(", ")}\n`);
  process.exit(2);
}

const read = (name) => (existsSync(reportOf(name)) ? JSON.parse(readFileSync(reportOf(name), "utf8")) : null);

/** A file that could not even be loaded has no test to fail; it counts as one failure. */
function countVitest(name) {
  const report = read(name);
  if (!report) return [0, 0, 0];
  const broken = report.testResults.filter((file) => file.status === "failed" && !file.assertionResults.some((test) => test.status === "failed")).length;
  return [report.numPassedTests, report.numFailedTests + broken, report.numPendingTests + report.numTodoTests];
}
function countJourneys() {
  const stats = read("journeys")?.stats;
  return stats ? [stats.expected + stats.flaky, stats.unexpected, stats.skipped] : [0, 0, 0];
}

const asked = stepsAsked();
const complaint = nodeComplaint() ?? ensureInstalled({ dev: true }) ?? ensurePrismaClient();
if (complaint !== null) {
  process.stderr.write(`${complaint}\n`);
  process.exit(1);
}
// A real node for tests; without it they say that they are skipped.
const noNode = asked.includes("unit") || asked.includes("db") ? ensureBcoin() : null;
if (noNode !== null) process.stderr.write(`${noNode}\n`);
const outcomes = [];
for (const name of asked) {
  process.stdout.write(`\n── ${name} ${"─".repeat(60 - name.length)}\n`);
  const started = performance.now();
  const passed = await STEPS[name]();
  outcomes.push({ name, passed, seconds: (performance.now() - started) / 1000 });
}

process.stdout.write("\n");
for (const { name, passed, seconds } of outcomes) process.stdout.write(`${passed ? "passed" : "FAILED"}  ${name.padEnd(10)} ${seconds.toFixed(1).padStart(7)} s\n`);
const [passed, failed, skipped] = [countVitest("unit"), countVitest("db"), countJourneys()].reduce((sum, part) => sum.map((count, index) => count + part[index]), [0, 0, 0]);
process.exitCode = outcomes.every((outcome) => outcome.passed) ? 0 : 1;
process.stdout.write(`${passed} passed, ${failed} failed, ${skipped} skipped\n`);
