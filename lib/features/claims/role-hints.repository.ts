import { MANY_WALLETS } from "@/lib/core/casework/role-hint";
import { NEWLY_MINED } from "@/lib/core/graph/party";
import type { WalletFactsReader } from "@/lib/features/claims/role-hints.ports";
import type { Db } from "@/lib/platform/db/pool";

interface FactsRow {
  id: bigint;
  addresses: bigint;
  mined: bigint;
  made: bigint;
  received: bigint;
  senders: bigint;
  receivers: bigint;
  only: bigint | null;
}

/** A hub has a million partners and transactions; the first few settle it. */
const MOST_TXS = 2_000;
const capped = (from: string, most: number): string => `(SELECT count(*) FROM (SELECT ${from} LIMIT ${most}) AS few)`;
const payouts = (side: "sent" | "received", other: string): string =>
  `(SELECT count(*) FROM (SELECT tx_id FROM address_tx t WHERE t.generation = $1 AND t.wallet_id = w.id GROUP BY tx_id HAVING sum(t.${side}) > 0 ${other} LIMIT ${MOST_TXS}) AS own
    JOIN payout p ON p.tx_id = own.tx_id AND p.generation = (SELECT generation FROM mining_state WHERE id = 1))`;

export const makeWalletFactsReader = (db: Db): WalletFactsReader => ({
  of: async (generation, walletIds) => {
    const { rows } = await db.query<FactsRow>(
      `SELECT w.id,
         ${capped("FROM address_summary s WHERE s.generation = $1 AND s.wallet_id = w.id", MANY_WALLETS)} AS addresses,
         coalesce((SELECT f.tx_count::int8 FROM flow f WHERE f.generation = $1 AND f.src = ${NEWLY_MINED} AND f.dst = w.id), 0) AS mined,
         ${payouts("sent", "")} AS made,
         ${payouts("received", "AND sum(t.sent) = 0")} AS received,
         ${capped("FROM flow f WHERE f.generation = $1 AND f.dst = w.id AND f.src > 0", MANY_WALLETS)} AS senders,
         ${capped("FROM flow f WHERE f.generation = $1 AND f.src = w.id AND f.dst > 0", MANY_WALLETS)} AS receivers,
         (SELECT ${capped("FROM flow g WHERE g.generation = $1 AND g.dst = one.dst AND g.src > 0", MANY_WALLETS)}
          FROM (SELECT min(f.dst) AS dst FROM flow f WHERE f.generation = $1 AND f.src = w.id AND f.dst > 0 HAVING count(*) = 1) AS one) AS only
       FROM unnest($2::int8[]) AS w(id)`,
      [generation, walletIds],
    );
    return new Map(
      rows.map(({ id, addresses, mined, made, received, senders, receivers, only }) => [
        id,
        { addresses: Number(addresses), mined: Number(mined), payoutsMade: Number(made), payoutsReceived: Number(received), senders: Number(senders), receivers: Number(receivers), sendersOfOnlyReceiver: only === null ? null : Number(only) },
      ]),
    );
  },
});
