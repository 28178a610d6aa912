import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createHash } from "node:crypto";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { isOver } from "@/lib/core/jobs/job";
import type { Principal } from "@/lib/core/policy/policy";
import type { Job } from "@/lib/features/jobs/jobs.ports";
import { makeImportService } from "@/lib/features/ledger/import.service";
import { makeLedgerStore } from "@/lib/features/ledger/ledger-write.repository";
import { nodeHasher } from "@/lib/platform/chain/hasher";
import { makeJobHandlers } from "@/lib/platform/jobs/handlers";
import { runWorker } from "@/lib/platform/jobs/worker";
import { makeServices, type Services } from "@/lib/platform/services";
import { concat, TestChain } from "@/lib/testing/chain";
import { freshDatabase, type TestDatabase } from "@/lib/testing/database";
import { dumpLedger, ledgerFaults } from "@/lib/testing/ledger-dump";

let db: TestDatabase;
let home: string;
let services: Services;
let owner: Principal;
beforeEach(async () => {
  db = await freshDatabase();
  home = mkdtempSync(path.join(os.tmpdir(), "assay-import-job-"));
  services = makeServices({ databaseUrl: db.url, home, limits: {} });
  owner = await services.accounts.localOwner();
});
afterEach(async () => {
  await services.close();
  await db.close();
  rmSync(home, { recursive: true, force: true });
});

/** Blocks of a chain that only this name has, so that no two files hold the same. */
function blocks(network: "regtest" | "litecoin-regtest", tag: string, count = 5): Uint8Array {
  const chain = new TestChain(network);
  for (let i = 0; i < count; i += 1) chain.mine([], { tag });
  return chain.blkFile();
}

/** A file as an upload leaves it. */
function stage(name: string, content: Uint8Array): { id: string; name: string } {
  const id = createHash("sha256").update(content).digest("hex");
  mkdirSync(services.staging.folder, { recursive: true });
  writeFileSync(services.staging.pathOf(id), content);
  return { id, name };
}

/** Works until the job is over; whenever the worker is shut down, another one goes on. @param shutdown asked after each batch; `share` of the network's bytes is done */
async function work(files: readonly { id: string; name: string }[], shutdown: (batch: number, share: number) => boolean): Promise<Job> {
  const id = await services.uploads.startImport(owner, { files, network: null });
  for (let batch = 0; ; ) {
    const stop = new AbortController();
    const importer = makeImportService({ store: makeLedgerStore(services.pool, nodeHasher), batchTransactions: 2 });
    const counting: typeof importer = {
      run: (order) =>
        importer.run({
          ...order,
          onProgress: (progress) => {
            order.onProgress?.(progress);
            batch += 1;
            if (shutdown(batch, progress.done / (progress.total ?? 1))) stop.abort();
          },
        }),
    };
    const worker = runWorker({ name: "here:1:", jobs: services.jobs, handlers: makeJobHandlers({ ...services, importer: counting }), signal: stop.signal, pollMs: 10 });
    const job = await over(id, stop.signal);
    stop.abort();
    await worker;
    if (isOver(job.status)) return job;
  }
}

const NEVER = (): boolean => false;
const EVERY_BATCH = (_batch: number, share: number): boolean => share < 1;

async function over(id: string, stopped: AbortSignal): Promise<Job> {
  for (;;) {
    const job = await services.jobs.get(owner, id);
    if (isOver(job.status) || stopped.aborted) return job;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

const resultOf = (job: Job): Record<string, unknown> => ({ ...(job.result as Record<string, unknown>), seconds: 0 });

describe("an import job", () => {
  it("is the same, in the ledger and in what it says, however often its worker is shut down", async () => {
    const files = [stage("a.dat", blocks("regtest", "/a/", 20)), stage("b.dat", concat(blocks("regtest", "/b/", 7), new Uint8Array(9).fill(1)))];
    const disturbed = await work(files, EVERY_BATCH);
    const dump = await dumpLedger(db.pool);
    expect(await ledgerFaults(db.pool)).toEqual([]);
    expect(resultOf(disturbed)).toMatchObject({ files: 2, blocks: 27, newTransactions: 27, rejectedCount: 1 });
    await db.pool.query("TRUNCATE block, tx, tx_place, address, address_alias, output, input, pending_input, coinbase, ledger_flag");
    await db.pool.query("UPDATE ledger_state SET version = version + 1, next_tx = 1, next_address = 1, next_block = 1");
    expect(resultOf(await work(files, NEVER))).toEqual(resultOf(disturbed));
    expect(await dumpLedger(db.pool)).toEqual(dump);
    expect(disturbed.attempts).toBeGreaterThan(10);
  });

  it("of two networks goes on with the second when it had finished the first", async () => {
    const files = [stage("a.dat", blocks("regtest", "/a/")), stage("b.dat", blocks("litecoin-regtest", "/b/"))];
    expect(resultOf(await work(files, (batch) => batch === 3))).toMatchObject({ files: 2, blocks: 10, newTransactions: 10 });
    expect((await db.pool.query<{ n: bigint }>("SELECT count(*) AS n FROM block GROUP BY network")).rows).toEqual([{ n: 5n }, { n: 5n }]);
  });

  it("imports files of one name, and of a name that another one's folder has", async () => {
    const files = [stage("a.dat", blocks("regtest", "/a/", 2)), stage("a.dat", blocks("regtest", "/b/", 3)), stage("1", blocks("regtest", "/c/", 4)), stage("a.dat", blocks("regtest", "/a/", 2))];
    expect(resultOf(await work(files, EVERY_BATCH))).toMatchObject({ files: 4, blocks: 11, newTransactions: 9, skipped: [] });
  });

  it("of nothing that can be read says of each file why, and not where it lay", async () => {
    const job = await work([stage("notes.txt", Buffer.from("hello")), stage("empty.dat", new Uint8Array(0))], NEVER);
    expect(job).toMatchObject({ status: "failed", error: "There is no chain data among the files (empty.dat: the file is empty; notes.txt: no format that Assay can read)." });
  });
});
