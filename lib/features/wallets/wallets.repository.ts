import { ANALYSIS_METHOD } from "@/lib/core/analysis/analysis";
import type { NamedScript } from "@/lib/core/bitcoin/script-ref";
import { isMixing } from "@/lib/core/coinjoin/kinds";
import { scriptTypeById } from "@/lib/core/bitcoin/script-type";
import { TX_COINBASE } from "@/lib/core/bitcoin/columns";
import { scriptRef } from "@/lib/core/graph/node-key";
import { heightOfOrder } from "@/lib/core/graph/order";
import { groupBy } from "@/lib/core/group-by";
import { hashToText } from "@/lib/core/hex";
import { networkById, networkByName } from "@/lib/core/network";
import type { HistoryRow, HistorySubject, MemberRow, Reading, RowsRequest, ScriptSummary, StoredScript, StoredWallet, WalletStore } from "@/lib/features/wallets/wallets.ports";
import type { Db } from "@/lib/platform/db/pool";

export function makeWalletStore(db: Db): WalletStore {
  return {
    reading: () => reading(db),
    scripts: (named) => scripts(db, named),
    summaries: (generation, ids) => summaries(db, generation, ids),
    wallets: (generation, ids) => wallets(db, generation, ids),
    sharedTransactions: (generation, pair) => sharedTransactions(db, generation, pair),
    history: (subject, request) => history(db, subject, request),
    members: (walletId, request) => members(db, walletId, request),
  };
}

async function reading(db: Db): Promise<Reading> {
  const { rows } = await db.query<{ generation: number; up_to_date: boolean; version: bigint }>(
    "SELECT a.generation, a.ledger_version = l.version AND a.method = $1 AS up_to_date, l.version FROM analysis_state a, ledger_state l WHERE a.id = 1 AND l.id = 1",
    [ANALYSIS_METHOD],
  );
  const [state] = rows;
  if (state === undefined) throw new Error("The rows of ledger_state and analysis_state are missing.");
  return { generation: state.generation, upToDate: state.up_to_date, ledgerVersion: state.version };
}

interface ScriptRow {
  i: number;
  id: bigint;
  script_hash: Buffer;
  text: string | null;
  type: number;
}

/** By script hash, and through the alias table for the P2PK script of the same key; the script the address spells comes first. */
async function scripts(db: Db, named: readonly NamedScript[]): Promise<readonly (readonly StoredScript[])[]> {
  if (named.length === 0) return [];
  const { rows } = await db.query<ScriptRow>(
    `WITH asked AS (SELECT * FROM unnest($1::int4[], $2::int2[], $3::bytea[], $4::text[]) AS q(i, network, hash, text))
     SELECT i, id, script_hash, text, type FROM (
       SELECT q.i, 0 AS rank, a.id, a.script_hash, a.text, a.type FROM asked q JOIN address a ON a.script_hash = q.hash AND a.network = q.network
       UNION ALL
       SELECT q.i, 1, a.id, a.script_hash, a.text, a.type FROM asked q JOIN address_alias l ON l.text = q.text AND l.network = q.network
         JOIN address a ON a.id = l.address_id AND a.script_hash <> q.hash
     ) found ORDER BY i, rank, id`,
    [named.map((_, i) => i), named.map(({ network }) => networkByName(network).id), named.map(({ scriptHash }) => Buffer.from(scriptHash)), named.map(({ address }) => address)],
  );
  const byIndex = groupBy(rows, ({ i }) => i);
  return named.map((_, i) => (byIndex.get(i) ?? []).map(toScript));
}

const toScript = (row: Omit<ScriptRow, "i">): StoredScript => ({ id: row.id, scriptHash: row.script_hash, address: row.text, type: scriptTypeById(row.type) });

interface TotalsRow {
  tx_count: number;
  received: bigint;
  sent: bigint;
  first_time: bigint | null;
  last_time: bigint | null;
}
const toTotals = (row: TotalsRow) => ({ txCount: row.tx_count, received: row.received, sent: row.sent, firstTime: row.first_time, lastTime: row.last_time });

async function summaries(db: Db, generation: number, addressIds: readonly bigint[]): Promise<ReadonlyMap<bigint, ScriptSummary>> {
  if (addressIds.length === 0) return new Map();
  const { rows } = await db.query<TotalsRow & { address_id: bigint; wallet_id: bigint }>(
    "SELECT address_id, wallet_id, tx_count, received, sent, first_time, last_time FROM address_summary WHERE generation = $1 AND address_id = ANY($2::int8[])",
    [generation, addressIds],
  );
  return new Map(rows.map((row) => [row.address_id, { addressId: row.address_id, walletId: row.wallet_id, ...toTotals(row) }]));
}

interface WalletRow extends TotalsRow {
  id: bigint;
  network: number;
  address_count: number;
  in_parties: number;
  out_parties: number;
  synthetic: boolean;
  text: string | null;
  script_hash: Buffer;
}

