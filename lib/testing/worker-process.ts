/** Run by tests as a process of its own: a worker whose import job saves a checkpoint and then never ends. */
import { randomUUID } from "node:crypto";
import { makeInJobTransaction, makeJobLeases } from "@/lib/features/jobs/jobs.repository";
import { makeJobService } from "@/lib/features/jobs/jobs.service";
import { makePool } from "@/lib/platform/db/pool";
import { workerName } from "@/lib/platform/jobs/liveness";
import { runWorker } from "@/lib/platform/jobs/worker";

const pool = makePool(process.env["DATABASE_URL"] ?? "");
await runWorker({
  name: workerName(),
  jobs: makeJobService({ inTransaction: makeInJobTransaction(pool), leases: makeJobLeases(pool), newId: randomUUID }),
  signal: new AbortController().signal,
  handlers: {
    import: async (_job, { checkpoint }) => {
      await checkpoint({ block: 41 });
      process.stdout.write("holding\n");
      return new Promise(() => undefined);
    },
  },
});
