import type { LedgerColumns } from "@/lib/core/analysis/columns";
import { LedgerBuilder } from "@/lib/core/analysis/ledger-builder";
import { scriptOfAddress } from "@/lib/core/bitcoin/addresses";
import { type Hasher, TX_COINBASE, TX_SYNTHETIC } from "@/lib/core/bitcoin/columns";
import { scriptTypeId } from "@/lib/core/bitcoin/script-type";
import { isUnplaced, unplacedOrder } from "@/lib/core/graph/order";
import { networkById } from "@/lib/core/network";
import type { LedgerReach } from "@/lib/features/analysis/analysis.ports";
import type { Sql } from "@/lib/features/ledger/sql";

/** What the ledger has gained since an analysis: its new transactions, with ids of their own that rise as those of the store do. */
export interface LedgerGrowth {
  readonly ledger: LedgerColumns;
  /** By id in `ledger`, the wallet that the analysis made it part of; 0 none. */
  readonly known: Int32Array;
  /** Ids in the store, by id in `ledger`. */
  readonly txIds: Int32Array;
  readonly addressIds: Int32Array;
  readonly reach: LedgerReach;
}

interface TxRow {
  readonly id: bigint;
  readonly network: number;
  readonly ord: bigint;
  readonly time: bigint | null;
  readonly fee: bigint | null;
  readonly flags: number;
  readonly input_count: number;
  readonly output_count: number;
}

interface EndRow {
  readonly tx_id: bigint;
  readonly n: number;
  readonly parent: bigint | null;
  readonly address_id: bigint | null;
  readonly value: bigint | null;
}

interface AddressRow {
  readonly id: bigint;
  readonly network: number;
  readonly type: number;
  readonly text: string | null;
  readonly wallet_id: bigint | null;
}

/** By their txids: where several share a place, they stand in this order. */
const TRANSACTIONS = `SELECT id, network, ord, time, fee, flags, input_count, output_count FROM tx WHERE id > $1 AND status <> 2 ORDER BY txid`;
const INPUTS = "SELECT tx_id, n, prev_tx_id AS parent, address_id, value FROM input WHERE tx_id > $1";
const OUTPUTS = "SELECT tx_id, n, NULL::int8 AS parent, address_id, value FROM output WHERE tx_id > $1";
const ADDRESSES = `SELECT a.id, a.network, a.type, a.text, s.wallet_id FROM address a LEFT JOIN address_summary s ON s.generation = $2 AND s.address_id = a.id WHERE a.id = ANY($1::int8[])`;

/** @returns null unless all that is new lies after all that was analysed, network by network. */
export async function readGrowth(sql: Sql, generation: number, reach: LedgerReach, hasher: Hasher): Promise<LedgerGrowth | null> {
  const { rows: txs } = await sql.query<TxRow>(TRANSACTIONS, [reach.lastTx]);
  const places = placesAfter(reach, txs);
  if (places === null) return null;
  const { rows: [last] } = await sql.query<{ id: bigint | null }>("SELECT max(id) AS id FROM tx");
  const counted = new Set(txs.map(({ id }) => id));
  const endsOf = async (query: string): Promise<readonly EndRow[]> => (await sql.query<EndRow>(query, [reach.lastTx])).rows.filter(({ tx_id }) => counted.has(tx_id));
  const ends = { inputs: await endsOf(INPUTS), outputs: await endsOf(OUTPUTS) };
  const touched = new Set([...ends.inputs, ...ends.outputs].flatMap(({ address_id }) => address_id ?? []));
  const found = await addressesOf(sql, generation, [...touched]);
  const pairs = await sameKeyPairs(sql, found.filter(({ wallet_id }) => wallet_id === null), hasher);
  const twins = (await addressesOf(sql, generation, [...new Set(pairs.flat())].filter((id) => !touched.has(id)))).filter(({ wallet_id }) => wallet_id !== null);
  const wallets = await addressesOf(sql, generation, [...new Set([...found, ...twins].flatMap(({ wallet_id }) => wallet_id ?? []))]);
  const all = new Map([...found, ...twins, ...wallets].map((row) => [row.id, row]));
  return { ...build(txs, ends, [...all.values()].sort((a, b) => Number(a.id - b.id)), pairs), reach: { lastTx: Number(last?.id ?? 0n), places } };
}

/** Null when a transaction does not come after all that were analysed. */
function placesAfter(reach: LedgerReach, txs: readonly TxRow[]): LedgerReach["places"] | null {
  const places: Record<string, string> = { ...reach.places };
  for (const { network, ord } of txs) {
    const last = BigInt(reach.places[network] ?? "-1");
    const place = isUnplaced(ord) ? unplacedOrder(0n) : ord;
    if (place <= last) return null;
    if (place > BigInt(places[network] ?? "-1")) places[network] = place.toString();
  }
  return places;
}

