import { createHash } from "node:crypto";
import { createServer } from "node:net";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { AppError } from "@/lib/core/errors";
import { clusterFolder, ensureCluster, findPostmaster, launch, type Postmaster, readPassword } from "@/lib/platform/db/embedded-cluster";
import { type Installation, prepareInstallation } from "@/lib/platform/db/embedded-install";
import { createDatabase } from "@/lib/platform/db/migrate";
import { signal, waitForExit } from "@/lib/platform/processes";

export interface EmbeddedServer {
  /** With its password: never to a log. */
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  /** False: it was running already. */
  readonly started: boolean;
  /** Folder of the cluster and its log. */
  readonly folder: string;
}

const DATABASE = "assay";

/**
 * Modest in memory and made for bulk loads. Commits stay synchronous: casework and audit lie in the same cluster, and an import
 * commits too rarely to gain. Parallel plans are off because containers often have 64 MB of shared memory.
 */
const SETTINGS: Readonly<Record<string, string>> = {
  listen_addresses: "127.0.0.1",
  unix_socket_directories: "",
  max_connections: "60",
  shared_buffers: "192MB",
  work_mem: "32MB",
  maintenance_work_mem: "192MB",
  effective_cache_size: "1GB",
  max_wal_size: "2GB",
  checkpoint_timeout: "15min",
  wal_level: "minimal",
  max_wal_senders: "0",
  max_parallel_workers_per_gather: "0",
  random_page_cost: "1.1",
  jit: "off",
};

const GIVE_UP_MS = 60_000;
const STOP_MS = 30_000;

/**
 * Starts the Postgres of a data folder, or attaches to it when it runs. It outlives this process.
 * Several callers at once are safe: the cluster is moved into place whole, and Postgres itself lets one server run on it.
 * @throws AppError database_unavailable
 */
export async function startEmbedded(home: string, settings: Readonly<Record<string, string>> = {}): Promise<EmbeddedServer> {
  const at = prepareInstallation(home);
  ensureCluster(at);
  const deadline = performance.now() + GIVE_UP_MS;
  let port = preferredPort(at);
  for (let said = ""; performance.now() < deadline; ) {
    const running = findPostmaster(at);
    if (running !== null) {
      if (await isOurs(at, running)) return await describe(at, running, false);
      await sleep(50); // it starts, recovers or stops
      continue;
    }
    if (!(await isFree(port))) port = await anyFreePort();
    const outcome = await launch(at, port, { ...SETTINGS, ...settings });
    if (outcome.kind === "ready") return describe(at, outcome.postmaster, true);
    if (outcome.kind === "exited") {
      if (!isPassing(outcome.said)) throw unavailable(at, outcome.said);
      said = outcome.said;
      await sleep(100);
    }
    if (performance.now() > deadline) throw unavailable(at, said);
  }
  throw unavailable(at, "it did not answer in time");
}

/** Another starter was faster, or the children of a killed server are still leaving. */
const isPassing = (said: string): boolean => /lock file .* already exists|pre-existing shared memory block|could not (open|create|read) lock file/.test(said);

const unavailable = (at: Installation, said: string): AppError =>
  new AppError("database_unavailable", `The embedded Postgres in ${at.folder} did not start: ${said}. See server.log there, or set DATABASE_URL to use another Postgres.`);

/** The server of a data folder if it runs. */
export async function findEmbedded(home: string): Promise<EmbeddedServer | null> {
  const at = prepareInstallation(home);
  const running = findPostmaster(at);
  return running !== null && (await isOurs(at, running)) ? describe(at, running, false) : null;
}

/** Stops the server of a data folder; open transactions are rolled back. @returns false when it was not running */
export async function stopEmbedded(home: string): Promise<boolean> {
  const at = prepareInstallation(home);
  const running = findPostmaster(at);
  if (running === null) return false;
  signal(running.pid, "SIGINT");
  if (await waitForExit(running.pid, STOP_MS)) return true;
  signal(running.pid, "SIGQUIT"); // leaves without a checkpoint; the next start recovers
  return waitForExit(running.pid, STOP_MS);
}

const urlOf = (at: Installation, port: number, database: string): string => `postgresql://assay:${encodeURIComponent(readPassword(at))}@127.0.0.1:${port}/${database}`;

async function describe(at: Installation, { pid, port }: Postmaster, started: boolean): Promise<EmbeddedServer> {
  if (port === null) throw unavailable(at, "it names no port");
  const url = urlOf(at, port, DATABASE);
  await createDatabase(url);
  return { url, port, pid, started, folder: at.folder };
}

/** Asks the server on that port whether it serves this cluster: the port may belong to somebody else by now. */
async function isOurs(at: Installation, { port, ready }: Postmaster): Promise<boolean> {
  if (port === null || !ready) return false;
  const client = new pg.Client({ connectionString: urlOf(at, port, "postgres"), connectionTimeoutMillis: 5_000, application_name: "assay attach" });
  client.on("error", () => undefined); // it may stop at this moment; the query below then fails
  try {
    await client.connect();
    const { rows } = await client.query<{ data_directory: string }>("SHOW data_directory");
    return path.resolve(rows[0]?.data_directory ?? "") === path.resolve(clusterFolder(at));
  } catch {
    return false; // not ours, or not any more
  } finally {
    await client.end().catch(() => undefined); // nothing is left to close
  }
}

/** The same port on every start, so that connections of an importer survive a restart; outside the range systems give to outgoing connections. */
function preferredPort(at: Installation): number {
  return 20_000 + (createHash("sha256").update(at.folder).digest().readUInt16BE(0) % 10_000);
}

const listens = (port: number): Promise<number | null> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => {
      resolve(null);
    });
    server.listen({ port, host: "127.0.0.1", exclusive: true }, () => {
      const address = server.address();
      server.close(() => {
        resolve(typeof address === "object" && address !== null ? address.port : null);
      });
    });
  });

const isFree = async (port: number): Promise<boolean> => (await listens(port)) !== null;

async function anyFreePort(): Promise<number> {
  const port = await listens(0);
  if (port === null) throw new AppError("database_unavailable", "No free port on 127.0.0.1 for the embedded Postgres.");
  return port;
}
