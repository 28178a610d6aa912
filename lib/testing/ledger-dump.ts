import type { Decoded } from "@/lib/core/bitcoin/columns";
import type { NetworkName } from "@/lib/core/network";
import { makeImportService } from "@/lib/features/ledger/import.service";
import { makeLedgerStore } from "@/lib/features/ledger/ledger-write.repository";
import type { ImportFile, ImportOrder, ImportResult, RecordSource } from "@/lib/features/ledger/ledger.ports";
import { nodeHasher } from "@/lib/platform/chain/hasher";
import { readChainFile } from "@/lib/platform/chain/open";
import type { Db, Pool } from "@/lib/platform/db/pool";

const TX = "encode(t.txid, 'hex')";

/** Everything the ledger says, without the ids and sources that depend on the order of arrival. */
const TABLES: Readonly<Record<string, string>> = {
  block: `SELECT network, encode(hash, 'hex') AS hash, encode(prev_hash, 'hex') AS prev, height, height_source, time, bits, size, tx_count, main, complete, stale FROM block`,
  tx: `SELECT t.network, ${TX} AS txid, encode(b.hash, 'hex') AS block, position, CASE WHEN t.ord < 2305843009213693952 THEN t.ord END AS ord, t.time, fee, version, locktime, t.size, weight, input_count, output_count, status, flags
    FROM tx t LEFT JOIN block b ON b.id = t.block_id`,
  output: `SELECT ${TX} AS txid, n, encode(a.script, 'hex') AS script, value, encode(data, 'hex') AS data FROM output o JOIN tx t ON t.id = o.tx_id LEFT JOIN address a ON a.id = o.address_id`,
  input: `SELECT ${TX} AS txid, i.n, encode(p.txid, 'hex') AS parent, prev_n, encode(a.script, 'hex') AS script, value, sequence
    FROM input i JOIN tx t ON t.id = i.tx_id LEFT JOIN tx p ON p.id = i.prev_tx_id LEFT JOIN address a ON a.id = i.address_id`,
  pending_input: `SELECT p.network, encode(prev_txid, 'hex') AS prev, prev_n, ${TX} AS txid, n FROM pending_input p JOIN tx t ON t.id = p.tx_id`,
  tx_place: `SELECT ${TX} AS txid, encode(b.hash, 'hex') AS block, p.position FROM tx_place p JOIN tx t ON t.id = p.tx_id JOIN block b ON b.id = p.block_id`,
  coinbase: `SELECT ${TX} AS txid, encode(script, 'hex') AS script FROM coinbase c JOIN tx t ON t.id = c.tx_id`,
  address: `SELECT network, encode(script_hash, 'hex') AS hash, encode(script, 'hex') AS script, text, type FROM address`,
  address_alias: `SELECT l.text, l.network, encode(a.script, 'hex') AS script FROM address_alias l JOIN address a ON a.id = l.address_id`,
};

export type LedgerTable = keyof typeof TABLES;

/** The rows of each table as sorted JSON lines: equal dumps are equal ledgers. */
export async function dumpLedger(db: Db, where: Partial<Record<string, string>> = {}): Promise<Record<string, string[]>> {
  const dump: Record<string, string[]> = {};
  for (const [table, query] of Object.entries(TABLES)) {
    const { rows } = await db.query<{ row: string }>(`SELECT row_to_json(q)::text AS row FROM (${query}) q ${where[table] === undefined ? "" : `WHERE ${where[table]}`} ORDER BY row_to_json(q)::text COLLATE "C"`);
    dump[table] = rows.map(({ row }) => row);
  }
  return dump;
}

export async function emptyLedger(db: Db): Promise<void> {
  await db.query("TRUNCATE block, tx, tx_place, address, address_alias, output, input, pending_input, coinbase, ledger_flag");
  await db.query("UPDATE ledger_state SET version = version + 1, next_tx = 1, next_address = 1, next_block = 1");
}

