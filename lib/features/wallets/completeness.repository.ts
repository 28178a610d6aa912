import { networkById, networkByName } from "@/lib/core/network";
import type { CompletenessStore } from "@/lib/features/wallets/wallets.ports";
import type { Db } from "@/lib/platform/db/pool";

export function makeCompletenessStore(db: Db): CompletenessStore {
  return {
    wholeNetworks: async () => {
      const { rows } = await db.query<{ network: number }>(
        `SELECT network FROM block WHERE main GROUP BY network
         HAVING bool_and(complete AND height IS NOT NULL) AND min(height) = 0 AND count(*) = max(height) + 1`,
      );
      return new Set(rows.map(({ network }) => networkById(network).name));
    },

    coveredScripts: async (scripts) => {
      const { rows } = await db.query<{ i: number }>(
        `SELECT DISTINCT q.i FROM unnest($1::int4[], $2::int2[], $3::bytea[]) AS q(i, network, hash)
         JOIN address_coverage c ON c.script_hash = q.hash AND c.network = q.network WHERE c.complete`,
        [scripts.map((_, i) => i), scripts.map(({ network }) => networkByName(network).id), scripts.map(({ scriptHash }) => Buffer.from(scriptHash))],
      );
      const covered = new Set(rows.map(({ i }) => i));
      return scripts.map((_, i) => covered.has(i));
    },

    /** Looks for one address that was not fetched whole and stops there, so that a large wallet answers as fast as a small one. */
    coveredWallets: async (generation, ids) => {
      const { rows } = await db.query<{ id: bigint }>(
        `SELECT w.id FROM unnest($2::int8[]) AS w(id) WHERE EXISTS (SELECT 1 FROM address_coverage WHERE complete)
         AND (SELECT s.address_id FROM address_summary s JOIN address a ON a.id = s.address_id
              WHERE s.generation = $1 AND s.wallet_id = w.id
                AND NOT EXISTS (SELECT 1 FROM address_coverage c WHERE c.script_hash = a.script_hash AND c.network = a.network AND c.complete)
              LIMIT 1) IS NULL`,
        [generation, ids],
      );
      return new Set(rows.map(({ id }) => id));
    },
  };
}
