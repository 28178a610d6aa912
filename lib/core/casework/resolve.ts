import type { Category } from "@/lib/core/casework/claims";
import { entityKindOf, isTheft, nameKey, slugOf, type EntityKind } from "@/lib/core/casework/entities";

/** What deciding needs of a known entity. */
export interface KnownEntity {
  readonly id: string;
  readonly name: string;
  readonly kind: EntityKind;
}

/** A new entity that a claim brings along. */
export interface NewEntity extends KnownEntity {
  readonly category: Category;
  readonly victimId: string | null;
  readonly victim: string | null;
}

export interface Named {
  readonly actor: string | null;
  readonly label: string;
  readonly category: Category;
}

/** Everything known under a name key: `own` are ids and names, `aliases` the rest. */
export interface NameMatches {
  readonly own: readonly KnownEntity[];
  readonly aliases: readonly KnownEntity[];
}

export type Resolution = { readonly kind: "none" } | { readonly kind: "known"; readonly entity: KnownEntity } | { readonly kind: "new"; readonly entity: NewEntity };

const NONE: Resolution = { kind: "none" };

/**
 * Which entity a claim means. A name of its own goes before an alias; an alias that several entities have decides nothing.
 * A claim of a theft that names a service means the theft, with the service as its victim: never the service itself.
 * Mining labels go before actors, because label packs give the parent company as the actor of a pool.
 */
export function resolveEntity({ actor, label, category }: Named, find: (key: string) => NameMatches): Resolution {
  if (isTheft(category)) return resolveTheft(actor, label, find);
  if (category === "miner" || category === "mining-pool") {
    const pool = match(label, find);
    if (pool?.kind === "pool") return { kind: "known", entity: pool };
  }
  if (actor === null) return NONE;
  const known = match(actor, find);
  return known === null ? newEntity(actor, { category, kind: entityKindOf(category), victimId: null, victim: null }) : { kind: "known", entity: known };
}

function resolveTheft(actor: string | null, label: string, find: (key: string) => NameMatches): Resolution {
  const theft = match(label, find);
  if (theft?.kind === "theft") return { kind: "known", entity: theft };
  if (actor === null) return NONE;
  const named = match(actor, find);
  const isVictim = named === null || named.kind === "service" || named.kind === "pool";
  return isVictim ? theftFrom(named ?? actor, find) : { kind: "known", entity: named };
}

function theftFrom(victim: KnownEntity | string, find: (key: string) => NameMatches): Resolution {
  const words = typeof victim === "string";
  const name = `Theft from ${words ? victim : victim.name}`;
  const known = match(name, find);
  if (known !== null) return { kind: "known", entity: known };
  return newEntity(name, { category: "theft", kind: "theft", victimId: words ? null : victim.id, victim: words ? victim : null });
}

function match(name: string, find: (key: string) => NameMatches): KnownEntity | null {
  const key = nameKey(name);
  if (key === "") return null;
  const { own, aliases } = find(key);
  return own[0] ?? (new Set(aliases.map(({ id }) => id)).size === 1 ? (aliases[0] ?? null) : null);
}

function newEntity(name: string, rest: Omit<NewEntity, "id" | "name">): Resolution {
  const id = slugOf(name);
  return id === null ? NONE : { kind: "new", entity: { id, name, ...rest } };
}
