import { TX_COINBASE } from "@/lib/core/bitcoin/columns";
import { isMixing, NOT_MIXING } from "@/lib/core/coinjoin/kinds";
import type { FlowTx } from "@/lib/core/graph/flows";
import { heightOfOrder } from "@/lib/core/graph/order";
import { groupBy } from "@/lib/core/group-by";
import { hashToText } from "@/lib/core/hex";
import type { EdgeRequest, EdgeRow, EdgeStore } from "@/lib/features/flows/flows.ports";
import type { Db } from "@/lib/platform/db/pool";

export function makeEdgeStore(db: Db): EdgeStore {
  return {
    paid: ({ payer, payee, drive }, request) => edges(db, drive === "payee" ? DRIVEN_BY_PAYEE : DRIVEN_BY_PAYER, [...common(request), payee, payer, NOT_MIXING]),
    minedTo: (wallet, request) => edges(db, MINED, [...common(request), wallet]),
    unresolved: (wallet, request) => edges(db, UNRESOLVED, [...common(request), wallet]),
    attributed: (generation, txIds) => attributed(db, generation, txIds),
    transaction: async (txId, value) => {
      const { rows } = await db.query<EdgeRecord>("SELECT ord, id AS tx_id, txid, time, $2::int8 AS value FROM tx WHERE id = $1", [txId, value]);
      return rows[0] === undefined ? null : toEdge(rows[0]);
    },
  };
}

const TOP = 2n ** 63n - 1n;
const common = ({ generation, after, limit }: EdgeRequest): unknown[] => [generation, after?.[0] ?? TOP, after?.[1] ?? TOP, limit];

/** The history of one wallet, one row a transaction, newest first; $1 generation, ($2, $3) after, $4 limit, $5 payee, $6 payer. */
const historyOf = (wallet: string): string =>
  `SELECT ord, tx_id, sum(received)::int8 AS received, sum(sent)::int8 AS sent FROM address_tx
   WHERE generation = $1 AND wallet_id = ${wallet} AND (ord, tx_id) < ($2, $3) GROUP BY ord, tx_id`;

/**
 * Outside CoinJoins a wallet pays when any resolved input is its own, and it pays every output that is not (flowsAt in
 * lib/core/graph/flows.ts). An input may be worth nothing or have no known value, so sums alone do not tell.
 */
const payerSpends = (sent: string): string =>
  `(${sent} > 0 OR EXISTS (SELECT 1 FROM input i JOIN address_summary m ON m.generation = $1 AND m.address_id = i.address_id WHERE i.tx_id = h.tx_id AND m.wallet_id = $6))`;
const NO_MIX = "NOT EXISTS (SELECT 1 FROM coinjoin c WHERE c.generation = $1 AND c.tx_id = h.tx_id AND c.kind <> ALL($7::text[]))";

const DRIVEN_BY_PAYEE = `SELECT h.ord, h.tx_id, h.received AS value FROM (${historyOf("$5")}) h
  CROSS JOIN LATERAL (SELECT coalesce(sum(sent), -1) AS sent FROM address_tx WHERE generation = $1 AND wallet_id = $6 AND ord = h.ord AND tx_id = h.tx_id) p
  WHERE h.received > 0 AND p.sent >= 0 AND ${payerSpends("p.sent")} AND ${NO_MIX}`;

const DRIVEN_BY_PAYER = `SELECT h.ord, h.tx_id, p.received AS value FROM (${historyOf("$6")}) h
  CROSS JOIN LATERAL (SELECT sum(received)::int8 AS received FROM address_tx WHERE generation = $1 AND wallet_id = $5 AND ord = h.ord AND tx_id = h.tx_id) p
  WHERE p.received > 0 AND ${payerSpends("h.sent")} AND ${NO_MIX}`;

const MINED = `SELECT h.ord, h.tx_id, h.received AS value FROM (${historyOf("$5")}) h
  WHERE h.received > 0 AND EXISTS (SELECT 1 FROM tx t WHERE t.id = h.tx_id AND t.flags & ${TX_COINBASE} <> 0)`;

const UNRESOLVED = `SELECT h.ord, h.tx_id, 0::int8 AS value FROM (${historyOf("$5")}) h
  WHERE EXISTS (SELECT 1 FROM input i WHERE i.tx_id = h.tx_id AND (i.address_id IS NULL OR i.value IS NULL))`;

interface EdgeRecord {
  ord: bigint;
  tx_id: bigint;
  txid: Buffer;
  time: bigint | null;
  value: bigint;
}

async function edges(db: Db, select: string, params: unknown[]): Promise<readonly EdgeRow[]> {
  const { rows } = await db.query<EdgeRecord>(
    `WITH page AS (${select} ORDER BY h.ord DESC, h.tx_id DESC LIMIT $4)
     SELECT page.ord, page.tx_id, page.value, t.txid, t.time FROM page JOIN tx t ON t.id = page.tx_id ORDER BY page.ord DESC, page.tx_id DESC`,
    params,
  );
  return rows.map(toEdge);
}

const toEdge = (row: EdgeRecord): EdgeRow => ({ ord: row.ord, txId: row.tx_id, txid: hashToText(row.txid), height: heightOfOrder(row.ord), time: row.time, value: row.value });

interface EndRecord {
  tx_id: bigint;
  wallet: bigint | null;
  value: bigint | null;
}

async function attributed(db: Db, generation: number, txIds: readonly bigint[]): Promise<ReadonlyMap<bigint, FlowTx>> {
  if (txIds.length === 0) return new Map();
  const ends = (table: "input" | "output") =>
    db.query<EndRecord>(
      `SELECT e.tx_id, s.wallet_id AS wallet, e.value FROM ${table} e LEFT JOIN address_summary s ON s.generation = $1 AND s.address_id = e.address_id WHERE e.tx_id = ANY($2::int8[]) ORDER BY e.tx_id, e.n`,
      [generation, txIds],
    );
  const [heads, inputs, outputs] = await Promise.all([
    db.query<{ id: bigint; flags: number; fee: bigint | null; kind: string | null }>(
      "SELECT t.id, t.flags, t.fee, c.kind FROM tx t LEFT JOIN coinjoin c ON c.generation = $1 AND c.tx_id = t.id WHERE t.id = ANY($2::int8[])",
      [generation, txIds],
    ),
    ends("input"),
    ends("output"),
  ]);
  const inputsOf = groupBy(inputs.rows, (row) => row.tx_id);
  const outputsOf = groupBy(outputs.rows, (row) => row.tx_id);
  return new Map(
    heads.rows.map(({ id, flags, fee, kind }) => [
      id,
      {
        txId: id,
        coinbase: (flags & TX_COINBASE) !== 0,
        coinjoin: kind !== null && isMixing(kind),
        fee,
        inputs: inputsOf.get(id) ?? [],
        outputs: (outputsOf.get(id) ?? []).map(({ wallet, value }) => ({ wallet, value: value ?? 0n })),
      },
    ]),
  );
}
