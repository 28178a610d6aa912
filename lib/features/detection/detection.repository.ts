import { CATEGORIES, CLAIM_STATUSES, ROLES } from "@/lib/core/casework/claims";
import { isMixing } from "@/lib/core/coinjoin/kinds";
import type { ScriptClaim } from "@/lib/core/detect/detect-input";
import { hashToText } from "@/lib/core/hex";
import { networkByName, type NetworkName } from "@/lib/core/network";
import { oneOf, oneOfOrNull } from "@/lib/core/one-of";
import type { DetectionBasis, DetectionSources, DetectionStore, PayoutRow, RowNames } from "@/lib/features/detection/detection.ports";
import { list } from "@/lib/features/ledger/sql";
import { copyOut } from "@/lib/platform/db/copy-binary";
import { cancellable, type Client, type Db, type Pool } from "@/lib/platform/db/pool";

export function makeDetectionStore(pool: Pool): DetectionStore {
  return {
    basis: async () => (await basis(pool)).basis,
    sources: (signal) =>
      cancellable(pool, signal, async (_, client) => {
        await client.query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
        try {
          const read = await sources(client);
          await client.query("COMMIT");
          return read;
        } catch (error) {
          // A cancel may still be under way and hit this statement instead.
          await client.query("ROLLBACK").catch(() => client.query("ROLLBACK"));
          throw error;
        }
      }),
    names: (txIds, scripts) => names(pool, txIds, scripts),
    dataHeight: (network) => dataHeight(pool, network),
  };
}

async function sources(client: Client): Promise<DetectionSources> {
  const state = await basis(client);
  const { generation } = state.basis;
  return { ...state, walletOf: await wallets(client, generation), mixing: await mixing(client, generation), payouts: await payouts(client), claims: await claims(client) };
}

async function basis(db: Db): Promise<Pick<DetectionSources, "basis" | "current">> {
  const { rows } = await db.query<{ generation: number; ledger_version: bigint; claims: bigint; mined: number; mined_claims: bigint }>(
    `SELECT a.generation, a.ledger_version, (SELECT count(*) FROM claim) AS claims, m.generation AS mined, m.claims AS mined_claims
     FROM analysis_state a, mining_state m WHERE a.id = 1 AND m.id = 1`,
  );
  const [row] = rows;
  if (row === undefined) throw new Error("The rows of analysis_state and mining_state are missing: the migrations did not run.");
  const found: DetectionBasis = { generation: row.generation, ledgerVersion: row.ledger_version, claims: row.claims };
  return { basis: found, current: row.mined === row.generation && row.mined_claims === row.claims };
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

async function payouts(client: Client): Promise<readonly PayoutRow[]> {
  const { rows } = await client.query<{ tx_id: bigint; pool: string; members: number[] }>("SELECT p.tx_id, p.pool, p.members FROM mining_state m JOIN payout p ON p.generation = m.generation WHERE m.id = 1 AND p.grade = 'high'");
  return rows.map(({ tx_id, pool, members }) => ({ txId: Number(tx_id), pool, members }));
}

interface ClaimRow {
  id: string;
  script: bigint;
  name: string;
  category: string;
  role: string | null;
  status: string;
}

/** Those that count: a hypothesis never does. The oldest first, so that the answer does not depend on the plan of the query. */
async function claims(client: Client): Promise<readonly ScriptClaim[]> {
  const { rows } = await client.query<ClaimRow>(
    `SELECT c.id, a.id AS script, coalesce(e.name, c.label) AS name, c.category, c.role, c.status FROM claim c
     JOIN address a ON a.script_hash = c.subject_key AND a.network = c.network LEFT JOIN entity e ON e.id = c.entity_id
     WHERE c.current AND c.status IN ('proposed', 'accepted') AND c.subject_kind IN ('address', 'wallet') ORDER BY c.at, c.id`,
  );
  return rows.map(({ id, script, name, category, role, status }) => ({
    id, script: Number(script), name, category: oneOf(CATEGORIES, category), role: oneOfOrNull(ROLES, role), status: oneOf(CLAIM_STATUSES, status),
  }));
}

async function names(db: Db, txIds: readonly number[], scripts: readonly number[]): Promise<RowNames> {
  const txs = await db.query<{ id: bigint; txid: Buffer }>("SELECT id, txid FROM tx WHERE id = ANY($1::int8[])", [list(txIds)]);
  const addresses = await db.query<{ id: bigint; text: string }>("SELECT id, text FROM address WHERE id = ANY($1::int8[]) AND text IS NOT NULL", [list(scripts)]);
  return {
    txids: new Map(txs.rows.map(({ id, txid }) => [Number(id), hashToText(txid)])),
    addresses: new Map(addresses.rows.map(({ id, text }) => [Number(id), text])),
  };
}

async function dataHeight(db: Db, network: NetworkName): Promise<number | null> {
  const { rows } = await db.query<{ height: number | null }>("SELECT max(height) AS height FROM block WHERE network = $1 AND main", [networkByName(network).id]);
  return rows[0]?.height ?? null;
}
