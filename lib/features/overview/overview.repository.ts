import { ANALYSIS_METHOD } from "@/lib/core/analysis/analysis";
import { networkById } from "@/lib/core/network";
import type { AnalysisSummary, BlockSums, OverviewStore } from "@/lib/features/overview/overview.ports";
import type { Db } from "@/lib/platform/db/pool";

export function makeOverviewStore(db: Db): OverviewStore {
  return {
    ledger: async () => {
      const { rows } = await db.query<{ version: bigint; next_address: bigint }>("SELECT version, next_address FROM ledger_state WHERE id = 1");
      return { version: rows[0]?.version ?? 0n, lastAddress: (rows[0]?.next_address ?? 1n) - 1n };
    },

    analysis: () => analysis(db),

    blockSums: () => blockSums(db),

    addresses: async (after, upTo) => {
      const { rows } = await db.query<{ network: number; n: bigint }>("SELECT network, count(*) AS n FROM address WHERE id > $1 AND id <= $2 GROUP BY network", [after, upTo]);
      return new Map(rows.map(({ network, n }) => [networkById(network).name, Number(n)]));
    },

    syntheticNetworks: async () => {
      const { rows } = await db.query<{ network: number }>("SELECT DISTINCT network FROM source WHERE synthetic");
      return new Set(rows.map(({ network }) => networkById(network).name));
    },

    syntheticStart: async () => {
      const { rows } = await db.query<{ network: number; ref: string }>(
        `SELECT c.network, c.subject_text AS ref FROM claim c
         JOIN address a ON a.script_hash = c.subject_key AND a.network = c.network
         JOIN analysis_state st ON st.id = 1
         JOIN address_summary s ON s.generation = st.generation AND s.address_id = a.id
         JOIN wallet w ON w.generation = s.generation AND w.id = s.wallet_id
         WHERE c.current AND c.status NOT IN ('rejected', 'retracted') AND c.subject_kind IN ('address', 'wallet') AND w.synthetic
         ORDER BY array_position(ARRAY['theft', 'hack', 'state-actor'], c.category) NULLS LAST, c.at, c.id LIMIT 1`,
      );
      return rows[0] === undefined ? null : { network: networkById(rows[0].network).name, ref: rows[0].ref };
    },
  };
}

async function analysis(db: Db): Promise<AnalysisSummary | null> {
  const { rows } = await db.query<{ generation: number; up_to_date: boolean; stats: Record<string, unknown>; at: Date }>(
    "SELECT a.generation, a.ledger_version = l.version AND a.method = $1 AS up_to_date, a.stats, a.at FROM analysis_state a, ledger_state l WHERE a.id = 1 AND l.id = 1",
    [ANALYSIS_METHOD],
  );
  const [state] = rows;
  if (state === undefined || state.generation === 0) return null;
  const { wallets, multiAddressWallets, coinjoins, flows } = state.stats;
  return { generation: state.generation, upToDate: state.up_to_date, wallets: count(wallets), multiAddressWallets: count(multiAddressWallets), coinjoins: count(coinjoins), flows: count(flows), at: state.at };
}

const count = (value: unknown): number => (typeof value === "number" ? value : 0);

/**
 * From the blocks, whose number of transactions is known where they are complete; only the transactions of other blocks,
 * and of none, are counted one by one, through the index on their block. A coinbase that stands in two blocks counts once.
 */
async function blockSums(db: Db): Promise<readonly BlockSums[]> {
  const { rows } = await db.query<{ network: number; transactions: bigint; blocks: bigint; first_time: bigint | null; last_time: bigint | null }>(
    `SELECT network, sum(transactions)::int8 AS transactions, sum(blocks)::int8 AS blocks, min(first_time) AS first_time, max(last_time) AS last_time FROM (
       SELECT network, coalesce(sum(tx_count) FILTER (WHERE complete), 0) AS transactions, count(*) FILTER (WHERE complete) AS blocks, min(time) AS first_time, max(time) AS last_time
       FROM block WHERE main GROUP BY network
       UNION ALL
       SELECT b.network, count(*), 0, NULL, NULL FROM block b JOIN tx t ON t.block_id = b.id WHERE b.main AND NOT b.complete GROUP BY b.network
       UNION ALL
       SELECT network, count(*), 0, NULL, NULL FROM tx WHERE block_id IS NULL AND status = 1 GROUP BY network
       UNION ALL
       SELECT b.network, -count(*), 0, NULL, NULL FROM tx_place p JOIN block b ON b.id = p.block_id JOIN tx t ON t.id = p.tx_id WHERE b.main AND b.complete AND t.block_id <> p.block_id GROUP BY b.network
     ) part GROUP BY network ORDER BY network`,
  );
  return rows.map((row) => ({ network: networkById(row.network).name, transactions: Number(row.transactions), blocks: Number(row.blocks), firstTime: row.first_time, lastTime: row.last_time }));
}
