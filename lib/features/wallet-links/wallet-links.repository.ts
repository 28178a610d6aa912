import { WALLET_LINK_KINDS, WALLET_LINK_SCOPES, WALLET_LINK_STATES } from "@/lib/core/casework/wallet-links";
import { hashToText, textToHash, toHex } from "@/lib/core/hex";
import { networkById, networkByName } from "@/lib/core/network";
import { oneOf } from "@/lib/core/one-of";
import { recordAudit } from "@/lib/features/audit/audit.repository";
import type { InWalletLinkTransaction, WalletLinkDraft, WalletLinkReader, WalletLinkStore, WalletLinkView } from "@/lib/features/wallet-links/wallet-links.ports";
import { type Db, inTransaction, type Pool } from "@/lib/platform/db/pool";

interface LinkRow {
  id: string;
  version: number;
  kind: string;
  network: number;
  one_key: Buffer;
  one_text: string;
  one_wallet: bigint | null;
  other_key: Buffer;
  other_text: string;
  other_wallet: bigint | null;
  txid: Buffer | null;
  output_n: number | null;
  reason: string;
  scope: string;
  case_id: string | null;
  author_id: string;
  author_name: string | null;
  at: Date;
}

/** The computed wallet that a script of a link lies in. */
const walletOf = (key: string): string =>
  `(SELECT s.wallet_id FROM address a JOIN address_summary s ON s.generation = $1 AND s.address_id = a.id WHERE a.script_hash = ${key} AND a.network = l.network LIMIT 1)`;

export const makeWalletLinkReader = (db: Db): WalletLinkReader => ({
  standing: async (generation, network, viewer) => {
    const { rows } = await db.query<LinkRow>(
      `SELECT l.id, l.version, l.kind, l.network, l.one_key, l.one_text, l.other_key, l.other_text, l.txid, l.output_n, l.reason, l.scope, l.case_id, l.author_id, u.name AS author_name, l.at,
         ${walletOf("l.one_key")} AS one_wallet, ${walletOf("l.other_key")} AS other_wallet
       FROM wallet_link l LEFT JOIN account u ON u.id = l.author_id LEFT JOIN case_file f ON f.id = l.case_id
       WHERE l.network = $2 AND l.current AND l.state = 'standing' AND ($3::uuid IS NULL OR l.scope = 'shared' OR f.created_by = $3)
       ORDER BY l.at, l.id`,
      [generation, networkByName(network).id, viewer],
    );
    return rows.map(toView);
  },

  bothInside: async (generation, wallets, most) => {
    const { rows } = await db.query<{ seen: bigint; transactions: bigint; inside: bigint }>(
      `WITH seen AS MATERIALIZED (SELECT tx_id, sent FROM address_tx WHERE generation = $1 AND wallet_id = ANY($2::int8[]) LIMIT $3 + 1),
       sent AS (SELECT tx_id FROM seen GROUP BY tx_id HAVING sum(sent) > 0)
       SELECT (SELECT count(*) FROM seen) AS seen, count(*) AS transactions, count(*) FILTER (WHERE t.output_count = 2 AND (
         SELECT count(*) FROM output o JOIN address_summary s ON s.generation = $1 AND s.address_id = o.address_id WHERE o.tx_id = t.id AND s.wallet_id = ANY($2::int8[])) = 2) AS inside
       FROM sent JOIN tx t ON t.id = sent.tx_id`,
      [generation, wallets, most],
    );
    const [row] = rows;
    return row === undefined || row.seen > BigInt(most) ? null : { bothInside: Number(row.inside), transactions: Number(row.transactions) };
  },
});

const placeOf = (wallet: bigint | null, key: Buffer): string => (wallet === null ? `script:${toHex(key)}` : `wallet:${wallet}`);

const toView = (row: LinkRow): WalletLinkView => ({
  id: row.id,
  version: row.version,
  kind: oneOf(WALLET_LINK_KINDS, row.kind),
  network: networkById(row.network).name,
  one: placeOf(row.one_wallet, row.one_key),
  oneRef: row.one_text,
  other: placeOf(row.other_wallet, row.other_key),
  otherRef: row.other_text,
  output: row.txid === null || row.output_n === null ? null : { txid: hashToText(row.txid), n: row.output_n },
  reason: row.reason,
  scope: oneOf(WALLET_LINK_SCOPES, row.scope),
  caseId: row.case_id,
  author: { id: row.author_id, name: row.author_name ?? "somebody" },
  at: row.at,
});

export const makeInWalletLinkTransaction =
  (pool: Pool): InWalletLinkTransaction =>
  (work) =>
    inTransaction(pool, (client) => work({ links: makeWalletLinkStore(client), audit: { record: (entry) => recordAudit(client, entry) } }));

const makeWalletLinkStore = (db: Db): WalletLinkStore => ({
  caseOwner: async (caseId) => {
    const { rows } = await db.query<{ created_by: string }>("SELECT created_by FROM case_file WHERE id = $1", [caseId]);
    return rows[0]?.created_by ?? null;
  },

  stands: async (draft) => {
    await db.query("SELECT pg_advisory_xact_lock(hashtext('wallet_link'))");
    const { rows } = await db.query(
      `SELECT 1 FROM wallet_link WHERE current AND state = 'standing' AND kind = $1 AND network = $2 AND ((one_key = $3 AND other_key = $4) OR (one_key = $4 AND other_key = $3))
         AND txid IS NOT DISTINCT FROM $5 AND output_n IS NOT DISTINCT FROM $6 AND case_id IS NOT DISTINCT FROM $7::uuid LIMIT 1`,
      [...subjectOf(draft), draft.caseId],
    );
    return rows.length > 0;
  },

  add: async (draft) => {
    await db.query(
      `INSERT INTO wallet_link (version, current, state, kind, network, one_key, other_key, txid, output_n, id, one_text, other_text, reason, scope, case_id, author_id)
       VALUES (1, true, 'standing', $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
      [...subjectOf(draft), draft.id, draft.one.ref, draft.other.ref, draft.reason, draft.caseId === null ? "shared" : "case", draft.caseId, draft.authorId],
    );
  },

  hold: async (id) => {
    const { rows } = await db.query<{ version: number; state: string; kind: string; case_id: string | null }>("SELECT version, state, kind, case_id FROM wallet_link WHERE id = $1 AND current FOR UPDATE", [id]);
    const [row] = rows;
    return row === undefined ? null : { version: row.version, state: oneOf(WALLET_LINK_STATES, row.state), kind: oneOf(WALLET_LINK_KINDS, row.kind), caseId: row.case_id };
  },

  takeBack: async (id, { version, reason, authorId }) => {
    await db.query("UPDATE wallet_link SET current = false WHERE id = $1 AND version = $2", [id, version]);
    await db.query(
      `INSERT INTO wallet_link (id, version, current, state, kind, network, one_key, one_text, other_key, other_text, txid, output_n, reason, scope, case_id, author_id)
       SELECT id, version + 1, true, 'taken-back', kind, network, one_key, one_text, other_key, other_text, txid, output_n, $3, scope, case_id, $4 FROM wallet_link WHERE id = $1 AND version = $2`,
      [id, version, reason, authorId],
    );
  },
});

function subjectOf({ kind, network, one, other, output }: WalletLinkDraft): unknown[] {
  const txid = output === null ? null : textToHash(output.txid);
  return [kind, networkByName(network).id, Buffer.from(one.scriptHash), Buffer.from(other.scriptHash), txid === null ? null : Buffer.from(txid), output?.n ?? null];
}
