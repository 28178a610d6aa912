import { NOT_MIXING } from "@/lib/core/coinjoin/kinds";
import type { Bound, Payment } from "@/lib/core/tracing/path";
import { list } from "@/lib/features/ledger/sql";
import type { Reads } from "@/lib/features/tracing/reads";
import type { PathEnd, PaymentFilter } from "@/lib/features/tracing/tracing.ports";

type Who = PathEnd | readonly Bound[];
interface Query {
  /** "h(wallet_id, ord, tx_id, own)": histories with $7, $8; `own` is the address that pays or is paid where the end is one. */
  readonly history: string;
  readonly params: readonly [unknown, unknown];
}

const LATEST = 2n ** 63n - 1n;
const isBounds = (who: Who): who is readonly Bound[] => Array.isArray(who);

/** Where the histories of `who` are to be read, in one direction of time; what was sent, or received. */
function historyOf(who: Who, column: "sent" | "received"): Query {
  const moved = `SUM(a.${column}) > 0`;
  if (!isBounds(who) && who.kind === "address") {
    return { history: `SELECT a.wallet_id, a.ord, a.tx_id, a.address_id AS own FROM address_tx a WHERE a.generation = $1 AND a.address_id = ANY($7::int8[]) AND a.${column} > 0 AND $8::int8 IS NULL`, params: [list(who.addressIds), null] };
  }
  const side = column === "sent" ? ">=" : "<=";
  const bounds = isBounds(who) ? who : who.walletIds.map((walletId) => ({ walletId, ord: column === "sent" ? 0 : Infinity }));
  return {
    history: `SELECT a.wallet_id, a.ord, a.tx_id, NULL::int8 AS own FROM unnest($7::int8[], $8::int8[]) AS w(id, ord)
      JOIN address_tx a ON a.generation = $1 AND a.wallet_id = w.id AND a.ord ${side} w.ord GROUP BY a.wallet_id, a.ord, a.tx_id HAVING ${moved}`,
    params: [list(bounds.map(({ walletId }) => walletId)), list(bounds.map(({ ord }) => (ord === Infinity ? LATEST : BigInt(ord))))],
  };
}

/** $1 generation, $2 least value, ($3, $4) times, $5 last place in the chain, $6 kinds that do not mix. */
const COUNTS = `o.address_id IS NOT NULL AND o.value >= $2 AND o.value > 0 AND ($5::int8 IS NULL OR h.ord <= $5)
  AND (($3::int8 IS NULL AND $4::int8 IS NULL) OR EXISTS (SELECT 1 FROM tx t WHERE t.id = h.tx_id AND ($3 IS NULL OR t.time >= $3) AND ($4 IS NULL OR t.time <= $4)))
  AND NOT EXISTS (SELECT 1 FROM coinjoin c WHERE c.generation = $1 AND c.tx_id = h.tx_id AND c.kind <> ALL($6::text[]))`;

const paramsOf = ({ generation, minValue, fromTime, toTime, lastOrd, limit }: PaymentFilter, { params }: Query): unknown[] => [generation, minValue, fromTime, toTime, lastOrd === null ? null : BigInt(lastOrd), NOT_MIXING, ...params, limit];

interface PaymentRow {
  payer: bigint;
  payee: bigint;
  payee_address: bigint;
  tx_id: bigint;
  n: number;
  value: bigint;
  ord: bigint;
}

/** Change to the payer's own wallet is a payment only where the end is one address of it. */
export async function paidBy(reads: Reads, who: Who, filter: PaymentFilter): Promise<readonly Payment[]> {
  const query = historyOf(who, "sent");
  const { rows } = await reads.query<PaymentRow>(
    `SELECT h.wallet_id AS payer, s.wallet_id AS payee, o.address_id AS payee_address, h.tx_id, o.n, o.value, h.ord
     FROM (${query.history}) h JOIN output o ON o.tx_id = h.tx_id JOIN address_summary s ON s.generation = $1 AND s.address_id = o.address_id
     WHERE ${COUNTS} AND (CASE WHEN h.own IS NULL THEN s.wallet_id <> h.wallet_id ELSE o.address_id <> h.own END)
     ORDER BY h.ord, h.tx_id, o.n LIMIT $9`,
    paramsOf(filter, query),
  );
  return rows.map(toPayment);
}

/** The payer is the one wallet that signs; a transaction none of whose inputs is resolved has none. */
export async function paidTo(reads: Reads, who: Who, filter: PaymentFilter): Promise<readonly Payment[]> {
  const query = historyOf(who, "received");
  const { rows } = await reads.query<PaymentRow>(
    `SELECT p.wallet_id AS payer, s.wallet_id AS payee, o.address_id AS payee_address, h.tx_id, o.n, o.value, h.ord
     FROM (${query.history}) h JOIN output o ON o.tx_id = h.tx_id JOIN address_summary s ON s.generation = $1 AND s.address_id = o.address_id
     CROSS JOIN LATERAL (SELECT m.wallet_id FROM input i JOIN address_summary m ON m.generation = $1 AND m.address_id = i.address_id WHERE i.tx_id = h.tx_id ORDER BY i.n LIMIT 1) p
     WHERE ${COUNTS} AND (CASE WHEN h.own IS NULL THEN s.wallet_id = h.wallet_id AND p.wallet_id <> h.wallet_id ELSE o.address_id = h.own END)
     ORDER BY h.ord DESC, h.tx_id, o.n LIMIT $9`,
    paramsOf(filter, query),
  );
  return rows.map(toPayment);
}

const toPayment = (row: PaymentRow): Payment => ({
  payer: Number(row.payer), payee: Number(row.payee), payeeAddress: Number(row.payee_address), txId: Number(row.tx_id), n: row.n, value: row.value, ord: Number(row.ord),
});

/** @see TraceReader.payers */
export async function payersOf(reads: Reads, payments: readonly Payment[], preferred: readonly number[]): Promise<{ times: ReadonlyMap<number, bigint | null>; addressOf: ReadonlyMap<number, number> }> {
  const ids = list(payments.map(({ txId }) => txId));
  const { rows } = await reads.query<{ tx_id: bigint; time: bigint | null; address_id: bigint | null }>(
    `SELECT t.id AS tx_id, t.time, (SELECT i.address_id FROM input i WHERE i.tx_id = t.id AND i.address_id IS NOT NULL ORDER BY i.address_id = ANY($2::int8[]) DESC, i.n LIMIT 1) AS address_id
     FROM tx t WHERE t.id = ANY($1::int8[])`,
    [ids, list(preferred)],
  );
  return { times: new Map(rows.map(({ tx_id, time }) => [Number(tx_id), time])), addressOf: new Map(rows.flatMap(({ tx_id, address_id }) => (address_id === null ? [] : [[Number(tx_id), Number(address_id)] as const]))) };
}
