import type { ClaimStatus } from "@/lib/core/casework/claims";
import { nameKey, type EntityKind } from "@/lib/core/casework/entities";
import type { NameMatches } from "@/lib/core/casework/resolve";
import { networkByName } from "@/lib/core/network";
import { recordAudit } from "@/lib/features/audit/audit.repository";
import type { AppliedPack, OpenPack, PackStore, PackWriter, StagedRecord } from "@/lib/features/claims/claims-import.ports";
import { CONFLICTING_CLAIMS } from "@/lib/features/claims/conflicts-sql";
import { PACK_EFFECTS, toPackEffect, type EffectRow } from "@/lib/features/claims/pack-effects";
import { copyIn } from "@/lib/platform/db/copy-binary";
import { inTransaction, type Client, type Pool } from "@/lib/platform/db/pool";

/** Carries the result out of a transaction that is to be undone. */
class Undo<Result> extends Error {
  readonly result: Result;

  constructor(result: Result) {
    super("undone on purpose");
    this.result = result;
  }
}

export const makePackStore = (pool: Pool): PackStore => ({
  inTransaction: async (order, work) => {
    try {
      return await inTransaction(pool, async (client) => {
        const packId = await openPack(client, order.pack, order.accountId);
        const result = await work(makeWriter(client, packId, order.accountId));
        if (!order.keep(result)) throw new Undo(result);
        return result;
      });
    } catch (error) {
      if (error instanceof Undo) return (error as Undo<Awaited<ReturnType<typeof work>>>).result;
      throw error;
    }
  },
});

const INCOMING = `CREATE TEMPORARY TABLE incoming (
  record_key bytea, content_hash bytea, position int4, subject_kind text, network int2, subject_key bytea, subject_text text, role text, entity_id text,
  label text, category text, source_name text, source_url text, source_quote text, source_date text, method text, reliability text, credibility int2,
  likelihood text, tlp text, note text, original jsonb) ON COMMIT DROP`;

/** The upsert locks the row, so that a second import of the same pack waits for this one. */
async function openPack(client: Client, { header, sha256 }: OpenPack, accountId: string): Promise<string> {
  const { rows } = await client.query<{ id: string }>(
    `INSERT INTO claim_pack (id, name, format, header, sha256, imported_by) VALUES (gen_random_uuid(), $1, $2, $3, $4, $5)
     ON CONFLICT (name) DO UPDATE SET format = EXCLUDED.format, header = EXCLUDED.header, sha256 = EXCLUDED.sha256, imported_by = EXCLUDED.imported_by, imported_at = now()
     RETURNING id`,
    [header.name, header.format, JSON.stringify(header.fields), Buffer.from(sha256), accountId],
  );
  await client.query(INCOMING);
  return rows[0]?.id ?? "";
}

const makeWriter = (client: Client, packId: string, accountId: string): PackWriter => ({
  matches: (keys) => readMatches(client, keys),

  addEntities: async (entities) => {
    if (entities.length === 0) return;
    await client.query(
      `INSERT INTO entity (id, name, name_key, kind, category, victim_id, victim)
       SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[]) ON CONFLICT (id) DO NOTHING`,
      [entities.map(({ id }) => id), entities.map(({ name }) => name), entities.map(({ name }) => nameKey(name)), entities.map(({ kind }) => kind), entities.map(({ category }) => category), entities.map(({ victimId }) => victimId), entities.map(({ victim }) => victim)],
    );
  },

  addFacts: async (facts) => {
    if (facts.length === 0) return;
    const of = (pick: (fact: (typeof facts)[number]["fact"]) => string | null): (string | null)[] => facts.map(({ fact }) => pick(fact));
    await client.query(
      `INSERT INTO entity_fact (entity_id, kind, scheme, value, value_key, stated_on, source_name, source_url)
       SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[]) ON CONFLICT DO NOTHING`,
      [facts.map(({ entityId }) => entityId), of(({ kind }) => kind), of(({ scheme }) => scheme), of(({ value }) => value), of(({ kind, value }) => (kind === "alias" ? nameKey(value) : value)), of(({ statedOn }) => statedOn), of(({ source }) => source.name), of(({ source }) => source.url)],
    );
  },

  stage: async (records) => {
    if (records.length > 0) await copyIn(client, `incoming(${STAGED})`, stagedColumns(records));
  },

  apply: (status) => apply(client, { packId, accountId, status }),

  effects: async () => (await client.query<EffectRow>(PACK_EFFECTS, [packId])).rows.map(toPackEffect),

  audit: (action, payload) => recordAudit(client, { actorId: accountId, action, target: `pack:${packId}`, payload }),
});

async function readMatches(client: Client, keys: readonly string[]): Promise<Map<string, NameMatches>> {
  const { rows } = await client.query<{ key: string; own: boolean; id: string; name: string; kind: EntityKind }>(
    `SELECT k.key, true AS own, e.id, e.name, e.kind FROM unnest($1::text[]) AS k(key) JOIN entity e ON e.name_key = k.key OR replace(lower(e.id), '-', '') = k.key
     UNION SELECT k.key, false, e.id, e.name, e.kind FROM unnest($1::text[]) AS k(key) JOIN entity_fact f ON f.kind = 'alias' AND f.value_key = k.key JOIN entity e ON e.id = f.entity_id
     ORDER BY key, own DESC, id`,
    [keys],
  );
  const found = new Map<string, { own: NameMatches["own"]; aliases: NameMatches["aliases"] }>();
  for (const { key, own, ...entity } of rows) {
    const matches = found.get(key) ?? { own: [], aliases: [] };
    found.set(key, own ? { ...matches, own: [...matches.own, entity] } : { ...matches, aliases: [...matches.aliases, entity] });
  }
  return found;
}

