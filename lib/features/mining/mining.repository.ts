import { CATEGORIES, ROLES } from "@/lib/core/casework/claims";
import { isMixing } from "@/lib/core/coinjoin/kinds";
import type { MiningClaim, MiningFacts, MiningSources, PoolEntity } from "@/lib/core/mining/mining-facts";
import { oneOf, oneOfOrNull } from "@/lib/core/one-of";
import type { RowColumns } from "@/lib/core/row-columns";
import type { MiningBasis, MiningState, MiningStore } from "@/lib/features/mining/mining.ports";
import { copyIn, copyOut } from "@/lib/platform/db/copy-binary";
import { bytesAt } from "@/lib/platform/db/copy-binary-decode";
import { cancellable, type Client, type Db, type Pool } from "@/lib/platform/db/pool";

export function makeMiningStore(pool: Pool): MiningStore {
  return {
    state: () => state(pool),
    basis: () => basis(pool),
    sources: (generation, signal) => cancellable(pool, signal, (_, client) => sources(client, generation)),
    write: (facts, next, signal) => writeMining(pool, facts, { state: next, signal }),
  };
}

async function state(db: Db): Promise<MiningState> {
  const { rows } = await db.query<{ generation: number; claims: bigint; method: string; pool_blocks: number; payouts: number }>(
    "SELECT generation, claims, method, pool_blocks, payouts FROM mining_state WHERE id = 1",
  );
  const [row] = rows;
  if (row === undefined) throw new Error("The row of mining_state is missing: the migrations did not run.");
  return { generation: row.generation, claims: row.claims, method: row.method, poolBlocks: row.pool_blocks, payouts: row.payouts };
}

async function basis(db: Db): Promise<MiningBasis> {
  const { rows } = await db.query<{ generation: number; ledger_version: bigint; claims: bigint }>(
    "SELECT generation, ledger_version, (SELECT count(*) FROM claim) AS claims FROM analysis_state WHERE id = 1",
  );
  const [row] = rows;
  return { generation: row?.generation ?? 0, ledgerVersion: row?.ledger_version ?? 0n, claims: row?.claims ?? 0n };
}

async function sources(client: Client, generation: number): Promise<Omit<MiningSources, "ledger">> {
  return {
    walletOf: await wallets(client, generation),
    mixing: await mixing(client, generation),
    coinbases: await coinbases(client),
    claims: await claims(client),
    entities: await entities(client),
  };
}

async function wallets(client: Client, generation: number): Promise<Int32Array> {
  const { rows } = await client.query<{ most: bigint }>("SELECT coalesce(max(id), 0) AS most FROM address");
  const walletOf = new Int32Array(Number(rows[0]?.most ?? 0n) + 1);
  await copyOut(client, `SELECT address_id, wallet_id FROM address_summary WHERE generation = ${generation}`, ["id", "id"], ({ count, columns: [address, wallet] }) => {
    for (let i = 0; i < count; i += 1) walletOf[address[i] ?? 0] = wallet[i] ?? 0;
  });
  return walletOf;
}

async function mixing(client: Client, generation: number): Promise<ReadonlySet<number>> {
  const { rows } = await client.query<{ tx_id: bigint; kind: string }>("SELECT tx_id, kind FROM coinjoin WHERE generation = $1", [generation]);
  return new Set(rows.flatMap(({ tx_id, kind }) => (isMixing(kind) ? [Number(tx_id)] : [])));
}

async function coinbases(client: Client): Promise<MiningSources["coinbases"]> {
  const found = new Map<number, { height: number | null; script: Uint8Array }>();
  const sql = "SELECT c.tx_id, coalesce(b.height, -1), c.script FROM coinbase c JOIN tx t ON t.id = c.tx_id LEFT JOIN block b ON b.id = t.block_id WHERE t.status = 0";
  await copyOut(client, sql, ["id", "int4", "bytea"], ({ count, columns: [txId, height, script] }) => {
    for (let i = 0; i < count; i += 1) found.set(txId[i] ?? 0, { height: (height[i] ?? -1) < 0 ? null : (height[i] ?? 0), script: bytesAt(script, i).slice() });
  });
  return found;
}