async function addressesOf(sql: Sql, generation: number, ids: readonly bigint[]): Promise<readonly AddressRow[]> {
  return ids.length === 0 ? [] : (await sql.query<AddressRow>(ADDRESSES, [ids, generation])).rows;
}

const P2PK = scriptTypeId("p2pk");
const P2PKH = scriptTypeId("p2pkh");

/** P2PK and P2PKH scripts of one key, one of each pair among the addresses given. */
async function sameKeyPairs(sql: Sql, fresh: readonly AddressRow[], hasher: Hasher): Promise<readonly (readonly [bigint, bigint])[]> {
  const hashed = fresh.filter(({ type, text }) => type === P2PKH && text !== null);
  const keyed = fresh.flatMap((row) => (row.type === P2PK && row.text !== null ? [{ row, hash: twinHash(row.text, row.network, hasher) }] : []));
  if (hashed.length + keyed.length === 0) return [];
  const { rows } = await sql.query<{ key: bigint; hash: bigint }>(
    `SELECT l.address_id AS key, a.id AS hash FROM address a JOIN address_alias l ON l.text = a.text AND l.network = a.network WHERE a.id = ANY($1::int8[])
     UNION SELECT q.id, a.id FROM unnest($2::int8[], $3::bytea[], $4::int2[]) AS q(id, hash, network) JOIN address a ON a.script_hash = q.hash AND a.network = q.network`,
    [hashed.map(({ id }) => id), keyed.map(({ row }) => row.id), keyed.map(({ hash }) => hash), keyed.map(({ row }) => row.network)],
  );
  return rows.map(({ key, hash }) => [key, hash]);
}

function twinHash(text: string, network: number, hasher: Hasher): Buffer {
  const read = scriptOfAddress(text, networkById(network), hasher);
  return Buffer.from(read.ok ? hasher.sha256(read.script) : []);
}

interface Ends {
  readonly inputs: readonly EndRow[];
  readonly outputs: readonly EndRow[];
}

function build(txs: readonly TxRow[], ends: Ends, addresses: readonly AddressRow[], pairs: readonly (readonly [bigint, bigint])[]): Omit<LedgerGrowth, "reach"> {
  const addressAt = new Places(addresses);
  const txAt = new Places([...txs].sort((a, b) => Number(a.id - b.id)));
  const builder = new LedgerBuilder({ transactions: txs.length, maxTxId: txs.length, maxAddressId: addresses.length });
  for (const row of txs) builder.addTransaction({ ...columnsOf(row), id: txAt.of(row.id) });
  const placed = builder.place();
  for (const { id } of txs) placed.addUnordered(txAt.of(id));
  for (const { id, network, type } of addresses) placed.addAddress(addressAt.of(id), network, type);
  for (const pair of pairs) {
    const [key, hash] = pair.map((id) => addressAt.of(id));
    if (key !== undefined && hash !== undefined && key * hash > 0) placed.addSameKey(key, hash);
  }
  for (const { tx_id, n, parent, address_id, value } of ends.inputs) {
    placed.addInput({ txId: txAt.of(tx_id), n, parentTxId: txAt.of(parent), address: addressAt.of(address_id), value: value ?? -1n });
  }
  for (const { tx_id, n, address_id, value } of ends.outputs) placed.addOutput(txAt.of(tx_id), n, addressAt.of(address_id), value ?? 0n);
  return {
    ledger: placed.build(),
    known: Int32Array.from([0, ...addresses.map(({ wallet_id }) => addressAt.of(wallet_id))]),
    txIds: txAt.ids(),
    addressIds: addressAt.ids(),
  };
}

/** Ids of the store by their places 1, 2, 3 …; 0 is none. */
class Places {
  readonly #at: ReadonlyMap<bigint | null, number>;

  constructor(rows: readonly { readonly id: bigint }[]) {
    this.#at = new Map(rows.map(({ id }, i) => [id, i + 1]));
  }

  of(id: bigint | null): number {
    return this.#at.get(id) ?? 0;
  }

  ids(): Int32Array {
    return Int32Array.from([0, ...[...this.#at.keys()].map(Number)]);
  }
}

const columnsOf = (row: TxRow) => ({
  ord: row.ord,
  time: Number(row.time ?? -1n),
  fee: row.fee ?? -1n,
  coinbase: (row.flags & TX_COINBASE) !== 0,
  synthetic: (row.flags & TX_SYNTHETIC) !== 0,
  inputCount: row.input_count,
  outputCount: row.output_count,
});