/** What must hold of any ledger, as the sentences of those things that do not. */
export async function ledgerFaults(db: Db): Promise<string[]> {
  const faults: string[] = [];
  const none = async (what: string, query: string): Promise<void> => {
    const { rows } = await db.query<{ n: bigint }>(`SELECT count(*) AS n FROM (${query}) q`);
    if (rows[0]?.n !== 0n) faults.push(`${what}: ${rows[0]?.n ?? "?"}`);
  };
  await none("outputs missing", "SELECT 1 FROM tx t WHERE output_count <> (SELECT count(*) FROM output o WHERE o.tx_id = t.id)");
  await none("inputs missing", "SELECT 1 FROM tx t WHERE flags & 1 = 0 AND input_count <> (SELECT count(*) FROM input i WHERE i.tx_id = t.id)");
  await none("rows without a transaction", "SELECT 1 FROM output o WHERE NOT EXISTS (SELECT 1 FROM tx WHERE id = o.tx_id) UNION ALL SELECT 1 FROM input i WHERE NOT EXISTS (SELECT 1 FROM tx WHERE id = i.tx_id)");
  await none("addresses missing", "SELECT 1 FROM output o WHERE address_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM address a WHERE a.id = o.address_id)");
  await none("resolved inputs that differ from their output", "SELECT 1 FROM input i JOIN output o ON o.tx_id = i.prev_tx_id AND o.n = i.prev_n WHERE (i.value, i.address_id) IS DISTINCT FROM (o.value, o.address_id)");
  await none("inputs neither resolved nor waiting", "SELECT 1 FROM input i WHERE prev_tx_id IS NULL AND NOT EXISTS (SELECT 1 FROM pending_input p WHERE p.tx_id = i.tx_id AND p.n = i.n)");
  await none("inputs both resolved and waiting", "SELECT 1 FROM input i JOIN pending_input p ON p.tx_id = i.tx_id AND p.n = i.n WHERE prev_tx_id IS NOT NULL");
  await none("inputs that wait although their output is there", "SELECT 1 FROM pending_input p JOIN tx t ON t.txid = p.prev_txid AND t.network = p.network JOIN output o ON o.tx_id = t.id AND o.n = p.prev_n");
  await none("fees that do not add up", "SELECT 1 FROM tx t WHERE flags & 1 = 0 AND input_count > 0 AND NOT EXISTS (SELECT 1 FROM input i WHERE i.tx_id = t.id AND i.value IS NULL) AND fee IS DISTINCT FROM nullif(greatest((SELECT sum(value) FROM input i WHERE i.tx_id = t.id) - (SELECT coalesce(sum(value), 0) FROM output o WHERE o.tx_id = t.id), -1), -1)::int8");
  await none("two blocks of the best chain at one height", "SELECT network, height FROM block WHERE main AND height IS NOT NULL GROUP BY 1, 2 HAVING count(*) > 1");
  await none("statuses that contradict the block", "SELECT 1 FROM tx t LEFT JOIN block b ON b.id = t.block_id WHERE t.status <> CASE WHEN b.id IS NULL THEN 1 WHEN b.main THEN 0 ELSE 2 END");
  await none("ids given out and not taken", "SELECT 1 FROM ledger_state s WHERE next_tx <> (SELECT coalesce(max(id), 0) + 1 FROM tx) OR next_address <> (SELECT coalesce(max(id), 0) + 1 FROM address) OR next_block <> (SELECT coalesce(max(id), 0) + 1 FROM block)");
  await none("gaps in the ids", "SELECT 1 FROM ledger_state s WHERE next_tx <> (SELECT count(*) + 1 FROM tx) OR next_address <> (SELECT count(*) + 1 FROM address) OR next_block <> (SELECT count(*) + 1 FROM block)");
  return faults;
}

export const TEST_SOURCE: RecordSource = { kind: "blk", name: "test.dat", synthetic: false };

/** Records as a file. */
export const fileOf = (decoded: readonly Decoded[], name = "test.dat", source: RecordSource = TEST_SOURCE): ImportFile => ({
  name,
  source,
  bytes: 0,
  async *open() {
    yield* decoded;
  },
});

export const fileAt = (file: string, network: NetworkName | null = null, source: RecordSource = TEST_SOURCE): ImportFile => ({
  name: file,
  source,
  bytes: 0,
  open: (from, signal) => readChainFile(file, { format: "auto", network, startAt: from, signal }),
});

type ImportDeps = Omit<Parameters<typeof makeImportService>[0], "store">;

/** Imports files into a database. */
export function importInto(pool: Pool, files: readonly ImportFile[], order: Partial<ImportOrder> = {}, deps: ImportDeps = {}): Promise<ImportResult> {
  const service = makeImportService({ store: makeLedgerStore(pool, nodeHasher), ...deps });
  return service.run({ network: "regtest", files, job: null, signal: new AbortController().signal, ...order });
}
