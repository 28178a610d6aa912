import { LedgerBuilder, type LedgerExtent, type PlacedLedger } from "@/lib/core/analysis/ledger-builder";
import { TX_COINBASE, TX_SYNTHETIC } from "@/lib/core/bitcoin/columns";
import { scriptTypeId } from "@/lib/core/bitcoin/script-type";
import { AppError } from "@/lib/core/errors";
import { unplacedOrder } from "@/lib/core/graph/order";
import type { LedgerReader, LedgerSnapshot, RowStep } from "@/lib/features/analysis/analysis.ports";
import { copyOut } from "@/lib/platform/db/copy-binary";
import { cancellable, type Client, type Pool } from "@/lib/platform/db/pool";

/** `tx.status` of transactions that a reorganisation took out of the best chain. */
const REORGANISED_OUT = 2;
const UNPLACED = unplacedOrder(0n);
const P2PK = scriptTypeId("p2pk");
const P2PKH = scriptTypeId("p2pkh");

export function makeLedgerReader(pool: Pool): LedgerReader {
  return {
    read: (signal, onStep) =>
      cancellable(pool, signal, async (_, client) => {
        await client.query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
        try {
          const snapshot = await readAll(client, new Steps(signal, onStep));
          await client.query("COMMIT");
          return snapshot;
        } catch (error) {
          // A cancel may still be under way and hit this statement instead.
          await client.query("ROLLBACK").catch(() => client.query("ROLLBACK"));
          throw error;
        }
      }),
  };
}

/** Counts rows, and stops between two chunks when the signal has fired. */
class Steps {
  readonly #signal: AbortSignal;
  readonly #onStep: (step: RowStep) => void;
  #done = 0;
  total: number | null = null;

  constructor(signal: AbortSignal, onStep: (step: RowStep) => void) {
    this.#signal = signal;
    this.#onStep = onStep;
  }

  add(rows: number): void {
    if (this.#signal.aborted) throw new AppError("cancelled", "The analysis was cancelled while it read the ledger.");
    this.#done += rows;
    this.#onStep({ done: this.#done, total: this.total });
  }
}

async function readAll(client: Client, steps: Steps): Promise<LedgerSnapshot> {
  const { rows } = await client.query<Extent>(
    `SELECT coalesce((SELECT version FROM ledger_state WHERE id = 1), 0) AS version, coalesce((SELECT max(id) FROM tx), 0) AS max_tx, coalesce((SELECT max(id) FROM address), 0) AS max_address`,
  );
  const [found] = rows;
  if (found === undefined) throw new Error("The extent of the ledger could not be read.");
  const { rows: networks } = await client.query<NetworkEnd>(`SELECT network, count(*) AS transactions, least(max(ord), ${UNPLACED}) AS place FROM tx WHERE status <> ${REORGANISED_OUT} GROUP BY network`);
  const extent: LedgerExtent = { transactions: networks.reduce((sum, { transactions }) => sum + Number(transactions), 0), maxTxId: Number(found.max_tx), maxAddressId: Number(found.max_address) };
  const placed = await readTransactions(client, new LedgerBuilder(extent), steps);
  steps.total = extent.transactions + extent.maxAddressId + placed.inputCount + placed.outputCount;
  await readUnordered(client, placed);
  await readAddresses(client, placed, steps);
  await readInputs(client, placed, steps);
  await readOutputs(client, placed, steps);
  const places = Object.fromEntries(networks.map(({ network, place }) => [network, place.toString()]));
  return { ledgerVersion: found.version, reach: { lastTx: extent.maxTxId, places }, ledger: placed.build() };
}

interface NetworkEnd {
  network: number;
  transactions: bigint;
  place: bigint;
}

interface Extent {
  version: bigint;
  max_tx: bigint;
  max_address: bigint;
}

async function readTransactions(client: Client, builder: LedgerBuilder, steps: Steps): Promise<PlacedLedger> {
  const sql = `SELECT id, ord, coalesce(time, -1), coalesce(fee, -1), flags, input_count, output_count FROM tx WHERE status <> ${REORGANISED_OUT}`;
  await copyOut(client, sql, ["id", "int8", "id", "int8", "int2", "int4", "int4"], ({ count, columns: [id, ord, time, fee, flags, inputs, outputs] }) => {
    for (let i = 0; i < count; i += 1) {
      const flag = flags[i] ?? 0;
      builder.addTransaction({
        id: id[i] ?? 0,
        ord: ord[i] ?? 0n,
        time: time[i] ?? -1,
        fee: fee[i] ?? -1n,
        coinbase: (flag & TX_COINBASE) !== 0,
        synthetic: (flag & TX_SYNTHETIC) !== 0,
        inputCount: inputs[i] ?? 0,
        outputCount: outputs[i] ?? 0,
      });
    }
    steps.add(count);
  });
  return builder.place();
}

/** Transactions that share a place in the chain, or have none, in the order of their txids. */
async function readUnordered(client: Client, placed: PlacedLedger): Promise<void> {
  const sql = `SELECT id FROM tx WHERE status <> ${REORGANISED_OUT} AND (position IS NULL OR ord >= ${UNPLACED}) ORDER BY txid`;
  await copyOut(client, sql, ["id"], ({ count, columns: [id] }) => {
    for (let i = 0; i < count; i += 1) placed.addUnordered(id[i] ?? 0);
  });
}

/** P2PK and P2PKH of one key are written as one address; the smaller side of the join is hashed, so `text` needs no index. */
const SAME_KEY = `SELECT p.id, a.id FROM address p JOIN address a ON a.text = p.text AND a.network = p.network AND a.id <> p.id
  WHERE p.type = ${P2PK} AND a.type IN (${P2PK}, ${P2PKH})`;

async function readAddresses(client: Client, placed: PlacedLedger, steps: Steps): Promise<void> {
  await copyOut(client, "SELECT id, network, type FROM address", ["id", "int2", "int2"], ({ count, columns: [id, network, type] }) => {
    for (let i = 0; i < count; i += 1) placed.addAddress(id[i] ?? 0, network[i] ?? 0, type[i] ?? 0);
    steps.add(count);
  });
  await copyOut(client, SAME_KEY, ["id", "id"], ({ count, columns: [one, other] }) => {
    for (let i = 0; i < count; i += 1) placed.addSameKey(one[i] ?? 0, other[i] ?? 0);
  });
}

async function readInputs(client: Client, placed: PlacedLedger, steps: Steps): Promise<void> {
  const sql = "SELECT tx_id, n, prev_tx_id, address_id, coalesce(value, -1) FROM input";
  await copyOut(client, sql, ["id", "int4", "id", "id", "int8"], ({ count, columns: [txId, n, parent, address, value] }) => {
    for (let i = 0; i < count; i += 1) {
      placed.addInput({ txId: txId[i] ?? 0, n: n[i] ?? 0, parentTxId: parent[i] ?? 0, address: address[i] ?? 0, value: value[i] ?? -1n });
    }
    steps.add(count);
  });
}

async function readOutputs(client: Client, placed: PlacedLedger, steps: Steps): Promise<void> {
  await copyOut(client, "SELECT tx_id, n, address_id, value FROM output", ["id", "int4", "id", "int8"], ({ count, columns: [txId, n, address, value] }) => {
    for (let i = 0; i < count; i += 1) placed.addOutput(txId[i] ?? 0, n[i] ?? 0, address[i] ?? 0, value[i] ?? 0n);
    steps.add(count);
  });
}
