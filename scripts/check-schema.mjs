// Whether the migrations produce exactly prisma/schema.prisma: Prisma replays them on a throw-away Postgres and compares.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { importFrom, registerTypeScript, ROOT } from "./prepare.mjs";

await registerTypeScript();
const { startEmbedded, stopEmbedded } = await importFrom("lib/platform/db/embedded.ts");
const home = mkdtempSync(path.join(os.tmpdir(), "assay-schema-"));
const server = await startEmbedded(home, { fsync: "off" });
try {
  const args = ["migrate", "diff", "--from-migrations", "prisma/migrations", "--to-schema", "prisma/schema.prisma", "--script", "--exit-code"];
  const run = spawnSync(process.execPath, ["node_modules/prisma/build/index.js", ...args], { cwd: ROOT, encoding: "utf8", env: { ...process.env, DATABASE_URL: server.url } });
  // Exit codes: 0 the same, 2 a difference, 1 an error. An engine that does nothing would give 0 and say nothing (docs/decisions).
  if (run.status === 0 && run.stdout.includes("This is an empty migration")) process.stdout.write("The migrations produce exactly prisma/schema.prisma.\n");
  else {
    process.stderr.write(run.status === 2 ? `The migrations do not produce prisma/schema.prisma. Missing:\n${run.stdout}` : `prisma migrate diff failed:\n${run.stdout}${run.stderr}`);
    process.exitCode = 1;
  }
} finally {
  await stopEmbedded(home);
  for (const folder of [server.folder, home]) rmSync(folder, { recursive: true, force: true });
}
