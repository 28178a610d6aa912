import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdtempSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import type { TestProject } from "vitest/node";
import { startEmbedded } from "@/lib/platform/db/embedded";
import { migrate } from "@/lib/platform/db/migrate";

declare module "vitest" {
  interface ProvidedContext {
    /** URL of the migrated database that every test database is copied from. */
    templateUrl: string;
  }
}

/** Nothing of this cluster has to survive a crash. */
const THROW_AWAY = { fsync: "off", synchronous_commit: "off", full_page_writes: "off", max_connections: "100" };

/** One Postgres for the whole run, with one migrated template. It goes when the run ends, also when that is by kill -9. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const home = mkdtempSync(path.join(os.tmpdir(), "assay-test-"));
  chmodSync(home, 0o755); // when this is root, another account runs the server
  const server = await startEmbedded(home, THROW_AWAY);
  const reaper = spawn(process.execPath, [path.join(import.meta.dirname, "reaper.mjs"), server.pid.toString(), home, server.folder], { stdio: ["pipe", "ignore", "inherit"], detached: true });
  reaper.unref();
  await migrate(server.url);
  project.provide("templateUrl", server.url);
  return async () => {
    reaper.stdin.end();
    await once(reaper, "exit");
  };
}
