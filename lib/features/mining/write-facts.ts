import type { MiningFacts } from "@/lib/core/mining/mining-facts";
import type { RowColumns } from "@/lib/core/row-columns";
import type { MiningState } from "@/lib/features/mining/mining.ports";
import { copyIn } from "@/lib/platform/db/copy-binary";
import { cancellable, type Client, type Pool } from "@/lib/platform/db/pool";

interface Writing {
  readonly state: MiningState;
  readonly signal: AbortSignal;
}

/** All rows and the state that points at them in one transaction: readers see the facts of before or these. */
export function writeMining(pool: Pool, facts: MiningFacts, { state, signal }: Writing): Promise<void> {
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
