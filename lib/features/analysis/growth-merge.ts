import type { AnalysisRows } from "@/lib/core/analysis/analysis";
import { intAt } from "@/lib/core/analysis/lists";
import { TX_COINBASE } from "@/lib/core/bitcoin/columns";
import { isMixing } from "@/lib/core/coinjoin/kinds";
import { flowsOfTransaction } from "@/lib/core/graph/flows";
import { groupBy } from "@/lib/core/group-by";
import type { LedgerGrowth } from "@/lib/features/analysis/growth-read";
import type { Sql } from "@/lib/features/ledger/sql";

/** Transactions in which several of the wallets that become one take part, told by the smaller ones: the largest is only asked. */
const SHARED = `WITH side AS (SELECT new, old AS wallet FROM moved UNION SELECT new, new FROM moved),
  sized AS (SELECT s.new, s.wallet, first_value(s.wallet) OVER (PARTITION BY s.new ORDER BY w.tx_count DESC, s.wallet) AS largest FROM side s JOIN wallet w ON w.generation = $1 AND w.id = s.wallet),
  small AS (SELECT DISTINCT z.new, z.largest, z.wallet, t.ord, t.tx_id FROM sized z JOIN address_tx t ON t.generation = $1 AND t.wallet_id = z.wallet WHERE z.wallet <> z.largest),
  told AS (SELECT new, largest, ord, tx_id, count(*) AS members FROM small GROUP BY new, largest, ord, tx_id),
  asked AS (SELECT t.new, t.tx_id, t.members + CASE WHEN EXISTS (SELECT 1 FROM address_tx h WHERE h.generation = $1 AND h.wallet_id = t.largest AND h.ord = t.ord AND h.tx_id = t.tx_id) THEN 1 ELSE 0 END AS members FROM told t)
  SELECT new AS wallet, tx_id, members FROM asked WHERE members > 1`;

/**
 * Makes the wallets one that the new transactions join: what they were is taken out of the tables and staged under the new
 * id, and what shared transactions would count twice is staged as a negative count.
 * @returns how many wallets with several addresses, and how many flows, were taken out.
 */
export async function mergeWallets(sql: Sql, generation: number, growth: LedgerGrowth, rows: AnalysisRows): Promise<{ readonly multiAddress: number; readonly wallets: number; readonly flows: number }> {
  const moved = movedWallets(growth, rows);
  if (moved.size === 0) return { multiAddress: 0, wallets: 0, flows: 0 };
  await sql.query("INSERT INTO moved(old, new) SELECT * FROM unnest($1::int8[], $2::int8[])", [[...moved.keys()], [...moved.values()]]);
  const { rows: shared } = await sql.query<{ wallet: bigint; tx_id: bigint; members: bigint }>(SHARED, [generation]);
  await sql.query("INSERT INTO add_wallet(id, tx_count) SELECT id, 1 - members FROM unnest($1::int8[], $2::int8[]) AS q(id, members)", [shared.map(({ wallet }) => wallet), shared.map(({ members }) => members)]);
  await stageTwice(sql, generation, { txIds: [...new Set(shared.map(({ tx_id }) => tx_id))], moved });
  const flows = await takeFlows(sql, generation);
  const { rows: taken } = await sql.query<{ wallets: bigint; multi: bigint }>(TAKE_WALLETS, [generation]);
  await sql.query("UPDATE address_summary s SET wallet_id = m.new FROM moved m WHERE s.generation = $1 AND s.wallet_id = m.old", [generation]);
  await sql.query("UPDATE address_tx t SET wallet_id = m.new FROM moved m WHERE t.generation = $1 AND t.wallet_id = m.old", [generation]);
  return { multiAddress: Number(taken[0]?.multi ?? 0n), wallets: Number(taken[0]?.wallets ?? 0n), flows };
}

const TAKE_WALLETS = `WITH gone AS (DELETE FROM wallet w USING moved m WHERE w.generation = $1 AND w.id = m.old
    RETURNING m.new, network, address_count, tx_count, received, sent, first_time, last_time, in_parties, out_parties, synthetic),
  staged AS (INSERT INTO add_wallet SELECT * FROM gone)
  SELECT count(*) AS wallets, count(*) FILTER (WHERE address_count > 1) AS multi FROM gone`;

/** By the id it had, the id of the wallet that it is part of now. */
function movedWallets({ known, addressIds }: LedgerGrowth, { walletOf }: AnalysisRows): ReadonlyMap<bigint, bigint> {
  const moved = new Map<bigint, bigint>();
  known.forEach((wallet, address) => {
    const now = intAt(walletOf, address);
    if (wallet === address && wallet !== 0 && now !== wallet) moved.set(BigInt(intAt(addressIds, wallet)), BigInt(intAt(addressIds, now)));
  });
  return moved;
}

