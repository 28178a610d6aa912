import type { Db } from "@/lib/platform/db/pool";
import type { AnalysisTables } from "@/lib/testing/reference-analysis";

/** The generation that readers see. */
export async function generationOf(db: Db): Promise<number> {
  const { rows } = await db.query<{ generation: number }>("SELECT generation FROM analysis_state");
  return rows[0]!.generation;
}

/** The tables of a generation in the form of the reference. */
export async function storedAnalysis(db: Db, generation?: number): Promise<AnalysisTables> {
  const g = generation ?? (await generationOf(db));
  const read = async (sql: string): Promise<object[]> => {
    const { rows } = await db.query<Record<string, unknown>>(sql, [g]);
    return rows.map((row) => Object.fromEntries(Object.entries(row).map(([key, value]) => [key, typeof value === "bigint" ? Number(value) : value])));
  };
  const totals = `tx_count AS "txCount", first_time AS "firstTime", last_time AS "lastTime", received::text, sent::text`;
  return {
    wallet: await read(`SELECT id, network, address_count AS "addressCount", ${totals}, in_parties AS "inParties", out_parties AS "outParties", synthetic FROM wallet WHERE generation = $1 ORDER BY id`),
    address: await read(`SELECT address_id AS address, wallet_id AS wallet, ${totals} FROM address_summary WHERE generation = $1 ORDER BY address_id`),
    link: await read(`SELECT address_id AS address, next_id AS next, tx_id AS "txId", rule FROM link WHERE generation = $1 ORDER BY address_id`),
    history: await read(`SELECT address_id AS address, wallet_id AS wallet, ord::text, tx_id AS "txId", received::text, sent::text FROM address_tx WHERE generation = $1 ORDER BY address_id, address_tx.ord, address_tx.tx_id`),
    flow: await read(`SELECT src, dst, tx_count AS "txCount", first_time AS "firstTime", last_time AS "lastTime", value::text FROM flow WHERE generation = $1 ORDER BY src, dst`),
    coinjoin: await read(`SELECT tx_id AS "txId", kind FROM coinjoin WHERE generation = $1 ORDER BY tx_id`),
  };
}
