import { TX_COINBASE } from "@/lib/core/bitcoin/columns";
import { CATEGORIES, CLAIM_STATUSES, ROLES } from "@/lib/core/casework/claims";
import { isMixing } from "@/lib/core/coinjoin/kinds";
import { toHex } from "@/lib/core/hex";
import { networkById, networkByName } from "@/lib/core/network";
import { oneOf, oneOfOrNull } from "@/lib/core/one-of";
import type { ExposureDirection } from "@/lib/core/screening/exposure";
import { list } from "@/lib/features/ledger/sql";
import type { EndRow, Movement, ScreenedClaim, ScreeningStore, StopRow } from "@/lib/features/screening/screening.ports";
import type { Db } from "@/lib/platform/db/pool";

/** Sets in, sets out: ten thousand addresses cost a few queries. */
export function makeScreeningStore(db: Db): ScreeningStore {
  return {
    claims: async (generation, networks) => {
      const { rows } = await db.query<ClaimRow>(
        `SELECT c.id, c.network, c.subject_key, e.name AS entity, c.label, c.category, c.role, c.status, c.source_name, a.id AS script, s.wallet_id
         FROM claim c LEFT JOIN entity e ON e.id = c.entity_id
         LEFT JOIN address a ON a.script_hash = c.subject_key AND a.network = c.network LEFT JOIN address_summary s ON s.generation = $1 AND s.address_id = a.id
         WHERE c.current AND c.status IN ('accepted', 'proposed') AND c.subject_kind IN ('address', 'wallet') AND c.network = ANY($2::int2[]) ORDER BY c.status, c.at, c.id`,
        [generation, networks.map((name) => networkByName(name).id)],
      );
      return rows.map(toClaim);
    },

    movements: async (generation, direction, { scripts, most }) => {
      const value = direction === "from" ? "received" : "sent";
      const { rows } = await db.query<{ address_id: bigint; tx_id: bigint; value: bigint }>(
        `SELECT address_id, tx_id, value FROM (
           SELECT h.address_id, h.tx_id, h.${value} AS value, row_number() OVER (PARTITION BY h.address_id ORDER BY h.${value} DESC, h.ord, h.tx_id) AS place
           FROM unnest($2::int8[]) AS q(id) JOIN address_tx h ON h.generation = $1 AND h.address_id = q.id WHERE h.${value} > 0
         ) ranked WHERE place <= $3 ORDER BY address_id, place`,
        [generation, list(scripts), most],
      );
      return rows.map(({ address_id, tx_id, value: sats }): Movement => ({ script: Number(address_id), txId: Number(tx_id), value: sats }));
    },

    ends: async (generation, direction, txIds) => {
      const { rows } = await db.query<EndRecord>(`${ENDS[direction]} ORDER BY tx_id, n`, [generation, list(txIds)]);
      return rows.map(toEnd);
    },

    stops: async (generation, txIds) => {
      const ids = list(txIds);
      const [coinbases, coinjoins, payouts] = await Promise.all([
        db.query<{ id: bigint }>(`SELECT id FROM tx WHERE id = ANY($1::int8[]) AND flags & ${TX_COINBASE} <> 0`, [ids]),
        db.query<{ tx_id: bigint; kind: string }>("SELECT tx_id, kind FROM coinjoin WHERE generation = $1 AND tx_id = ANY($2::int8[])", [generation, ids]),
        db.query<{ tx_id: bigint; pool: string }>("SELECT p.tx_id, p.pool FROM mining_state m JOIN payout p ON p.generation = m.generation WHERE m.id = 1 AND p.tx_id = ANY($1::int8[])", [ids]),
      ]);
      // What is said last of a transaction counts: a payout may be made in the coinbase itself.
      return [
        ...coinbases.rows.map(({ id }): StopRow => ({ txId: Number(id), kind: "coinbase" })),
        ...payouts.rows.map(({ tx_id, pool }): StopRow => ({ txId: Number(tx_id), kind: "payout", pool })),
        ...coinjoins.rows.filter(({ kind }) => isMixing(kind)).map(({ tx_id }): StopRow => ({ txId: Number(tx_id), kind: "coinjoin" })),
      ];
    },
  };
}

const WALLET = "LEFT JOIN address_summary s ON s.generation = $1 AND s.address_id = x.address_id LEFT JOIN wallet w ON w.generation = $1 AND w.id = s.wallet_id";
const ENDS: Readonly<Record<ExposureDirection, string>> = {
  from: `SELECT x.tx_id, x.n, x.value, x.address_id, s.wallet_id, w.address_count, x.prev_tx_id AS next FROM input x ${WALLET} WHERE x.tx_id = ANY($2::int8[])`,
  to: `SELECT x.tx_id, x.n, x.value, x.address_id, s.wallet_id, w.address_count,
         (SELECT i.tx_id FROM input i JOIN tx t ON t.id = i.tx_id AND t.status < 2 WHERE i.prev_tx_id = x.tx_id AND i.prev_n = x.n LIMIT 1) AS next
       FROM output x ${WALLET} WHERE x.tx_id = ANY($2::int8[])`,
};

interface ClaimRow {
  id: string;
  network: number;
  subject_key: Buffer;
  entity: string | null;
  label: string;
  category: string;
  role: string | null;
  status: string;
  source_name: string | null;
  script: bigint | null;
  wallet_id: bigint | null;
}

const numberOrNull = (id: bigint | null): number | null => (id === null ? null : Number(id));

const toClaim = (row: ClaimRow): ScreenedClaim => ({
  claimId: row.id,
  network: networkById(row.network).name,
  key: toHex(row.subject_key),
  entity: row.entity,
  label: row.label,
  category: oneOf(CATEGORIES, row.category),
  role: oneOfOrNull(ROLES, row.role),
  source: row.source_name,
  status: oneOf(CLAIM_STATUSES, row.status),
  script: numberOrNull(row.script),
  wallet: numberOrNull(row.wallet_id),
});

interface EndRecord {
  tx_id: bigint;
  value: bigint | null;
  address_id: bigint | null;
  wallet_id: bigint | null;
  address_count: number | null;
  next: bigint | null;
}

const toEnd = ({ tx_id, value, address_id, wallet_id, address_count, next }: EndRecord): EndRow => ({
  txId: Number(tx_id), value, script: Number(address_id ?? 0n), wallet: Number(wallet_id ?? 0n), walletSize: address_count ?? 0, next: Number(next ?? 0n),
});