/** Renamed, with what became change of a wallet to itself left out, and every party told of a partner less where two became one. */
async function takeFlows(sql: Sql, generation: number): Promise<number> {
  await sql.query("CREATE TEMP TABLE taken(src int8, dst int8, tx_count int4, value int8, first_time int8, last_time int8) ON COMMIT DROP");
  let flows = 0;
  for (const side of ["src", "dst"]) {
    const { rowCount } = await sql.query(
      `WITH gone AS (DELETE FROM flow f USING moved m WHERE f.generation = $1 AND f.${side} = m.old RETURNING f.src, f.dst, f.tx_count, f.value, f.first_time, f.last_time) INSERT INTO taken SELECT * FROM gone`,
      [generation],
    );
    flows += rowCount ?? 0;
  }
  await sql.query(
    `UPDATE taken SET src = coalesce((SELECT new FROM moved WHERE old = src), src), dst = coalesce((SELECT new FROM moved WHERE old = dst), dst);
     INSERT INTO add_wallet(id, received, sent) SELECT src, -value, -value FROM taken WHERE src = dst;
     INSERT INTO add_wallet(id, out_parties) SELECT src, -1 FROM taken WHERE src > 0 AND dst NOT IN (-2, -3);
     INSERT INTO add_wallet(id, in_parties) SELECT dst, -1 FROM taken WHERE dst > 0;
     INSERT INTO add_flow SELECT * FROM taken WHERE src <> dst`,
  );
  return flows;
}

interface EndRow {
  readonly tx_id: bigint;
  readonly spent: boolean;
  readonly wallet_id: bigint | null;
  readonly value: bigint | null;
  readonly fee: bigint | null;
  readonly flags: number;
  readonly kind: string | null;
}

const ENDS = `SELECT t.id AS tx_id, e.spent, s.wallet_id, e.value, t.fee, t.flags, c.kind FROM tx t
  CROSS JOIN LATERAL (SELECT n, true AS spent, address_id, value FROM input WHERE tx_id = t.id UNION ALL SELECT n, false, address_id, value FROM output WHERE tx_id = t.id) e
  LEFT JOIN address_summary s ON s.generation = $1 AND s.address_id = e.address_id LEFT JOIN coinjoin c ON c.generation = $1 AND c.tx_id = t.id
  WHERE t.id = ANY($2::int8[]) ORDER BY t.id, e.spent, e.n`;

/** A transaction that paid, or was paid by, two wallets that are one now counts once in the flow that two become. */
async function stageTwice(sql: Sql, generation: number, { txIds, moved }: { readonly txIds: readonly bigint[]; readonly moved: ReadonlyMap<bigint, bigint> }): Promise<void> {
  const { rows } = await sql.query<EndRow>(ENDS, [generation, txIds]);
  const renamed = (party: bigint): bigint => moved.get(party) ?? party;
  const twice: { src: bigint; dst: bigint; times: number }[] = [];
  for (const ends of groupBy(rows, ({ tx_id }) => tx_id).values()) {
    const pairs = flowsOf(ends).map(({ src, dst }) => ({ src: renamed(src), dst: renamed(dst) })).filter(({ src, dst }) => src !== dst);
    for (const [first, ...more] of groupBy(pairs, ({ src, dst }) => `${src} ${dst}`).values()) if (first !== undefined && more.length > 0) twice.push({ ...first, times: more.length });
  }
  await sql.query("INSERT INTO add_flow(src, dst, tx_count, value) SELECT src, dst, -times, 0 FROM unnest($1::int8[], $2::int8[], $3::int4[]) AS q(src, dst, times)", [
    twice.map(({ src }) => src), twice.map(({ dst }) => dst), twice.map(({ times }) => times),
  ]);
}

function flowsOf(ends: readonly EndRow[]): ReturnType<typeof flowsOfTransaction> {
  const [first] = ends;
  return flowsOfTransaction({
    txId: first?.tx_id ?? 0n,
    coinbase: ((first?.flags ?? 0) & TX_COINBASE) !== 0,
    coinjoin: first?.kind != null && isMixing(first.kind),
    fee: first?.fee ?? null,
    inputs: ends.filter(({ spent }) => spent).map(({ wallet_id: wallet, value }) => ({ wallet, value })),
    outputs: ends.filter(({ spent }) => !spent).map(({ wallet_id: wallet, value }) => ({ wallet, value: value ?? 0n })),
  });
}
