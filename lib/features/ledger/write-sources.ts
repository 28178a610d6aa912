import type { WriteContext } from "@/lib/features/ledger/context";
import type { RecordSource } from "@/lib/features/ledger/ledger.ports";

/** The id of a source's row, which is made when there is none. */
export async function sourceId({ sql, memory, network }: WriteContext, { kind, name, synthetic }: RecordSource): Promise<number> {
  const key = JSON.stringify([kind, name, synthetic]);
  const known = memory.sources.get(key);
  if (known !== undefined) return known;
  const params = [kind, name, network.id, synthetic];
  await sql.query("INSERT INTO source (kind, name, network, synthetic) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING", params);
  const { rows } = await sql.query<{ id: number }>("SELECT id FROM source WHERE kind = $1 AND name = $2 AND network = $3 AND synthetic = $4", params);
  const id = rows[0]?.id;
  if (id === undefined) throw new Error(`The source ${key} was stored and is not there.`);
  memory.sources.set(key, id);
  return id;
}
