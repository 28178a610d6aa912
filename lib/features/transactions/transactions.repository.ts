import { TX_COINBASE, TX_SIGNALS_RBF, TX_SYNTHETIC } from "@/lib/core/bitcoin/columns";
import { scriptTypeById } from "@/lib/core/bitcoin/script-type";
import { hashToText, textToHash } from "@/lib/core/hex";
import { networkById, networkByName, NETWORKS, type NetworkName } from "@/lib/core/network";
import type { BlockTransaction, StoredBlock, StoredInput, StoredOutput, StoredTransaction, TransactionStatus, TransactionStore } from "@/lib/features/transactions/transactions.ports";
import type { Db } from "@/lib/platform/db/pool";

export function makeTransactionStore(db: Db): TransactionStore {
  return {
    transaction: (generation, network, txid) => transaction(db, generation, network, txid),
    inputs: (generation, txId, limit) => inputs(db, generation, txId, limit),
    outputs: (generation, txId, limit) => outputs(db, generation, txId, limit),
    networksOfTransaction: async (txid) => names(await db.query<{ network: number }>("SELECT network FROM tx WHERE txid = $1 ORDER BY network", [wire(txid)])),
    networksWithHeight: async (height) => names(await db.query<{ network: number }>("SELECT DISTINCT network FROM block WHERE network = ANY($2::int2[]) AND height = $1 AND main ORDER BY network", [height, EVERY_NETWORK])),

    blockAt: async (network, height) => {
      const { rows } = await db.query<BlockRow>(`SELECT ${BLOCK_COLUMNS} FROM block WHERE network = $1 AND height = $2 ORDER BY main DESC, complete DESC, id LIMIT 1`, [networkByName(network).id, height]);
      return rows[0] === undefined ? null : toBlock(rows[0]);
    },
    block: async (network, hash) => {
      const { rows } = await db.query<BlockRow>(`SELECT ${BLOCK_COLUMNS} FROM block WHERE network = $1 AND hash = $2`, [networkByName(network).id, wire(hash)]);
      return rows[0] === undefined ? null : toBlock(rows[0]);
    },

    blockTransactions: (blockId, limit) => blockTransactions(db, blockId, limit),
  };
}

/** A transaction counts in one block and may stand in others too: in competing branches, and as a coinbase that came twice. */
async function blockTransactions(db: Db, blockId: bigint, limit: number): Promise<readonly BlockTransaction[]> {
  const { rows } = await db.query<{ txid: Buffer; position: number | null; output_count: number; value: bigint }>(
    `SELECT t.txid, place.position, t.output_count, (SELECT coalesce(sum(o.value), 0)::int8 FROM output o WHERE o.tx_id = t.id) AS value FROM (
       SELECT id AS tx_id, position FROM tx WHERE block_id = $1
       UNION ALL SELECT p.tx_id, p.position FROM tx_place p JOIN tx o ON o.id = p.tx_id WHERE p.block_id = $1 AND o.block_id <> $1
     ) place JOIN tx t ON t.id = place.tx_id ORDER BY place.position, t.id LIMIT $2`,
    [blockId, limit],
  );
  return rows.map((row) => ({ txid: hashToText(row.txid), position: row.position, outputs: row.output_count, value: row.value }));
}

const EVERY_NETWORK = NETWORKS.map(({ id }) => id);
const wire = (text: string): Buffer => Buffer.from(textToHash(text) ?? []);
const names = ({ rows }: { readonly rows: readonly { network: number }[] }): NetworkName[] => rows.map(({ network }) => networkById(network).name);

const STATUSES: readonly TransactionStatus[] = ["confirmed", "no-block-known", "reorganised-out"];

interface TransactionRow {
  id: bigint;
  txid: Buffer;
  height: number | null;
  block_hash: Buffer | null;
  position: number | null;
  time: bigint | null;
  status: number;
  fee: bigint | null;
  size: number | null;
  weight: number | null;
  version: bigint | null;
  locktime: bigint | null;
  flags: number;
  input_count: number;
  output_count: number;
  source: string;
  synthetic: boolean;
  script: Buffer | null;
  kind: string | null;
  confidence: number | null;
  odd: string[];
  sequences_known: boolean;
}

async function transaction(db: Db, generation: number, network: NetworkName, txid: string): Promise<StoredTransaction | null> {
  const { rows } = await db.query<TransactionRow>(
    `SELECT t.id, t.txid, b.height, b.hash AS block_hash, t.position, t.time, t.status, t.fee, t.size, t.weight, t.version, t.locktime, t.flags, t.input_count, t.output_count,
       s.name AS source, s.synthetic, cb.script, c.kind, c.confidence,
       NOT EXISTS (SELECT FROM input i WHERE i.tx_id = t.id AND i.sequence IS NULL) AS sequences_known,
       ARRAY(SELECT f.reason FROM ledger_flag f WHERE f.subject = t.txid AND f.network = t.network ORDER BY f.id) AS odd
     FROM tx t JOIN source s ON s.id = t.source_id LEFT JOIN block b ON b.id = t.block_id
     LEFT JOIN coinbase cb ON cb.tx_id = t.id LEFT JOIN coinjoin c ON c.generation = $1 AND c.tx_id = t.id
     WHERE t.txid = $3 AND t.network = $2`,
    [generation, networkByName(network).id, wire(txid)],
  );
  return rows[0] === undefined ? null : toTransaction(rows[0]);
}