/** Those that count: a hypothesis never does. The oldest first, so that the answer does not depend on the plan of the query. */
async function claims(client: Client): Promise<readonly MiningClaim[]> {
  const { rows } = await client.query<{ address: bigint; name: string; category: string; role: string | null }>(
    `SELECT a.id AS address, coalesce(e.name, c.label) AS name, c.category, c.role FROM claim c
     JOIN address a ON a.script_hash = c.subject_key AND a.network = c.network LEFT JOIN entity e ON e.id = c.entity_id
     WHERE c.current AND c.status IN ('proposed', 'accepted') AND c.subject_kind IN ('address', 'wallet') ORDER BY c.at, c.id`,
  );
  return rows.map(({ address, name, category, role }) => ({ address: Number(address), name, category: oneOf(CATEGORIES, category), role: oneOfOrNull(ROLES, role) }));
}

async function entities(client: Client): Promise<readonly PoolEntity[]> {
  const { rows } = await client.query<PoolEntity & { aliases: string[]; markers: string[] }>(
    `SELECT e.id, e.name, array_remove(array_agg(f.value ORDER BY f.value) FILTER (WHERE f.kind = 'alias'), NULL) AS aliases,
       array_remove(array_agg(f.value ORDER BY f.value) FILTER (WHERE f.kind = 'marker'), NULL) AS markers
     FROM entity e LEFT JOIN entity_fact f ON f.entity_id = e.id AND f.kind IN ('alias', 'marker')
     WHERE e.kind = 'pool' OR e.category IN ('mining-pool', 'hash-rental', 'cloud-mining') GROUP BY e.id, e.name ORDER BY e.id`,
  );
  return rows.map(({ id, name, aliases, markers }) => ({ id, name, aliases: (aliases as string[] | null) ?? [], markers: (markers as string[] | null) ?? [] }));
}

interface Writing {
  readonly state: MiningState;
  readonly signal: AbortSignal;
}

/** All rows and the state that points at them in one transaction: readers see the facts of before or these. */
function writeMining(pool: Pool, facts: MiningFacts, { state, signal }: Writing): Promise<void> {
  return cancellable(pool, signal, async (_, client) => {
    await client.query("BEGIN");
    try {
      await replace(client, facts, state);
      await client.query("COMMIT");
    } catch (error) {
      // A cancel may still be under way and hit this statement instead.
      await client.query("ROLLBACK").catch(() => client.query("ROLLBACK"));
      throw error;
    }
  });
}

async function replace(client: Client, facts: MiningFacts, state: MiningState): Promise<void> {
  const { generation, claims, method, poolBlocks, payouts } = state;
  const { rowCount } = await client.query(
    "UPDATE mining_state SET generation = $1, claims = $2, method = $3, pool_blocks = $4, payouts = $5 WHERE id = 1 AND (generation < $1 OR (generation = $1 AND claims <= $2))",
    [generation, claims, method, poolBlocks, payouts],
  );
  if (rowCount === 0) return;
  await client.query("DELETE FROM block_pool");
  await client.query("DELETE FROM payout");
  await copyIn(client, "block_pool(generation, tx_id, pool, entity_id, method, disagreement)", blockColumns(facts, generation));
  await copyIn(client, "payout(generation, tx_id, pool, entity_id, grade, reasons, members)", payoutColumns(facts, generation));
}

const blockColumns = ({ blocks }: MiningFacts, generation: number): RowColumns => ({
  count: blocks.length,
  columns: [
    { type: "int4", values: new Int32Array(blocks.length).fill(generation) },
    { type: "int8", values: Int32Array.from(blocks, ({ txId }) => txId) },
    { type: "text", values: blocks.map(({ pool }) => pool.name) },
    { type: "text", values: blocks.map(({ pool }) => pool.entityId) },
    { type: "text", values: blocks.map(({ method }) => method) },
    { type: "jsonb", values: blocks.map(({ disagreement }) => disagreement) },
  ],
});

const payoutColumns = ({ payouts }: MiningFacts, generation: number): RowColumns => ({
  count: payouts.length,
  columns: [
    { type: "int4", values: new Int32Array(payouts.length).fill(generation) },
    { type: "int8", values: Int32Array.from(payouts, ({ txId }) => txId) },
    { type: "text", values: payouts.map(({ pool }) => pool.name) },
    { type: "text", values: payouts.map(({ pool }) => pool.entityId) },
    { type: "text", values: payouts.map(({ grade }) => grade) },
    { type: "jsonb", values: payouts.map(({ reasons }) => reasons) },
    { type: "jsonb", values: payouts.map(({ members }) => members) },
  ],
});
