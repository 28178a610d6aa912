import { randomInt } from "node:crypto";
import { setImmediate } from "node:timers/promises";
import type { Hasher } from "@/lib/core/bitcoin/columns";
import { AppError } from "@/lib/core/errors";
import type { JsonObject } from "@/lib/core/jobs/job";
import { IdSet } from "@/lib/core/ledger/id-sets";
import type { Network } from "@/lib/core/network";
import { type BatchColumns, toColumns, txidBytes } from "@/lib/features/ledger/batch";
import { FlagList, type WriteContext } from "@/lib/features/ledger/context";
import type { BatchOutcome, IdRanges, ImportJob, LedgerBatch, LedgerStore, LedgerWriter } from "@/lib/features/ledger/ledger.ports";
import { type LedgerMemory, newMemory } from "@/lib/features/ledger/memory";
import { list, type Sql } from "@/lib/features/ledger/sql";
import { writeBatch, type WrittenBatch } from "@/lib/features/ledger/write-batch";
import { copyIn, copyOut } from "@/lib/platform/db/copy-binary";
import { type Client, inTransaction, isConnectionError, type Pool } from "@/lib/platform/db/pool";

export const makeLedgerStore = (pool: Pool, hasher: Hasher): LedgerStore => ({
  openWriter: (network, job) => new PostgresLedgerWriter({ pool, hasher, network, job }),
});

interface Deps {
  readonly pool: Pool;
  readonly hasher: Hasher;
  readonly network: Network;
  readonly job: Omit<ImportJob, "checkpoint"> | null;
}

interface StateRow {
  readonly version: bigint;
  readonly next_tx: bigint;
  readonly next_address: bigint;
  readonly next_block: bigint;
}

/** A batch whose COMMIT was sent and not answered, and how to tell whether it was stored. */
interface Unsure {
  readonly batch: LedgerBatch;
  readonly outcome: BatchOutcome;
  readonly newAddresses: readonly number[];
  /** The last row it added to `tx`. Null when it added none: then it is written again, which adds nothing twice. */
  readonly witness: { readonly id: number; readonly txid: Uint8Array } | null;
}

/**
 * All statements of a batch find single rows by key. On a table that has never been analysed, or with many keys at once, the
 * planner would rather read whole tables into a hash.
 */
const BEGIN_BY_KEY = "SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off; SET LOCAL enable_seqscan = off; SET LOCAL jit = off; SET LOCAL work_mem = '64MB'";

class PostgresLedgerWriter implements LedgerWriter {
  readonly #deps: Deps;
  readonly #prepared = new WeakMap<LedgerBatch, Promise<BatchColumns>>();
  readonly #addresses = new IdSet();
  readonly #seed = randomInt(2 ** 31);
  #memory: LedgerMemory;
  #unsure: Unsure | null = null;

  constructor(deps: Deps) {
    this.#deps = deps;
    this.#memory = newMemory(deps.network, this.#seed);
  }

  prepare(batch: LedgerBatch): void {
    this.#columnsOf(batch).catch(() => undefined);
  }

  async write(batch: LedgerBatch, checkpoint: (outcome: BatchOutcome) => JsonObject): Promise<BatchOutcome> {
    const columns = await this.#columnsOf(batch);
    const newAddresses: number[] = [];
    const sent: Unsure[] = [];
    if (this.#unsure?.batch !== batch) this.#unsure = null;
    try {
      return await inTransaction(this.#deps.pool, async (client) => {
        const { state, ctx } = await this.#begin(client, columns);
        const stored = await this.#storedAfterAll(ctx);
        if (stored !== null) return stored;
        const written = await writeBatch(ctx, state.version);
        this.#noteAddresses(written, newAddresses);
        const { keys: _, inputs: __, grewOnly, ...rest } = written;
        const outcome: BatchOutcome = { ...rest, newlySeenAddresses: newAddresses.length };
        await this.#finish(ctx, { ...state, grewOnly }, checkpoint(outcome));
        sent.push({ batch, outcome, newAddresses, witness: witnessOf(columns, written.keys) });
        return outcome;
      });
    } catch (error) {
      // Ids given out by this batch are void, and so is all that was remembered of them.
      this.#memory = newMemory(this.#deps.network, this.#seed);
      for (const id of newAddresses) this.#addresses.delete(id);
      for (const unsure of sent) this.#unsure = unsure;
      throw asUnavailable(error);
    }
  }

