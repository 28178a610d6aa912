import type { Hasher } from "@/lib/core/bitcoin/columns";
import { canonicalJson } from "@/lib/core/canonical-json";
import { nameKey } from "@/lib/core/casework/entities";
import { resolveEntity, type KnownEntity, type NameMatches, type NewEntity } from "@/lib/core/casework/resolve";
import { AppError } from "@/lib/core/errors";
import { toHex } from "@/lib/core/hex";
import type { PackEntity, PackRecord, PackRejection } from "@/lib/core/packs/record";
import { can, type Principal } from "@/lib/core/policy/policy";
import type { AppliedPack, OpenPack, PackEffect, PackStore, PackWriter, StagedRecord } from "@/lib/features/claims/claims-import.ports";

interface Deps {
  readonly store: PackStore;
  readonly hasher: Hasher;
}

export interface PackImportOrder {
  readonly pack: OpenPack;
  readonly status: "proposed" | "accepted";
  /** Counts what would happen, and writes nothing. */
  readonly dryRun: boolean;
  /** Also tell the first few claims that it makes, changes, retires or leaves in conflict. */
  readonly tell?: boolean;
  readonly onProgress?: (records: number) => void;
}

export interface PackImportResult extends AppliedPack {
  readonly pack: string;
  readonly format: string;
  /** Good records. */
  readonly claims: number;
  /** Names of entities that the pack brought along. */
  readonly newEntities: readonly string[];
  readonly rejected: readonly PackRejection[];
  readonly rejectedCount: number;
  readonly dryRun: boolean;
  readonly effects?: readonly PackEffect[];
}

/** Rejections are listed up to here; the count goes on. */
const MOST_LISTED = 10_000;
const NOTHING: AppliedPack = { new: 0, changed: 0, unchanged: 0, retired: 0, conflicts: 0 };

export type ClaimImportService = ReturnType<typeof makeClaimImportService>;

/** Label packs become claims: those that vanished from a pack are retired, those that people rejected stay rejected. */
export function makeClaimImportService({ store, hasher }: Deps) {
  return {
    /** A pack without one good record changes nothing. @throws AppError forbidden, or what reading the pack throws */
    run: (principal: Principal, { pack, status, dryRun, tell = false, onProgress }: PackImportOrder): Promise<PackImportResult> => {
      if (!can(principal, "claim.import")) throw new AppError("forbidden", "Your role may not import label packs.");
      const keep = (result: PackImportResult): boolean => !dryRun && result.claims > 0;
      return store.inTransaction({ pack, accountId: principal.accountId, keep }, async (writer) => {
        const run = new ImportRun(writer, hasher, pack);
        await run.readAll(onProgress);
        const applied = run.claims === 0 ? NOTHING : await writer.apply(status);
        const result = { pack: pack.header.name, format: pack.header.format, claims: run.claims, ...applied, newEntities: run.newEntities, rejected: run.rejected, rejectedCount: run.rejectedCount, dryRun };
        const { rejected: _list, dryRun: _dry, ...counts } = result;
        await writer.audit("claims.imported", { ...counts, status, sha256: toHex(pack.sha256) });
        return tell && run.claims > 0 ? { ...result, effects: await writer.effects() } : result;
      });
    },
  };
}

class ImportRun {
  claims = 0;
  rejectedCount = 0;
  readonly rejected: PackRejection[] = [];
  readonly newEntities: string[] = [];
  readonly #matches = new Map<string, NameMatches>();
  readonly #seen = new Map<string, string>();
  readonly #writer: PackWriter;
  readonly #hasher: Hasher;
  readonly #pack: OpenPack;

  constructor(writer: PackWriter, hasher: Hasher, pack: OpenPack) {
    this.#writer = writer;
    this.#hasher = hasher;
    this.#pack = pack;
  }

  async readAll(onProgress?: (records: number) => void): Promise<void> {
    for await (const items of this.#pack.items) {
      const records: PackRecord[] = [];
      const entities: PackEntity[] = [];
      for (const item of items) {
        if (item.kind === "rejected") this.#reject(item.rejection);
        else if (item.kind === "record") records.push(item.record);
        else entities.push(item.entity);
      }
      await this.#takeEntities(entities);
      await this.#takeRecords(records);
      onProgress?.(this.claims);
    }
  }

  #reject(rejection: PackRejection): void {
    this.rejectedCount += 1;
    if (this.rejected.length < MOST_LISTED) this.rejected.push(rejection);
  }

  async #takeRecords(records: readonly PackRecord[]): Promise<void> {
    await this.#look(records.flatMap(({ actor, label }) => (actor === null ? [label] : [actor, label, `Theft from ${actor}`])));
    const made: NewEntity[] = [];
    const staged: StagedRecord[] = [];
    for (const record of records) {
      const recordKey = this.#digest([record.subject.network, toHex(record.subject.key), record.label, record.source.name]);
      const twin = this.#seen.get(toHex(recordKey));
      if (twin !== undefined) {
        this.#reject(repeats(record.position, twin));
        continue;
      }
      this.#seen.set(toHex(recordKey), record.position);
      const { subject, index: _index, position: _position, ...content } = record;
      staged.push({ record, entityId: this.#entityOf(record, made), recordKey, contentHash: this.#digest({ ...content, kind: subject.kind }) });
    }
    this.claims += staged.length;
    await this.#writer.addEntities(made);
    await this.#writer.stage(staged);
  }

  async #takeEntities(entities: readonly PackEntity[]): Promise<void> {
    await this.#look(entities.map(({ name }) => name));
    const made: NewEntity[] = [];
    const facts = entities.flatMap((entity) => {
      const entityId = this.#entityOf({ actor: entity.name, label: entity.name, category: entity.category }, made);
      return entityId === null ? [] : entity.facts.map((fact) => ({ entityId, fact: { ...fact, source: { name: this.#pack.header.name, url: null } } }));
    });
    await this.#writer.addEntities(made);
    await this.#writer.addFacts(facts);
  }

  /** The id of the entity that is named; a new one is put into `made`, and is known from then on. */
  #entityOf(named: Parameters<typeof resolveEntity>[0], made: NewEntity[]): string | null {
    const resolution = resolveEntity(named, (key) => this.#matches.get(key) ?? { own: [], aliases: [] });
    if (resolution.kind === "none") return null;
    if (resolution.kind === "new") {
      made.push(resolution.entity);
      this.newEntities.push(resolution.entity.name);
      for (const key of [nameKey(resolution.entity.name), nameKey(resolution.entity.id)]) this.#know(key, resolution.entity);
    }
    return resolution.entity.id;
  }

  #know(key: string, entity: KnownEntity): void {
    const known = this.#matches.get(key);
    this.#matches.set(key, { own: [...(known?.own ?? []), entity], aliases: known?.aliases ?? [] });
  }

  async #look(names: readonly string[]): Promise<void> {
    const keys = [...new Set(names.map(nameKey))].filter((key) => !this.#matches.has(key));
    if (keys.length === 0) return;
    const found = await this.#writer.matches(keys);
    for (const key of keys) this.#matches.set(key, found.get(key) ?? { own: [], aliases: [] });
  }

  #digest(value: unknown): Uint8Array {
    return this.#hasher.sha256(Buffer.from(canonicalJson(value), "utf8"));
  }
}

function repeats(position: string, twin: string): PackRejection {
  return { position, reason: `it repeats ${twin}: the same subject, label and source` };
}
