import type { AnalysisRows } from "@/lib/core/analysis/analysis";
import { intAt } from "@/lib/core/analysis/lists";
import { LINK_RULES } from "@/lib/core/clustering/links";
import { graftsOf, regrown, type TreeRow } from "@/lib/core/clustering/regrow";
import { TX0_CONFIRMED } from "@/lib/core/coinjoin/whirlpool";
import { groupBy } from "@/lib/core/group-by";
import type { LedgerGrowth } from "@/lib/features/analysis/growth-read";
import type { Sql } from "@/lib/features/ledger/sql";

/** How many rows each table gained. */
export interface Added {
  readonly addresses: number;
  readonly wallets: number;
  readonly multiAddress: number;
  readonly flows: number;
}

/** Adds what is staged to the rows that are there, and makes those that are not. */
export async function addStaged(sql: Sql, generation: number): Promise<Added> {
  await sql.query("INSERT INTO add_wallet(id, address_count) SELECT wallet_id, count(*) FROM add_address a WHERE NOT EXISTS (SELECT 1 FROM address_summary s WHERE s.generation = $1 AND s.address_id = a.address_id) GROUP BY wallet_id", [generation]);
  await sql.query(ADD_TO_ADDRESSES, [generation]);
  const addresses = await sql.query(`INSERT INTO address_summary(generation, address_id, wallet_id, tx_count, received, sent, first_time, last_time)
    SELECT $1, * FROM add_address a WHERE NOT EXISTS (SELECT 1 FROM address_summary s WHERE s.generation = $1 AND s.address_id = a.address_id)`, [generation]);
  const flows = await addFlows(sql, generation);
  const wallets = await addWallets(sql, generation);
  return { addresses: addresses.rowCount ?? 0, flows, ...wallets };
}

const ADD_TO_ADDRESSES = `UPDATE address_summary s SET tx_count = s.tx_count + a.tx_count, received = s.received + a.received, sent = s.sent + a.sent,
    first_time = least(s.first_time, a.first_time), last_time = greatest(s.last_time, a.last_time)
  FROM add_address a WHERE s.generation = $1 AND s.address_id = a.address_id`;

async function addFlows(sql: Sql, generation: number): Promise<number> {
  await sql.query(
    `CREATE TEMP TABLE all_flow ON COMMIT DROP AS SELECT src, dst, sum(tx_count)::int4 AS tx_count, sum(value)::int8 AS value, min(first_time) AS first_time, max(last_time) AS last_time FROM add_flow GROUP BY src, dst`,
  );
  await sql.query(
    `CREATE TEMP TABLE new_flow ON COMMIT DROP AS SELECT * FROM all_flow a WHERE NOT EXISTS (SELECT 1 FROM flow f WHERE f.generation = ${generation} AND f.src = a.src AND f.dst = a.dst);
     INSERT INTO add_wallet(id, out_parties) SELECT src, 1 FROM new_flow WHERE src > 0 AND dst NOT IN (-2, -3);
     INSERT INTO add_wallet(id, in_parties) SELECT dst, 1 FROM new_flow WHERE dst > 0`,
  );
  await sql.query(
    `UPDATE flow f SET tx_count = f.tx_count + a.tx_count, value = f.value + a.value, first_time = least(f.first_time, a.first_time), last_time = greatest(f.last_time, a.last_time)
     FROM all_flow a WHERE f.generation = $1 AND f.src = a.src AND f.dst = a.dst`,
    [generation],
  );
  const { rowCount } = await sql.query("INSERT INTO flow(generation, src, dst, tx_count, value, first_time, last_time) SELECT $1, * FROM new_flow", [generation]);
  return rowCount ?? 0;
}

const SUMS = ["address_count", "tx_count", "received", "sent", "in_parties", "out_parties"];

