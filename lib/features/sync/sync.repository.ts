import { networkById, type Network } from "@/lib/core/network";
import type { ChainStore, CoverageStore, FetchedHistory } from "@/lib/features/ledger/ledger.ports";
import type { Db } from "@/lib/platform/db/pool";

/** What followers of a node ask of the best chain as the ledger has it. */
export const makeChainStore = (db: Db): Pick<ChainStore, "hashesAt"> => ({
  hashesAt: async ({ id }: Network, heights) => {
    const { rows } = await db.query<{ height: number; hash: Buffer }>("SELECT height, hash FROM block WHERE network = $1 AND main AND complete AND height = ANY($2::int4[])", [id, `{${heights.join(",")}}`]);
    const byHeight = new Map(rows.map(({ height, hash }) => [height, hash]));
    return heights.map((height) => byHeight.get(height) ?? null);
  },
});

export const makeCoverageStore = (db: Db): Pick<CoverageStore, "ranges" | "recordFetched"> => ({
  ranges: async () => {
    const { rows } = await db.query<{ network: number; from: number; to: number }>(
      `SELECT network, min(height) AS "from", max(height) AS "to" FROM (
         SELECT network, height, height - row_number() OVER (PARTITION BY network ORDER BY height) AS island FROM block WHERE main AND complete AND height IS NOT NULL
       ) placed GROUP BY network, island ORDER BY network, min(height)`,
    );
    return rows.map(({ network, from, to }) => ({ network: networkById(network).name, from, to }));
  },
  recordFetched: async ({ network, scriptHash, text, source, complete, tipHeight }: FetchedHistory) => {
    await db.query(
      `WITH known AS (
         INSERT INTO source (kind, name, network, synthetic) VALUES ($4, $5, $1, $6) ON CONFLICT (kind, name, network, synthetic) DO UPDATE SET name = EXCLUDED.name RETURNING id
       )
       INSERT INTO address_coverage (network, script_hash, text, source_id, complete, tip_height) SELECT $1, $2, $3, id, $7, $8 FROM known
       ON CONFLICT (script_hash, network, source_id) DO UPDATE SET complete = EXCLUDED.complete, tip_height = EXCLUDED.tip_height, text = EXCLUDED.text, at = now()`,
      [network.id, Buffer.from(scriptHash), text, source.kind, source.name, source.synthetic, complete, tipHeight],
    );
  },
});
