import { randomUUID } from "node:crypto";
import type { Category, ClaimStatus, SubjectKind } from "@/lib/core/casework/claims";
import { networkByName, type NetworkName } from "@/lib/core/network";
import type { Db } from "@/lib/platform/db/pool";

export interface SeedClaim {
  readonly kind?: SubjectKind;
  readonly network?: NetworkName;
  /** Script hash, or txid in wire order. */
  readonly key: Uint8Array;
  readonly text: string;
  readonly label: string;
  readonly category?: Category;
  readonly entityId?: string;
  readonly status?: ClaimStatus;
  readonly current?: boolean;
}

/** One claim as a row. @returns its id */
export async function seedClaim(db: Db, { kind = "address", network = "bitcoin", key, text, label, category = "exchange", entityId, status = "proposed", current = true }: SeedClaim): Promise<string> {
  const id = randomUUID();
  await db.query(
    `INSERT INTO claim(id, version, current, subject_kind, network, subject_key, subject_text, label, category, entity_id, source_name, source_date, status, scope, author_id)
     VALUES ($1, 1, $2, $3, $4, $5, $6, $7, $8, $9, 'a source', '2020-02-03', $10, 'shared', $11)`,
    [id, current, kind, networkByName(network).id, Buffer.from(key), text, label, category, entityId ?? null, status, randomUUID()],
  );
  return id;
}
