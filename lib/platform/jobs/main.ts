import { openDatabase } from "@/lib/platform/db/open";
import { isConnectionError } from "@/lib/platform/db/pool";
import { env } from "@/lib/platform/env";
import { makeJobHandlers } from "@/lib/platform/jobs/handlers";
import { isGone, sayAlive, sayGone, workerName } from "@/lib/platform/jobs/liveness";
import { runWorker } from "@/lib/platform/jobs/worker";
import { log } from "@/lib/platform/log";
import { makeServices, type Services } from "@/lib/platform/services";

const BEAT_MS = 3_000;

/** The worker process: runs until it is told to end, then finishes its batch, gives its job back and leaves. */
export async function main(): Promise<void> {
  const stop = new AbortController();
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(name, () => { stop.abort(); });
  const database = await openDatabase(env());
  const services = makeServices({ databaseUrl: database.url, home: env().home, limits: { name: "assay worker" } });
  const name = workerName();
  const beating = beat(services, name);
  try {
    const freed = await services.jobs.releaseGone(isGone);
    if (freed > 0) log.info({ jobs: freed }, "jobs of a worker that is gone are taken over");
    log.info({ worker: name }, "worker ready");
    await runWorker({ name, jobs: services.jobs, handlers: makeJobHandlers(services), signal: stop.signal });
  } finally {
    await beating.stop();
    await services.close();
    await database.close();
  }
}

/** Says every few seconds that this process lives; a database that is away is told when it is back. */
function beat({ pool }: Services, name: string): { stop: () => Promise<void> } {
  const say = (): void => {
    sayAlive(pool, name).catch((error: unknown) => {
      if (!isConnectionError(error)) log.error({ err: error }, "the worker could not say that it is alive");
    });
  };
  say();
  const timer = setInterval(say, BEAT_MS);
  return {
    stop: async () => {
      clearInterval(timer);
      await sayGone(pool, name).catch((error: unknown) => {
        log.warn({ err: error }, "the worker could not say that it leaves");
      });
    },
  };
}
