import { createReadStream, chmodSync, mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isOver } from "@/lib/core/jobs/job";
import type { Job } from "@/lib/features/jobs/jobs.ports";
import { makeImportService } from "@/lib/features/ledger/import.service";
import { makeLedgerStore } from "@/lib/features/ledger/ledger-write.repository";
import { nodeHasher } from "@/lib/platform/chain/hasher";
import { type EmbeddedServer, startEmbedded, stopEmbedded } from "@/lib/platform/db/embedded";
import { migrate } from "@/lib/platform/db/migrate";
import { isConnectionError } from "@/lib/platform/db/pool";
import { makeJobHandlers } from "@/lib/platform/jobs/handlers";
import { runWorker } from "@/lib/platform/jobs/worker";
import { waitForExit } from "@/lib/platform/processes";
import { makeServices, type Services } from "@/lib/platform/services";
import { dumpLedger, emptyLedger, ledgerFaults } from "@/lib/testing/ledger-dump";
import { NO_SHARED_DATA, sharedData } from "@/lib/testing/shared-data";

const first = sharedData("blocks/mainnet-0-2156/blk00000.dat");

/** A server of this test's own, which may be stopped and killed. */
let home: string;
let server: EmbeddedServer;
let services: Services;
beforeAll(async () => {
  home = mkdtempSync(path.join(os.tmpdir(), "assay-restart-"));
  chmodSync(home, 0o755);
  server = await startEmbedded(home);
  await migrate(server.url);
  services = makeServices({ databaseUrl: server.url, home, limits: {} });
});
afterAll(async () => {
  try {
    await services.close();
  } finally {
    await stopEmbedded(home);
    rmSync(server.folder, { recursive: true, force: true });
    rmSync(home, { recursive: true, force: true });
  }
});

const outages: Readonly<Record<string, () => Promise<unknown>>> = {
  "is stopped": () => stopEmbedded(home),
  "is killed": async () => {
    process.kill(server.pid, "SIGKILL");
    await waitForExit(server.pid, 30_000);
  },
  "loses a process, and with it every connection": async () => {
    const { rows } = await services.pool.query<{ pid: number }>("SELECT pid FROM pg_stat_activity WHERE backend_type = 'checkpointer'");
    process.kill(rows[0]?.pid ?? -1, "SIGKILL");
  },
};

/** Imports by a worker; after so many batches the server has an outage. */
async function work(outage: { readonly after: readonly number[]; readonly how: () => Promise<unknown> }): Promise<{ job: Job; ledger: string }> {
  const owner = await services.accounts.localOwner();
  const staged = await services.staging.keep(createReadStream(first ?? ""), null);
  const id = await services.uploads.startImport(owner, { files: [{ id: staged.id, name: "blk00000.dat" }], network: null });
  const stop = new AbortController();
  const importer = makeImportService({ store: makeLedgerStore(services.pool, nodeHasher), batchTransactions: 100 });
  let batches = 0;
  let restarting = Promise.resolve();
  const observed: typeof importer = {
    run: (order) =>
      importer.run({
        ...order,
        onProgress: (progress) => {
          order.onProgress?.(progress);
          batches += 1;
          if (outage.after.includes(batches)) restarting = restarting.then(() => outage.how()).then(async () => void (server = await startEmbedded(home)));
        },
      }),
  };
  const worker = runWorker({ name: "here:1:", jobs: services.jobs, handlers: makeJobHandlers({ ...services, importer: observed }), signal: stop.signal, pollMs: 10 });
  try {
    for (;;) {
      const job = await services.jobs.get(owner, id).catch(awayFor);
      if (job !== null && isOver(job.status)) {
        await restarting;
        return { job, ledger: JSON.stringify(await dumpLedger(services.pool)) };
      }
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  } finally {
    stop.abort();
    await worker;
  }
}

function awayFor(error: unknown): null {
  if (isConnectionError(error)) return null;
  throw error;
}

describe.skipIf(first === null)(`an import whose Postgres ${first === null ? NO_SHARED_DATA : ""}`, () => {
  test.each(Object.entries(outages))("%s again and again goes on by itself when it is back, and says what an undisturbed one says", async (_what, how) => {
    await emptyLedger(services.pool);
    const quiet = await work({ after: [], how });
    await emptyLedger(services.pool);
    const disturbed = await work({ after: [1, 13, 23], how });
    expect(disturbed.job).toMatchObject({ status: "done", error: null });
    expect(await ledgerFaults(services.pool)).toEqual([]);
    expect(disturbed.ledger === quiet.ledger).toBe(true);
    expect({ ...(disturbed.job.result as object), seconds: 0 }).toEqual({ ...(quiet.job.result as object), seconds: 0 });
  });
});
