import { LINK_RULES } from "@/lib/core/clustering/links";
import type { TxView } from "@/lib/core/coinjoin/view";
import { scriptRef } from "@/lib/core/graph/node-key";
import { heightOfOrder } from "@/lib/core/graph/order";
import { coinjoinParty } from "@/lib/core/graph/party";
import { groupBy } from "@/lib/core/group-by";
import { hashToText } from "@/lib/core/hex";
import type { LinkingTransaction, LinkStore, NotMerged, StoredLink } from "@/lib/features/why/why.ports";
import type { Db } from "@/lib/platform/db/pool";

export function makeLinkStore(db: Db): LinkStore {
  return {
    climb: (generation, from, most) => climb(db, generation, { from, most }),
    refs: (ids) => refs(db, ids),
    transactions: (ids) => transactions(db, ids),
    views: (ids, outputs) => views(db, ids, outputs),
    sharedCoinjoins: (generation, pair, most) => sharedCoinjoins(db, generation, { pair, most }),
  };
}

/** One look-up by primary key a link: what it costs depends on how many are asked for, not on the wallet. */
async function climb(db: Db, generation: number, { from, most }: { readonly from: bigint; readonly most: number }): Promise<readonly StoredLink[]> {
  const { rows } = await db.query<{ address_id: bigint; next_id: bigint; tx_id: bigint | null; rule: number }>(
    `WITH RECURSIVE way AS (
       SELECT address_id, next_id, tx_id, rule, 1 AS step FROM link WHERE generation = $1 AND address_id = $2 AND $3 > 0
       UNION ALL
       SELECT l.address_id, l.next_id, l.tx_id, l.rule, w.step + 1 FROM way w JOIN link l ON l.generation = $1 AND l.address_id = w.next_id WHERE w.step < $3
     ) SELECT address_id, next_id, tx_id, rule FROM way ORDER BY step`,
    [generation, from, most],
  );
  return rows.map((row) => ({ address: row.address_id, next: row.next_id, txId: row.tx_id, rule: ruleOf(row.rule) }));
}

function ruleOf(id: number): StoredLink["rule"] {
  const rule = LINK_RULES[id];
  if (rule === undefined) throw new Error(`A link has the rule ${id}, which this version of Assay does not know.`);
  return rule;
}

async function refs(db: Db, ids: readonly bigint[]): Promise<ReadonlyMap<bigint, string>> {
  const { rows } = await db.query<{ id: bigint; text: string | null; script_hash: Buffer }>("SELECT id, text, script_hash FROM address WHERE id = ANY($1::int8[])", [ids]);
  return new Map(rows.map((row) => [row.id, scriptRef(row.text, row.script_hash)]));
}

interface TxRow {
  id: bigint;
  txid: Buffer;
  ord: bigint;
  time: bigint | null;
}

const toTransaction = (row: TxRow): LinkingTransaction => ({ txid: hashToText(row.txid), height: heightOfOrder(row.ord), time: row.time });

async function transactions(db: Db, ids: readonly bigint[]): Promise<ReadonlyMap<bigint, LinkingTransaction>> {
  const { rows } = await db.query<TxRow>("SELECT id, txid, ord, time FROM tx WHERE id = ANY($1::int8[])", [ids]);
  return new Map(rows.map((row) => [row.id, toTransaction(row)]));
}

interface EndRow {
  tx_id: bigint;
  spent: boolean;
  address_id: bigint | null;
  value: bigint | null;
  type: number | null;
}

async function views(db: Db, ids: readonly bigint[], outputs: number): Promise<ReadonlyMap<bigint, TxView>> {
  const { rows } = await db.query<EndRow>(
    `WITH picked AS (SELECT id FROM tx WHERE id = ANY($1::int8[]) AND output_count = $2)
     SELECT e.tx_id, e.spent, e.address_id, e.value, a.type FROM (
       SELECT i.tx_id, i.n, true AS spent, i.address_id, i.value FROM picked p JOIN input i ON i.tx_id = p.id
       UNION ALL SELECT o.tx_id, o.n, false, o.address_id, o.value FROM picked p JOIN output o ON o.tx_id = p.id
     ) e LEFT JOIN address a ON a.id = e.address_id ORDER BY e.tx_id, e.spent, e.n`,
    [ids, outputs],
  );
  return new Map([...groupBy(rows, ({ tx_id }) => tx_id)].map(([id, ends]) => [id, toView(ends)]));
}

/** Scripts are told apart, not named: their ids do. */
function toView(ends: readonly EndRow[]): TxView {
  const end = (row: EndRow) => ({ script: row.address_id === null ? null : Number(row.address_id), type: row.type });
  return {
    coinbase: false,
    inputs: ends.filter(({ spent }) => spent).map((row) => ({ ...end(row), value: row.value })),
    outputs: ends.filter(({ spent }) => !spent).map((row) => ({ ...end(row), value: row.value ?? 0n })),
  };
}

/** A wallet that spent in a CoinJoin has a flow to it, and flows stand in the order of payer and payee: only the CoinJoins of the one wallet are read. */
async function sharedCoinjoins(db: Db, generation: number, { pair: [one, other], most }: { readonly pair: readonly [bigint, bigint]; readonly most: number }): Promise<readonly NotMerged[]> {
  const { rows } = await db.query<TxRow & { kind: string; confidence: number }>(
    `SELECT t.id, t.txid, t.ord, t.time, c.kind, c.confidence
     FROM flow a JOIN flow b ON b.generation = a.generation AND b.src = $3 AND b.dst = a.dst
     JOIN coinjoin c ON c.generation = a.generation AND c.tx_id = $4 - a.dst JOIN tx t ON t.id = c.tx_id
     WHERE a.generation = $1 AND a.src = $2 AND a.dst <= $4 ORDER BY t.ord, t.id LIMIT $5`,
    [generation, one, other, coinjoinParty(0n), most],
  );
  return rows.map((row) => ({ ...toTransaction(row), kind: row.kind, confidence: row.confidence }));
}
