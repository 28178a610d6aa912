import pg from "pg";
import { AppError } from "@/lib/core/errors";
import { log } from "@/lib/platform/log";

/** What a repository needs of a database: a pool, a client in a transaction, or a cancellable client. */
export interface Db {
  query<Row extends pg.QueryResultRow = pg.QueryResultRow>(text: string, params?: unknown[]): Promise<pg.QueryResult<Row>>;
}

export type Pool = pg.Pool;
export type Client = pg.PoolClient;

/** Milliseconds; 0 or absent means none. */
export interface PoolOptions {
  /** Shown in pg_stat_activity. */
  readonly name?: string;
  readonly max?: number;
  /** How long a caller waits for a free connection. */
  readonly waitMs?: number;
  readonly statementMs?: number;
  readonly lockMs?: number;
  readonly idleInTransactionMs?: number;
}

/** For requests of the browser: a stuck query must not hold up the others. Imports and analyses take the defaults (no limits). */
export const REQUEST_LIMITS: PoolOptions = { max: 10, waitMs: 2_000, statementMs: 5_000, lockMs: 2_000, idleInTransactionMs: 10_000 };

const INT8 = 20;
const INT8_ARRAY = 1016;
const DATE = 1082;

/** int8 as bigint (the driver's default is text), date as the text it is (the driver's default is local midnight). */
const TYPES = new pg.TypeOverrides();
TYPES.setTypeParser(INT8, "text", (text: string) => BigInt(text));
TYPES.setTypeParser(INT8_ARRAY, "text", (text: string) => int8Array(text));
TYPES.setTypeParser(DATE, "text", (text: string) => text);

function int8Array(text: string): (bigint | null)[] {
  return text === "{}" ? [] : text.slice(1, -1).split(",").map((item) => (item === "NULL" ? null : BigInt(item)));
}

/** A pool whose rows carry int8 as bigint, bytea as Buffer, timestamptz as Date. Ends with `pool.end()`. */
export function makePool(url: string, options: PoolOptions = {}): Pool {
  const pool = new pg.Pool({
    connectionString: url,
    types: TYPES,
    application_name: options.name ?? "assay",
    max: options.max ?? 10,
    connectionTimeoutMillis: options.waitMs ?? 30_000,
    statement_timeout: options.statementMs ?? 0,
    lock_timeout: options.lockMs ?? 0,
    idle_in_transaction_session_timeout: options.idleInTransactionMs ?? 0,
    keepAlive: true,
  });
  // Without a listener the restart of the server would end this process.
  pool.on("error", (error) => {
    log.warn({ err: error }, "an idle database connection broke; the pool opens a new one when needed");
  });
  return pool;
}

/** All of `work` or nothing of it. The client is dropped, not reused, when even the rollback fails. */
export async function inTransaction<Result>(pool: Pool, work: (client: Client) => Promise<Result>): Promise<Result> {
  const client = await pool.connect();
  const broken = listenForBreak(client);
  try {
    await client.query("BEGIN");
    const result = await work(client);
    await client.query("COMMIT");
    client.release(broken());
    return result;
  } catch (error) {
    const undone = await rollback(client);
    client.release(undone ?? broken());
    throw error;
  }
}

async function rollback(client: Client): Promise<Error | undefined> {
  try {
    await client.query("ROLLBACK");
    return undefined;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

/** A checked-out client emits `error` when its connection breaks between two queries; unheard, that ends the process. */
function listenForBreak(client: Client): () => Error | undefined {
  let broken: Error | undefined;
  const hear = (error: Error): void => {
    broken = error;
  };
  client.on("error", hear);
  return () => {
    client.removeListener("error", hear);
    return broken;
  };
}

/**
 * Runs `work` on a client of its own; when `signal` fires, the query under way is cancelled on the server and no further one starts.
 * `work` also gets the bare client, for COPY: it must not start one when the signal has fired. The client goes back to the pool
 * only after the cancel has returned: it could otherwise hit the next user's query.
 * @throws AppError cancelled when the signal fired.
 */
export async function cancellable<Result>(pool: Pool, signal: AbortSignal, work: (db: Db, client: Client) => Promise<Result>): Promise<Result> {
  throwIfAborted(signal);
  const client = await pool.connect();
  const broken = listenForBreak(client);
  const cancelling: Promise<boolean>[] = [];
  const cancel = (): void => {
    cancelling.push(cancelBackend(pool, client));
  };
  signal.addEventListener("abort", cancel, { once: true });
  const guarded: Db = {
    query: (text, params) => {
      throwIfAborted(signal);
      return client.query(text, params);
    },
  };
  try {
    return await work(guarded, client);
  } catch (error) {
    throwIfAborted(signal);
    throw error;
  } finally {
    signal.removeEventListener("abort", cancel);
    const reached = await Promise.all(cancelling);
    client.release(broken() ?? reached.includes(false));
  }
}

/** One query, cancellable. See `cancellable`. */
export function queryCancellable<Row extends pg.QueryResultRow>(pool: Pool, signal: AbortSignal, text: string, params: unknown[] = []): Promise<pg.QueryResult<Row>> {
  return cancellable(pool, signal, (db) => db.query<Row>(text, params));
}

function throwIfAborted(signal: AbortSignal): void {
  if (signal.aborted) throw new AppError("cancelled", "The request was cancelled before the database had answered.");
}

const BROKEN_SQLSTATE = /^(08|57P0[1235]|53300)/;
/** Prisma's codes for: cannot reach, timed out, connection closed, no connection to be had, no transaction begun in time. */
const BROKEN_PRISMA = /^P(1001|1002|1008|1017|2024|2028)$/;
const BROKEN_SOCKET = /^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN)$/;
const BROKEN_CLIENT = /^(Connection terminated|Client has encountered a connection error|timeout exceeded when trying to connect|Client was closed)/;

/** Whether an error means that the database is away, not that the statement was wrong: the same work may succeed later. */
export function isConnectionError(error: unknown): boolean {
  if (!(error instanceof Error) || (error instanceof AppError && error.code !== "database_unavailable")) return false;
  const { code } = error as { code?: unknown };
  if (typeof code === "string" && [BROKEN_SQLSTATE, BROKEN_SOCKET, BROKEN_PRISMA].some((broken) => broken.test(code))) return true;
  return BROKEN_CLIENT.test(error.message) || (error.cause !== undefined && isConnectionError(error.cause));
}

/** Through a connection of its own, since the pool may be used up by the very queries to be cancelled. */
async function cancelBackend(pool: Pool, victim: Client): Promise<boolean> {
  const { processID } = victim as unknown as { processID: number };
  const second = new pg.Client({ connectionString: pool.options.connectionString, application_name: "assay cancel", connectionTimeoutMillis: 2_000 });
  second.on("error", (error) => {
    log.warn({ err: error }, "the connection that cancels a query broke");
  });
  try {
    await second.connect();
    await second.query("SELECT pg_cancel_backend($1)", [processID]);
    return true;
  } catch (error) {
    log.warn({ err: error }, "a query could not be cancelled; its connection is dropped instead");
    return false;
  } finally {
    await second.end().catch((error: unknown) => {
      log.debug({ err: error }, "closing the cancelling connection failed");
    });
  }
}