async function wallets(db: Db, generation: number, ids: readonly bigint[]): Promise<ReadonlyMap<bigint, StoredWallet>> {
  if (ids.length === 0) return new Map();
  const { rows } = await db.query<WalletRow>(
    `SELECT w.id, w.network, w.address_count, w.tx_count, w.received, w.sent, w.first_time, w.last_time, w.in_parties, w.out_parties, w.synthetic, a.text, a.script_hash
     FROM wallet w JOIN address a ON a.id = w.id WHERE w.generation = $1 AND w.id = ANY($2::int8[])`,
    [generation, ids],
  );
  return new Map(rows.map((row) => [row.id, toWallet(row)]));
}

const toWallet = (row: WalletRow): StoredWallet => ({
  id: row.id,
  network: networkById(row.network).name,
  ref: scriptRef(row.text, row.script_hash),
  address: row.text,
  scriptHash: row.script_hash,
  addressCount: row.address_count,
  ...toTotals(row),
  inParties: row.in_parties,
  outParties: row.out_parties,
  synthetic: row.synthetic,
});

async function sharedTransactions(db: Db, generation: number, [first, second]: readonly [bigint, bigint]): Promise<number> {
  const { rows } = await db.query<{ n: bigint }>(
    `SELECT count(*) AS n FROM address_tx a JOIN address_tx b ON b.generation = a.generation AND b.address_id = $3 AND b.ord = a.ord AND b.tx_id = a.tx_id
     WHERE a.generation = $1 AND a.address_id = $2`,
    [generation, first, second],
  );
  return Number(rows[0]?.n ?? 0n);
}

/** Before every row there can be: where a list in descending order begins. */
const TOP = 2n ** 63n - 1n;

interface HistoryRecord {
  ord: bigint;
  tx_id: bigint;
  txid: Buffer;
  time: bigint | null;
  received: bigint;
  sent: bigint;
  flags: number;
  coinjoin: string | null;
}

/** Both read a few rows at one end of an index that is in chain order, so the length of the history does not matter. */
const PAGE_OF: Readonly<Record<HistorySubject["kind"], string>> = {
  wallet: `SELECT ord, tx_id, sum(received)::int8 AS received, sum(sent)::int8 AS sent FROM address_tx
    WHERE generation = $1 AND wallet_id = $2 AND (ord, tx_id) < ($3, $4) GROUP BY ord, tx_id ORDER BY ord DESC, tx_id DESC LIMIT $5`,
  address: `SELECT ord, tx_id, sum(received)::int8 AS received, sum(sent)::int8 AS sent FROM unnest($2::int8[]) AS asked(id)
    CROSS JOIN LATERAL (SELECT ord, tx_id, received, sent FROM address_tx WHERE generation = $1 AND address_id = asked.id AND (ord, tx_id) < ($3, $4) ORDER BY ord DESC, tx_id DESC LIMIT $5) hit
    GROUP BY ord, tx_id ORDER BY ord DESC, tx_id DESC LIMIT $5`,
};

async function history(db: Db, subject: HistorySubject, { generation, after, limit }: RowsRequest): Promise<readonly HistoryRow[]> {
  const [ord, txId] = after ?? [TOP, TOP];
  const { rows } = await db.query<HistoryRecord>(
    `WITH page AS (${PAGE_OF[subject.kind]})
     SELECT p.ord, p.tx_id, t.txid, t.time, p.received, p.sent, t.flags, c.kind AS coinjoin
     FROM page p JOIN tx t ON t.id = p.tx_id LEFT JOIN coinjoin c ON c.generation = $1 AND c.tx_id = p.tx_id
     ORDER BY p.ord DESC, p.tx_id DESC`,
    [generation, subject.kind === "wallet" ? subject.id : subject.ids, ord, txId, limit],
  );
  const toRow = subject.kind === "wallet" ? (row: HistoryRecord) => withoutChange(toHistoryRow(row)) : toHistoryRow;
  return rows.map(toRow);
}

function withoutChange(row: HistoryRow): HistoryRow {
  if (row.coinjoin !== null && isMixing(row.coinjoin)) return row;
  const change = row.received < row.sent ? row.received : row.sent;
  return { ...row, received: row.received - change, sent: row.sent - change };
}

const toHistoryRow = (row: HistoryRecord): HistoryRow => ({
  ord: row.ord,
  txId: row.tx_id,
  txid: hashToText(row.txid),
  height: heightOfOrder(row.ord),
  time: row.time,
  received: row.received,
  sent: row.sent,
  coinbase: (row.flags & TX_COINBASE) !== 0,
  coinjoin: row.coinjoin,
});

async function members(db: Db, walletId: bigint, { generation, after, limit }: RowsRequest): Promise<readonly MemberRow[]> {
  const { rows } = await db.query<TotalsRow & Omit<ScriptRow, "i">>(
    `SELECT a.id, a.script_hash, a.text, a.type, s.tx_count, s.received, s.sent, s.first_time, s.last_time
     FROM address_summary s JOIN address a ON a.id = s.address_id
     WHERE s.generation = $1 AND s.wallet_id = $2 AND s.address_id > $3 ORDER BY s.address_id LIMIT $4`,
    [generation, walletId, after?.[0] ?? 0n, limit],
  );
  return rows.map((row) => ({ ...toScript(row), ...toTotals(row), ref: scriptRef(row.text, row.script_hash) }));
}
