/**
 * Run by tests as a process of its own, to be killed: `import-process.ts file PATH` imports a file as `assay import` does, `import-process.ts
 * worker HOME` works at import jobs. In small batches. Says `ready`, begins when something comes in, and writes a dot for each batch stored.
 */
import { once } from "node:events";
import { makeImportService } from "@/lib/features/ledger/import.service";
import { makeLedgerStore } from "@/lib/features/ledger/ledger-write.repository";
import { nodeHasher } from "@/lib/platform/chain/hasher";
import { makePool } from "@/lib/platform/db/pool";
import { fileAt, importInto } from "@/lib/testing/ledger-dump";

const BATCH = { batchTransactions: 100 };
const [mode = "", what = ""] = process.argv.slice(2);
const url = process.env["DATABASE_URL"] ?? "";

const dot = (): void => void process.stdout.write(".");

async function makeWork(): Promise<() => Promise<void>> {
  if (mode === "file") {
    const pool = makePool(url);
    return async () => {
      await importInto(pool, [fileAt(what)], { network: "bitcoin", onProgress: dot }, BATCH);
    };
  }
  const [{ makeServices }, { makeJobHandlers }, { runWorker }, { isGone, workerName }] = await Promise.all([
    import("@/lib/platform/services"),
    import("@/lib/platform/jobs/handlers"),
    import("@/lib/platform/jobs/worker"),
    import("@/lib/platform/jobs/liveness"),
  ]);
  const services = makeServices({ databaseUrl: url, home: what, limits: {} });
  const importer = makeImportService({ store: makeLedgerStore(services.pool, nodeHasher), ...BATCH });
  const dotted: typeof importer = {
    run: (order) =>
      importer.run({
        ...order,
        onProgress: (progress) => {
          order.onProgress?.(progress);
          dot();
        },
      }),
  };
  return async () => {
    await services.jobs.releaseGone(isGone);
    await runWorker({ name: workerName(), jobs: services.jobs, handlers: makeJobHandlers({ ...services, importer: dotted }), signal: new AbortController().signal, pollMs: 10 });
  };
}

const work = await makeWork();
process.stdout.write("ready\n");
await once(process.stdin, "data");
await work();
process.exit();
