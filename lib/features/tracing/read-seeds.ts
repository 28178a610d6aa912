import { TX_COINBASE } from "@/lib/core/bitcoin/columns";
import { textToHash } from "@/lib/core/hex";
import { networkByName, type NetworkName } from "@/lib/core/network";
import type { TraceCoin } from "@/lib/core/tracing/trace-tx";
import { list } from "@/lib/features/ledger/sql";
import { better, readSpenders, type Spender } from "@/lib/features/tracing/read-spenders";
import type { Reads } from "@/lib/features/tracing/reads";
import type { FetchOptions, Outpoint } from "@/lib/features/tracing/tracing.ports";

interface SeedRow {
  tx_id: bigint;
  n: number;
  value: bigint;
  address_id: bigint | null;
  wallet_id: bigint | null;
  flags: number;
  ord: bigint;
}

const COLUMNS = "o.tx_id, o.n, o.value, o.address_id, s.wallet_id, t.flags, t.ord";
/** $1 is the generation. */
const JOINS = "JOIN tx t ON t.id = o.tx_id LEFT JOIN address_summary s ON s.generation = $1 AND s.address_id = o.address_id";

/** Outputs named by people, in the order named; those the store does not have, or only in a reorganised-out block, are missing. */
export async function seedCoins(reads: Reads, options: FetchOptions, { network, outpoints }: { readonly network: NetworkName; readonly outpoints: readonly Outpoint[] }): Promise<readonly TraceCoin[]> {
  if (outpoints.length === 0) return [];
  const { rows } = await reads.query<SeedRow>(
    `SELECT ${COLUMNS} FROM unnest($2::bytea[], $3::int4[]) WITH ORDINALITY AS q(txid, n, place)
     JOIN tx h ON h.txid = q.txid AND h.network = $4 AND h.status < 2 JOIN output o ON o.tx_id = h.id AND o.n = q.n ${JOINS} ORDER BY q.place`,
    [options.generation, outpoints.map(({ txid }) => Buffer.from(textToHash(txid) ?? [])), list(outpoints.map(({ n }) => n)), networkByName(network).id],
  );
  return coinsOf(reads, options, rows);
}

/** Every output these scripts received, oldest first. */
export async function receivedCoins(reads: Reads, options: FetchOptions, { addressIds, most }: { readonly addressIds: readonly bigint[]; readonly most: number }): Promise<readonly TraceCoin[]> {
  if (addressIds.length === 0) return [];
  const { rows } = await reads.query<SeedRow>(
    `SELECT ${COLUMNS} FROM address_tx h JOIN output o ON o.tx_id = h.tx_id AND o.address_id = h.address_id ${JOINS}
     WHERE h.generation = $1 AND h.address_id = ANY($2::int8[]) AND h.received > 0 AND t.status < 2 ORDER BY t.ord, t.txid, o.n LIMIT $3`,
    [options.generation, list(addressIds), most],
  );
  return coinsOf(reads, options, rows);
}

async function coinsOf(reads: Reads, { direction }: FetchOptions, rows: readonly SeedRow[]): Promise<readonly TraceCoin[]> {
  const spenders = new Map<string, Spender>();
  if (direction === "forward") {
    await readSpenders(reads, [...new Set(rows.map(({ tx_id }) => Number(tx_id)))], (txId, n, spender) => {
      spenders.set(`${txId}:${n}`, better(spender, spenders.get(`${txId}:${n}`) ?? null));
    });
  }
  return rows.map((row) => {
    const txId = Number(row.tx_id);
    const next = direction === "backward" ? { txId, slot: row.n, ord: Number(row.ord) } : (spenders.get(`${txId}:${row.n}`) ?? null);
    const mined = direction === "backward" && (row.flags & TX_COINBASE) !== 0;
    return {
      txId,
      n: row.n,
      via: null,
      value: row.value,
      addressId: row.address_id === null ? null : Number(row.address_id),
      walletId: row.wallet_id === null ? null : Number(row.wallet_id),
      kind: mined ? "coinbase" : row.address_id === null && direction === "forward" ? "unspendable" : "plain",
      next,
    };
  });
}