function toTransaction(row: TransactionRow): StoredTransaction {
  const status = STATUSES[row.status] ?? "no-block-known";
  return {
    id: row.id,
    txid: hashToText(row.txid),
    // A block that was reorganised out has no height on the chain.
    height: status === "confirmed" ? row.height : null,
    blockHash: row.block_hash === null ? null : hashToText(row.block_hash),
    position: row.position,
    time: row.time,
    status,
    fee: row.fee,
    size: row.size,
    weight: row.weight,
    version: row.version,
    locktime: row.locktime,
    signalsRbf: (row.flags & TX_SIGNALS_RBF) !== 0 || (row.sequences_known ? false : null),
    coinbase: (row.flags & TX_COINBASE) !== 0,
    coinbaseScript: row.script,
    synthetic: row.synthetic || (row.flags & TX_SYNTHETIC) !== 0,
    source: row.source,
    inputCount: (row.flags & TX_COINBASE) === 0 ? row.input_count : 0,
    outputCount: row.output_count,
    coinjoin: row.kind === null || row.confidence === null ? null : { kind: row.kind, confidence: row.confidence },
    flags: row.odd,
  };
}

interface EndRow {
  n: number;
  script_hash: Buffer | null;
  text: string | null;
  type: number | null;
  wallet_id: bigint | null;
}

const toScript = (row: EndRow): StoredInput["script"] =>
  row.script_hash === null || row.type === null ? null : { scriptHash: row.script_hash, address: row.text, type: scriptTypeById(row.type), walletId: row.wallet_id };

interface InputRow extends EndRow {
  prev_n: number;
  parent: Buffer | null;
  pending: Buffer | null;
  value: bigint | null;
}

async function inputs(db: Db, generation: number, txId: bigint, limit: number): Promise<readonly StoredInput[]> {
  const { rows } = await db.query<InputRow>(
    `SELECT i.n, i.prev_n, i.value, p.txid AS parent, w.prev_txid AS pending, a.script_hash, a.text, a.type, s.wallet_id
     FROM input i LEFT JOIN tx p ON p.id = i.prev_tx_id LEFT JOIN pending_input w ON w.tx_id = i.tx_id AND w.n = i.n
     LEFT JOIN address a ON a.id = i.address_id LEFT JOIN address_summary s ON s.generation = $1 AND s.address_id = i.address_id
     WHERE i.tx_id = $2 ORDER BY i.n LIMIT $3`,
    [generation, txId, limit],
  );
  return rows.map((row) => {
    const prev = row.parent ?? row.pending;
    if (prev === null) throw new Error(`Input ${row.n} of transaction row ${txId} has neither a parent nor an outpoint that waits for one.`);
    return { n: row.n, script: toScript(row), prevTxid: hashToText(prev), prevN: row.prev_n, prevKnown: row.parent !== null, value: row.value };
  });
}

interface OutputRow extends EndRow {
  value: bigint;
  data: Buffer | null;
  spent_by: Buffer | null;
}

/** Of several spenders (a double spend that never was mined), the one in a block is the one that counts. */
async function outputs(db: Db, generation: number, txId: bigint, limit: number): Promise<readonly StoredOutput[]> {
  const { rows } = await db.query<OutputRow>(
    `SELECT o.n, o.value, o.data, a.script_hash, a.text, a.type, s.wallet_id,
       (SELECT t.txid FROM input i JOIN tx t ON t.id = i.tx_id WHERE i.prev_tx_id = o.tx_id AND i.prev_n = o.n AND t.status < 2 ORDER BY t.status, t.ord LIMIT 1) AS spent_by
     FROM output o LEFT JOIN address a ON a.id = o.address_id LEFT JOIN address_summary s ON s.generation = $1 AND s.address_id = o.address_id
     WHERE o.tx_id = $2 ORDER BY o.n LIMIT $3`,
    [generation, txId, limit],
  );
  return rows.map((row) => ({
    n: row.n,
    script: toScript(row),
    value: row.value,
    spentBy: row.spent_by === null ? null : hashToText(row.spent_by),
    data: row.data === null ? null : row.data.toString("hex"),
  }));
}

const BLOCK_COLUMNS = "id, height, height_source, hash, prev_hash, time, tx_count, complete, main, (SELECT s.synthetic FROM source s WHERE s.id = block.source_id) AS synthetic";

interface BlockRow {
  id: bigint;
  height: number | null;
  height_source: string | null;
  hash: Buffer;
  prev_hash: Buffer | null;
  time: bigint;
  tx_count: number | null;
  complete: boolean;
  main: boolean;
  synthetic: boolean;
}

const toBlock = (row: BlockRow): StoredBlock => ({
  id: row.id,
  height: row.height,
  heightSource: row.height_source,
  hash: hashToText(row.hash),
  prevHash: row.prev_hash === null ? null : hashToText(row.prev_hash),
  time: row.time,
  transactions: row.tx_count,
  complete: row.complete,
  main: row.main,
  synthetic: row.synthetic,
});
