import { PAYOUT_GRADES, POOL_METHODS } from "@/lib/core/mining/words";
import { networkByName } from "@/lib/core/network";
import { oneOf } from "@/lib/core/one-of";
import type { MiningReader, PayoutOfTx, PoolOfBlock } from "@/lib/features/mining/mining.ports";
import type { Db } from "@/lib/platform/db/pool";

const PAYOUTS = "SELECT p.tx_id, p.pool, p.entity_id, p.grade, p.reasons, p.members FROM mining_state m JOIN payout p ON p.generation = m.generation";

export function makeMiningReader(db: Db): MiningReader {
  return {
    poolOfBlock: async (blockId) => {
      const { rows } = await db.query<PoolRow>(
        `SELECT b.pool, b.entity_id, b.method, b.disagreement FROM mining_state m JOIN block_pool b ON b.generation = m.generation
         WHERE m.id = 1 AND b.tx_id IN (SELECT t.id FROM tx t JOIN coinbase c ON c.tx_id = t.id WHERE t.block_id = $1) LIMIT 1`,
        [blockId],
      );
      return rows[0] === undefined ? null : toPool(rows[0]);
    },

    payoutOf: async (txId) => {
      const { rows } = await db.query<PayoutRow>(`${PAYOUTS} WHERE m.id = 1 AND p.tx_id = $1`, [txId]);
      return rows[0] === undefined ? null : toPayout(rows[0]);
    },

    payouts: async (network) => {
      const { rows } = await db.query<PayoutRow>(`${PAYOUTS} JOIN tx t ON t.id = p.tx_id WHERE m.id = 1 AND t.network = $1`, [networkByName(network).id]);
      return new Map(rows.map((row) => [Number(row.tx_id), toPayout(row)]));
    },
  };
}

interface PoolRow {
  pool: string;
  entity_id: string | null;
  method: string;
  disagreement: PoolOfBlock["disagreement"];
}

const toPool = (row: PoolRow): PoolOfBlock => ({ name: row.pool, entityId: row.entity_id, method: oneOf(POOL_METHODS, row.method), disagreement: row.disagreement });

interface PayoutRow {
  tx_id: bigint;
  pool: string;
  entity_id: string | null;
  grade: string;
  reasons: PayoutOfTx["reasons"];
  members: number[];
}

const toPayout = (row: PayoutRow): PayoutOfTx => ({ pool: row.pool, entityId: row.entity_id, grade: oneOf(PAYOUT_GRADES, row.grade), reasons: row.reasons, members: row.members });