  async countUnresolved(read: IdRanges): Promise<number> {
    return this.#count(
      `SELECT count(*) AS n FROM unnest($1::int8[], $2::int8[]) AS r(a, b) JOIN pending_input p ON p.tx_id >= r.a AND p.tx_id < r.b
       JOIN input i ON i.tx_id = p.tx_id AND i.n = p.n WHERE i.value IS NULL`,
      read,
    );
  }

  async countAddresses(read: IdRanges): Promise<number> {
    return this.#count(
      `SELECT count(DISTINCT x.address_id) AS n FROM unnest($1::int8[], $2::int8[]) AS r(a, b),
       LATERAL (SELECT address_id FROM output o WHERE o.tx_id >= r.a AND o.tx_id < r.b UNION ALL SELECT address_id FROM input i WHERE i.tx_id >= r.a AND i.tx_id < r.b) x`,
      read,
    );
  }

  async #count(query: string, read: IdRanges): Promise<number> {
    try {
      const { rows } = await this.#deps.pool.query<{ n: bigint }>(query, [list(read.map(([from]) => from)), list(read.map(([, to]) => to))]);
      return Number(rows[0]?.n ?? 0n);
    } catch (error) {
      throw asUnavailable(error);
    }
  }

  #columnsOf(batch: LedgerBatch): Promise<BatchColumns> {
    let columns = this.#prepared.get(batch);
    if (columns === undefined) {
      columns = toColumns(batch, this.#deps.hasher, this.#seed, breather());
      this.#prepared.set(batch, columns);
    }
    return columns;
  }

  async #begin(client: Client, batch: BatchColumns): Promise<{ state: StateRow; ctx: WriteContext }> {
    await client.query(BEGIN_BY_KEY);
    // The lock makes batches of all processes follow one another; readers are not held up.
    const { rows } = await client.query<StateRow>("SELECT version, next_tx, next_address, next_block FROM ledger_state WHERE id = 1 FOR UPDATE");
    const [state] = rows;
    if (state === undefined) throw new Error("The row of ledger_state is missing: the database was not migrated.");
    this.#memory.txs.rotate();
    this.#memory.scripts.rotate();
    const { network, hasher } = this.#deps;
    const next = { tx: Number(state.next_tx), address: Number(state.next_address), block: Number(state.next_block) };
    return { state, ctx: { sql: sqlOf(client), network, hasher, memory: this.#memory, batch, next, filtersComplete: false, flags: new FlagList(), changed: false } };
  }

  /** The rows, the ids given out and the checkpoint become visible together. */
  async #finish({ sql, next, memory, changed }: WriteContext, { version, grewOnly }: StateRow & { readonly grewOnly: boolean }, checkpoint: unknown): Promise<void> {
    const newVersion = changed ? version + 1n : version;
    await sql.query("UPDATE ledger_state SET version = $1, next_tx = $2, next_address = $3, next_block = $4 WHERE id = 1", [newVersion, next.tx, next.address, next.block]);
    if (changed && grewOnly) await sql.query("UPDATE ledger_state SET grown_from = CASE grown_to WHEN $1 THEN grown_from ELSE $1 END, grown_to = $2 WHERE id = 1", [version, newVersion]);
    if (memory.treeVersion === version) memory.treeVersion = newVersion;
    const { job } = this.#deps;
    if (job === null) return;
    const { rowCount } = await sql.query("UPDATE job SET checkpoint = checkpoint || $3::jsonb WHERE id = $1 AND leased_by = $2 AND status IN ('running', 'cancelling')", [job.id, job.worker, JSON.stringify(checkpoint)]);
    if (rowCount !== 1) throw new AppError("conflict", "This import is no longer leased to this worker; another one has taken it over.");
  }

  #noteAddresses({ keys, inputs }: WrittenBatch, added: number[]): void {
    for (const ids of [keys.scriptIds, inputs.addresses]) for (const id of ids) if (id !== 0 && this.#addresses.add(id)) added.push(id);
  }

  /**
   * Was the batch stored although its COMMIT was not answered? Then its outcome. The lock on ledger_state is held, so that transaction is
   * over. Its number would not tell: after a crash the server may give it to another one.
   */
  async #storedAfterAll({ sql }: WriteContext): Promise<BatchOutcome | null> {
    const unsure = this.#unsure;
    const witness = unsure?.witness ?? null;
    const found = witness === null ? [] : (await sql.query("SELECT 1 FROM tx WHERE id = $1 AND txid = $2", [witness.id, Buffer.from(witness.txid)])).rows;
    if (unsure === null || found.length === 0) return null;
    for (const id of unsure.newAddresses) this.#addresses.add(id);
    return unsure.outcome;
  }
}

function witnessOf(columns: BatchColumns, { freshTxs, txIds }: WrittenBatch["keys"]): Unsure["witness"] {
  const last = freshTxs.at(-1);
  return last === undefined ? null : { id: txIds[last] ?? 0, txid: txidBytes(columns, last).slice() };
}

const sqlOf = (client: Client): Sql => ({
  query: (text, params) => client.query(text, params),
  copyIn: (target, rows) => copyIn(client, target, rows),
  copyOut: (query, kinds, onChunk) => copyOut(client, query, kinds, onChunk),
});

/** Lets other work of the process have its turn every few milliseconds: the batch before this one is being written meanwhile. */
function breather(): () => Promise<void> {
  let last = performance.now();
  return async () => {
    if (performance.now() - last < 5) return;
    await setImmediate();
    last = performance.now();
  };
}

/** Serialisation failures and deadlocks are as passing as a lost connection. */
const PASSING = new Set(["40001", "40P01"]);

function asUnavailable(error: unknown): unknown {
  const code = error instanceof Error && "code" in error ? error.code : null;
  const passing = typeof code === "string" && PASSING.has(code);
  return passing || isConnectionError(error) ? new AppError("database_unavailable", "The database cannot be reached at the moment.", { cause: error }) : error;
}
