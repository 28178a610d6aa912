import { groupBy } from "@/lib/core/group-by";
import { networkByName } from "@/lib/core/network";
import { CLAIM_COLUMNS, CLAIM_JOINS, toClaimView, type ClaimRow } from "@/lib/features/claims/claim-row";
import { CLAIMS_PER_SUBJECT, type ClaimsReader, type ScriptSubject, type ShownClaim, type SubjectClaims } from "@/lib/features/claims/claims-read.ports";
import { contested } from "@/lib/features/claims/conflicts-sql";
import type { Db } from "@/lib/platform/db/pool";

const STANDS = "c.current AND c.status NOT IN ('rejected', 'retracted')";
const RETIRED_TOO = "c.current";
const STATUS_RANK = "array_position(ARRAY['accepted', 'proposed', 'hypothesis', 'rejected', 'retracted'], c.status)";
const ORDER = `${STATUS_RANK}, c.at, c.id`;

interface Ranked extends ClaimRow {
  /** Rank among the claims of one key or wallet; the claims beyond the cap are counted but not read. */
  place: bigint;
  total: bigint;
}
interface KeyRow extends Ranked {
  i: number;
}
interface WalletRow extends Ranked {
  wallet_id: bigint;
  contested: boolean;
}

/** Claims of many subjects in one query a kind: those on the scripts themselves, and those on the rest of their wallets. */
export function makeClaimsReader(db: Db): ClaimsReader {
  return {
    forScripts: async (generation, subjects, { retired = false } = {}) => {
      const which = retired ? RETIRED_TOO : STANDS;
      const keys = subjects.flatMap((subject, i) => subject.scriptHashes.map((key) => ({ i, key, network: subject.network })));
      const wallets = [...new Set(subjects.flatMap(({ walletId }) => walletId ?? []))];
      const [direct, inWallets] = await Promise.all([onKeys(db, keys, ["address", "wallet"], which), onWallets(db, generation, wallets, which)]);
      const byWallet = groupBy(inWallets, (row) => row.wallet_id);
      const byIndex = groupBy(direct, (row) => row.i);
      return subjects.map((subject, i) => merge(subject, byIndex.get(i) ?? [], (subject.walletId === null ? undefined : byWallet.get(subject.walletId)) ?? []));
    },

    forTransactions: async (subjects, { retired = false } = {}) => {
      const keys = subjects.map(({ txid, network }, i) => ({ i, key: txid, network }));
      const byIndex = groupBy(await onKeys(db, keys, ["transaction"], retired ? RETIRED_TOO : STANDS), (row) => row.i);
      return subjects.map((_, i) => {
        const rows = byIndex.get(i) ?? [];
        return { shown: rows.map((row) => ({ claim: toClaimView(row), inherited: false })), total: totalOf(rows) };
      });
    },
  };
}

interface Key {
  readonly i: number;
  readonly key: Uint8Array;
  readonly network: ScriptSubject["network"];
}

async function onKeys(db: Db, keys: readonly Key[], kinds: readonly string[], which: string): Promise<KeyRow[]> {
  if (keys.length === 0) return [];
  const { rows } = await db.query<KeyRow>(
    `SELECT * FROM (
       SELECT s.i, ${CLAIM_COLUMNS}, row_number() OVER (PARTITION BY s.i ORDER BY ${ORDER}) AS place, count(*) OVER (PARTITION BY s.i) AS total
       FROM unnest($1::int4[], $2::bytea[], $3::int2[]) AS s(i, key, network)
       JOIN claim c ON c.subject_key = s.key AND c.network = s.network ${CLAIM_JOINS}
       WHERE ${which} AND c.subject_kind = ANY($4)
     ) ranked WHERE place <= ${CLAIMS_PER_SUBJECT} ORDER BY i, place`,
    [keys.map(({ i }) => i), keys.map(({ key }) => Buffer.from(key)), keys.map(({ network }) => networkByName(network).id), kinds],
  );
  return rows;
}

/**
 * Claims on any address of these wallets. Claims are few beside addresses, so the planner starts from them for a large
 * wallet and from the addresses for a small one.
 */
async function onWallets(db: Db, generation: number, wallets: readonly bigint[], which: string): Promise<WalletRow[]> {
  if (wallets.length === 0) return [];
  const { rows } = await db.query<WalletRow>(
    `SELECT * FROM (
       SELECT s.wallet_id, ${CLAIM_COLUMNS}, row_number() OVER (PARTITION BY s.wallet_id ORDER BY ${ORDER}) AS place, count(*) OVER (PARTITION BY s.wallet_id) AS total,
         ${contested("PARTITION BY s.wallet_id")} AS contested
       FROM address_summary s
       JOIN address a ON a.id = s.address_id
       JOIN claim c ON c.subject_key = a.script_hash AND c.network = a.network ${CLAIM_JOINS}
       WHERE s.generation = $1 AND s.wallet_id = ANY($2::int8[]) AND ${which} AND c.subject_kind IN ('address', 'wallet')
     ) ranked WHERE place <= ${CLAIMS_PER_SUBJECT} ORDER BY wallet_id, place`,
    [generation, wallets],
  );
  return rows;
}

/**
 * Every claim of a wallet includes those on the subject's own scripts, so the larger of the two totals is the total. Where claims on a wallet name
 * different holders, an address inherits none of them: one of the two would be wrong, and nobody knows which.
 */
function merge(subject: ScriptSubject, direct: readonly KeyRow[], inWallet: readonly WalletRow[]): SubjectClaims {
  const own = new Set(direct.map(({ id }) => id));
  const shown: ShownClaim[] = direct.map((row) => ({ claim: toClaimView(row), inherited: false }));
  if (subject.as === "address" && inWallet[0]?.contested === true) {
    const withheld = totalOf(inWallet) - totalOf(direct);
    return { shown, total: totalOf(direct), ...(withheld > 0 && { withheld }) };
  }
  for (const row of inWallet) {
    if (!own.has(row.id)) shown.push({ claim: toClaimView(row), inherited: !(subject.as === "wallet" && row.subject_kind === "wallet") });
  }
  shown.sort((a, b) => Number(a.inherited) - Number(b.inherited));
  return { shown: shown.slice(0, CLAIMS_PER_SUBJECT), total: Math.max(totalOf(direct), totalOf(inWallet)), ...(inWallet[0]?.contested === true && { contested: true }) };
}

const totalOf = (rows: readonly Ranked[]): number => Number(rows[0]?.total ?? 0n);