const STATED = "subject_kind, network, subject_key, subject_text, role, entity_id, label, category, source_name, source_url, source_quote, source_date, method, reliability, credibility, likelihood, tlp, note, original";
const STAGED = `record_key, content_hash, position, ${STATED}`;

function stagedColumns(records: readonly StagedRecord[]): Parameters<typeof copyIn>[2] {
  const text = (pick: (staged: StagedRecord) => string | null) => ({ type: "text" as const, values: records.map(pick) });
  return {
    count: records.length,
    columns: [
      { type: "bytea", list: records.map(({ recordKey }) => recordKey) },
      { type: "bytea", list: records.map(({ contentHash }) => contentHash) },
      { type: "int4", values: Int32Array.from(records, ({ record }) => record.index) },
      text(({ record }) => record.subject.kind),
      { type: "int2", values: Int16Array.from(records, ({ record }) => networkByName(record.subject.network).id) },
      { type: "bytea", list: records.map(({ record }) => record.subject.key) },
      text(({ record }) => record.subject.ref),
      text(({ record }) => record.role),
      text(({ entityId }) => entityId),
      text(({ record }) => record.label),
      text(({ record }) => record.category),
      text(({ record }) => record.source.name),
      text(({ record }) => record.source.url),
      text(({ record }) => record.source.quote),
      text(({ record }) => record.source.date),
      text(({ record }) => record.method),
      text(({ record }) => record.reliability),
      { type: "int2", values: Int16Array.from(records, ({ record }) => record.credibility ?? 0), nulls: Uint8Array.from(records, ({ record }) => (record.credibility === null ? 1 : 0)) },
      text(({ record }) => record.likelihood),
      text(({ record }) => record.tlp),
      text(({ record }) => record.note),
      { type: "jsonb", values: records.map(({ record }) => record.original) },
    ],
  };
}

interface Application {
  readonly packId: string;
  readonly accountId: string;
  readonly status: ClaimStatus;
}

/** The columns of a new version, in the order of NEW_VERSION's values. */
const COLUMNS = `id, version, current, change, status, scope, author_id, pack_id, record_key, content_hash, position, ${STATED}`;
const stated = STATED.split(", ").map((column) => (column === "source_date" ? "i.source_date::date" : `i.${column}`)).join(", ");
/** What the record says differs from the claim's last version, or the claim was retired when its record had vanished. */
const DIFFERS = "(c.content_hash <> i.content_hash OR c.change = 'retired')";
const GONE = "c.pack_id = $1 AND c.current AND c.status NOT IN ('rejected', 'retracted') AND NOT EXISTS (SELECT FROM incoming i WHERE i.record_key = c.record_key)";

/** Rejected and retracted claims stay so while their record says the same: what people decided, a second import does not undo. */
async function apply(client: Client, { packId, accountId, status }: Application): Promise<AppliedPack> {
  await client.query("ANALYZE incoming");
  const staged = await client.query<{ count: bigint }>("SELECT count(*) AS count FROM incoming");
  const retired = await client.query(
    `WITH old AS (UPDATE claim c SET current = false WHERE ${GONE} RETURNING c.*)
     INSERT INTO claim (${COLUMNS}, reviewer_id, reason) SELECT id, version + 1, true, 'retired', 'retracted', scope, author_id, pack_id, record_key, content_hash, position, ${STATED}, $2::uuid, 'no longer in its label pack' FROM old`,
    [packId, accountId],
  );
  const changed = await client.query(
    `WITH old AS (UPDATE claim c SET current = false FROM incoming i WHERE c.pack_id = $1 AND c.current AND c.record_key = i.record_key AND ${DIFFERS} RETURNING c.id, c.version, c.record_key, c.scope)
     INSERT INTO claim (${COLUMNS}) SELECT old.id, old.version + 1, true, 'changed', $3, old.scope, $2, $1, i.record_key, i.content_hash, i.position, ${stated} FROM old JOIN incoming i ON i.record_key = old.record_key`,
    [packId, accountId, status],
  );
  const created = await client.query(
    `INSERT INTO claim (${COLUMNS}) SELECT gen_random_uuid(), 1, true, 'created', $3, 'shared', $2, $1, i.record_key, i.content_hash, i.position, ${stated} FROM incoming i
     WHERE NOT EXISTS (SELECT FROM claim c WHERE c.pack_id = $1 AND c.record_key = i.record_key) ORDER BY i.position`,
    [packId, accountId, status],
  );
  const conflicts = await client.query<{ count: bigint }>(`SELECT count(DISTINCT id) AS count FROM (${CONFLICTING_CLAIMS}) AS found JOIN claim c USING (id) WHERE c.current AND c.pack_id = $1`, [packId]);
  const count = (rows: readonly { count: bigint }[]): number => Number(rows[0]?.count ?? 0n);
  const [made, differing] = [created.rowCount ?? 0, changed.rowCount ?? 0];
  return { new: made, changed: differing, unchanged: count(staged.rows) - made - differing, retired: retired.rowCount ?? 0, conflicts: count(conflicts.rows) };
}
