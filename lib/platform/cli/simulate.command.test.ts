import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { UsageError } from "@/lib/platform/cli/command";
import { makeContext } from "@/lib/platform/cli/context";
import { parseInvocation } from "@/lib/platform/cli/parse";
import { makeProgressBar } from "@/lib/platform/cli/progress";
import { simulate } from "@/lib/platform/cli/simulate.command";
import { env } from "@/lib/platform/env";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "assay-simulate-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});
const run = async (...argv: string[]): Promise<unknown> => {
  const { context, close } = makeContext(env(), new AbortController().signal, makeProgressBar(process.stderr));
  try {
    return await simulate.run(context, parseInvocation([simulate], ["simulate", ...argv]).args);
  } finally {
    await close();
  }
};

it("writes the files and says what is in them", async () => {
  const counts = await run("--seed", "4", "--days", "3", "--block-seconds", "3600", "--out", folder);
  expect(Object.keys(counts as object).sort()).toEqual(["actors", "blocks", "loops", "transactions"]);
  expect(readdirSync(folder).sort()).toEqual(["claims.yaml", "truth.json", "txs.ndjson"]);
});

it("is used wrongly without a folder, and with an option out of bounds, which it names", async () => {
  await expect(run("--days", "3")).rejects.toThrow(UsageError);
  for (const [flag, value] of [["--days", "0"], ["--days", "a week"], ["--block-seconds", "1"], ["--users", "9"], ["--seed", "-1"]] as const) {
    await expect(run(`${flag}=${value}`, "--out", folder)).rejects.toThrow(new RegExp(`^${flag}: `));
  }
  expect(readdirSync(folder)).toEqual([]);
});