async function addWallets(sql: Sql, generation: number): Promise<{ readonly wallets: number; readonly multiAddress: number }> {
  await sql.query(
    `CREATE TEMP TABLE all_wallet ON COMMIT DROP AS SELECT id, max(network) AS network, ${SUMS.map((name) => `sum(${name}) AS ${name}`).join(", ")},
       min(first_time) AS first_time, max(last_time) AS last_time, bool_or(synthetic) AS synthetic FROM add_wallet GROUP BY id;
     ALTER TABLE all_wallet ADD PRIMARY KEY (id)`,
  );
  const { rows } = await sql.query<{ multi: bigint }>(
    `SELECT count(*) FILTER (WHERE coalesce(w.address_count, 0) + a.address_count > 1) - count(*) FILTER (WHERE w.address_count > 1) AS multi
     FROM all_wallet a LEFT JOIN wallet w ON w.generation = $1 AND w.id = a.id`,
    [generation],
  );
  await sql.query(
    `WITH done AS (UPDATE wallet w SET ${SUMS.map((name) => `${name} = w.${name} + a.${name}`).join(", ")}, first_time = least(w.first_time, a.first_time), last_time = greatest(w.last_time, a.last_time), synthetic = w.synthetic OR a.synthetic
       FROM all_wallet a WHERE w.generation = $1 AND w.id = a.id RETURNING w.id)
     DELETE FROM all_wallet a USING done WHERE a.id = done.id`,
    [generation],
  );
  const columns = `id, network, ${SUMS.join(", ")}, first_time, last_time, synthetic`;
  const { rowCount } = await sql.query(`INSERT INTO wallet(generation, ${columns}) SELECT $1, ${columns} FROM all_wallet`, [generation]);
  return { wallets: rowCount ?? 0, multiAddress: Number(rows[0]?.multi ?? 0n) };
}

/** The way of every address to the oldest one of its wallet. */
const WAYS = `WITH RECURSIVE way AS (
    SELECT l.address_id AS start, l.address_id, l.next_id, l.tx_id, 1 AS step FROM link l WHERE l.generation = $1 AND l.address_id = ANY($2::int8[])
    UNION ALL SELECT w.start, l.address_id, l.next_id, l.tx_id, w.step + 1 FROM way w JOIN link l ON l.generation = $1 AND l.address_id = w.next_id
  ) SELECT start, address_id, next_id, tx_id FROM way ORDER BY start, step`;

/** Hangs the trees under one another that the new transactions link. */
export async function addLinks(sql: Sql, generation: number, growth: LedgerGrowth, rows: AnalysisRows): Promise<void> {
  const stored = (id: number): number => intAt(growth.addressIds, id);
  const grafts = graftsOf(rows.joined(), growth.known, rows.walletOf).map(({ address, next, txId, root }) => ({ address: stored(address), next: stored(next), txId: intAt(growth.txIds, txId), root: stored(root) }));
  const turned = grafts.filter(({ address, root }) => address !== root).map(({ address }) => address);
  const { rows: found } = await sql.query<{ start: bigint; address_id: bigint; next_id: bigint; tx_id: bigint | null }>(WAYS, [generation, turned]);
  const ways = groupBy(found, ({ start }) => Number(start));
  const toTree = ({ address_id, next_id, tx_id }: (typeof found)[number]): TreeRow => ({ address: Number(address_id), next: Number(next_id), txId: Number(tx_id ?? 0n) });
  const links = grafts.flatMap((graft) => regrown(graft, (ways.get(graft.address) ?? []).map(toTree)));
  await sql.query(
    `INSERT INTO link(generation, address_id, next_id, tx_id, rule) SELECT $1, address, next, nullif(tx, 0), CASE tx WHEN 0 THEN $5::int2 ELSE $6::int2 END FROM unnest($2::int8[], $3::int8[], $4::int8[]) AS q(address, next, tx)
     ON CONFLICT (generation, address_id) DO UPDATE SET next_id = excluded.next_id, tx_id = excluded.tx_id, rule = excluded.rule`,
    [generation, links.map(({ address }) => address), links.map(({ next }) => next), links.map(({ txId }) => txId), LINK_RULES.indexOf("same-key"), LINK_RULES.indexOf("multi-input")],
  );
}

/** A Tx0 is surer once a new Whirlpool round spends one of its premix outputs. */
export async function confirmPremixes(sql: Sql, generation: number, growth: LedgerGrowth, rows: AnalysisRows): Promise<void> {
  const rounds = [...rows.verdicts()].filter(({ verdict }) => verdict.kind === "whirlpool").map(({ txId }) => intAt(growth.txIds, txId));
  if (rounds.length === 0) return;
  await sql.query(
    `UPDATE coinjoin c SET confidence = $3, detail = c.detail || '{"confirmed": 1}' FROM input i
     WHERE i.tx_id = ANY($2::int8[]) AND c.generation = $1 AND c.tx_id = i.prev_tx_id AND c.kind = 'whirlpool-tx0' AND c.detail->>'premix' = i.value::text`,
    [generation, rounds, TX0_CONFIRMED],
  );
}
