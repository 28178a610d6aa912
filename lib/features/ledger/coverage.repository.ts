import { networkById } from "@/lib/core/network";
import type { ChainStore, CoverageStore } from "@/lib/features/ledger/ledger.ports";
import { list } from "@/lib/features/ledger/sql";
import type { Db } from "@/lib/platform/db/pool";

/** Which heights and which addresses' histories are complete. */
export function makeCoverageStore(db: Db): CoverageStore {
  return {
    ranges: async () => {
      // Of consecutive heights, height less rank is one number.
      const { rows } = await db.query<{ network: number; low: number; high: number }>(
        `SELECT network, min(height) AS low, max(height) AS high
         FROM (SELECT network, height, height - row_number() OVER (PARTITION BY network ORDER BY height) AS run FROM block WHERE main AND complete AND height IS NOT NULL) b
         GROUP BY network, run ORDER BY network, low`,
      );
      return rows.map(({ network, low, high }) => ({ network: networkById(network).name, from: low, to: high }));
    },

    fetched: async (network, scriptHash) => {
      const { rows } = await db.query<{ source: string; complete: boolean; at: Date }>(
        "SELECT s.name AS source, c.complete, c.at FROM address_coverage c JOIN source s ON s.id = c.source_id WHERE c.script_hash = $1 AND c.network = $2 ORDER BY c.at DESC, s.id",
        [Buffer.from(scriptHash), network.id],
      );
      return rows;
    },

    recordFetched: async ({ network, scriptHash, text, source, complete, tipHeight }) => {
      // Without an empty update ON CONFLICT would give no id for a source that is there.
      await db.query(
        `WITH s AS (
           INSERT INTO source (kind, name, network, synthetic) VALUES ($1, $2, $3, $4)
           ON CONFLICT (kind, name, network, synthetic) DO UPDATE SET name = excluded.name RETURNING id
         )
         INSERT INTO address_coverage (network, script_hash, text, source_id, complete, tip_height) SELECT $3, $5, $6, s.id, $7, $8 FROM s
         ON CONFLICT (script_hash, network, source_id) DO UPDATE SET complete = excluded.complete, tip_height = excluded.tip_height, text = excluded.text, at = now()`,
        [source.kind, source.name, network.id, source.synthetic, Buffer.from(scriptHash), text, complete, tipHeight],
      );
    },
  };
}

/** The best chain as the store has it. */
export function makeChainStore(db: Db): ChainStore {
  return {
    tip: async (network) => {
      const { rows } = await db.query<{ height: number; hash: Buffer }>(
        "SELECT height, hash FROM block WHERE network = $1 AND height IS NOT NULL AND main AND complete ORDER BY height DESC LIMIT 1",
        [network.id],
      );
      return rows[0] ?? null;
    },

    hashesAt: async (network, heights) => {
      const { rows } = await db.query<{ height: number; hash: Buffer }>("SELECT height, hash FROM block WHERE network = $1 AND height = ANY($2) AND main AND complete", [network.id, list(heights)]);
      const found = new Map(rows.map(({ height, hash }) => [height, hash]));
      return heights.map((height) => found.get(height) ?? null);
    },
  };
}
