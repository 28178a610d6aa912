import type { Hasher } from "@/lib/core/bitcoin/columns";
import { guessNetworks } from "@/lib/core/bitcoin/addresses";
import { readScriptRef } from "@/lib/core/bitcoin/script-ref";
import type { Category, Likelihood, Method, Reliability, Role, SubjectKind, Tlp } from "@/lib/core/casework/claims";
import type { EntityFact } from "@/lib/core/casework/entities";
import { textToHash } from "@/lib/core/hex";
import type { JsonObject } from "@/lib/core/jobs/job";
import { NETWORK_NAMES, type NetworkName } from "@/lib/core/network";

/** Formats of label packs that Assay reads. */
export const PACK_FORMATS = ["tagpack", "mining-pools", "ofac", "csv", "misp", "bip329"] as const;
export type PackFormat = (typeof PACK_FORMATS)[number];

/** What a pack states of an entity, beside claims: coinbase markers, ids, its web page. */
export interface PackEntity {
  readonly name: string;
  readonly category: Category;
  readonly facts: readonly Omit<EntityFact, "source">[];
}

/** One claim as a label pack states it, checked: the address is one, the words are known, no character hides. */
export interface PackRecord {
  /** Its place in the pack, from 1. */
  readonly index: number;
  /** The same in words, for people: "tag 12 (line 40)". */
  readonly position: string;
  readonly subject: { readonly kind: SubjectKind; readonly network: NetworkName; readonly ref: string; readonly key: Uint8Array };
  readonly label: string;
  readonly category: Category;
  readonly role: Role | null;
  /** Who is named, as the pack has it; which entity that is, is decided against the store (casework/resolve). */
  readonly actor: string | null;
  readonly source: { readonly name: string; readonly url: string | null; readonly quote: string | null; readonly date: string | null };
  readonly method: Method | null;
  readonly reliability: Reliability | null;
  readonly credibility: number | null;
  readonly likelihood: Likelihood | null;
  readonly tlp: Tlp | null;
  readonly note: string | null;
  /** The record as the pack has it, inherited values included; null where the fields above say all. */
  readonly original: JsonObject | null;
}

export interface PackRejection {
  readonly position: string;
  readonly reason: string;
}

export type PackItem =
  | { readonly kind: "record"; readonly record: PackRecord }
  | { readonly kind: "entity"; readonly entity: PackEntity }
  | { readonly kind: "rejected"; readonly rejection: PackRejection };

export const rejected = (position: string, reason: string): PackItem => ({ kind: "rejected", rejection: { position, reason } });

/** What a pack says of itself. `name` is its identity over its versions. */
export interface PackHeader {
  readonly format: PackFormat;
  readonly name: string;
  readonly fields: JsonObject;
}

/** What reading needs beside the text. */
export interface PackContext {
  readonly hasher: Hasher;
  /** The chain that the caller names; null: the record says, or its address. */
  readonly network: NetworkName | null;
  /** The name of the source where a record names none. */
  readonly source: string | null;
}

/** Thrown by the readers for one record. The message follows "tag 12: ". */
export class RecordError extends Error {}

/** Makes an item of a record that may turn out to be none. */
export function itemOf(position: string, read: () => PackRecord): PackItem {
  try {
    return { kind: "record", record: read() };
  } catch (error) {
    if (error instanceof RecordError) return rejected(position, error.message);
    throw error;
  }
}

/** Currencies by the names that label packs use; null: a chain that Assay does not keep. */
const CHAINS: Readonly<Record<string, readonly NetworkName[]>> = {
  BTC: ["bitcoin", "testnet3", "testnet4", "signet", "regtest"], XBT: ["bitcoin", "testnet3", "testnet4", "signet", "regtest"],
  BITCOIN: ["bitcoin"], TBTC: ["testnet3", "testnet4", "signet", "regtest"], LTC: ["litecoin", "litecoin-regtest"],
};

/** @throws RecordError for a currency whose chain Assay does not keep */
export function networksOf(currency: string): readonly NetworkName[] {
  const own = NETWORK_NAMES.find((name) => name === currency.toLowerCase());
  if (own !== undefined) return [own];
  const upper = currency.toUpperCase();
  if (!Object.hasOwn(CHAINS, upper)) throw new RecordError(`${quoted(currency)} is a chain that Assay does not keep`);
  return CHAINS[upper] ?? [];
}

/**
 * The subject that an address or txid names on one of these networks. An address of a test network under the currency BTC is one of that
 * network, so that made-up economies can be labelled.
 * @throws RecordError with the reason
 */
export function subjectOf(kind: SubjectKind, ref: string, networks: readonly NetworkName[], context: PackContext): PackRecord["subject"] {
  const allowed = context.network === null ? networks : [context.network];
  const [first = "bitcoin"] = allowed;
  if (kind === "transaction") {
    const key = textToHash(ref);
    if (key === null) throw new RecordError(`${quoted(ref)} is no txid: it is not 64 hex digits`);
    return { kind, network: first, ref: ref.toLowerCase(), key };
  }
  const network = allowed.length === 1 ? first : (guessNetworks(ref, context.hasher).find((guess) => allowed.includes(guess)) ?? first);
  const read = readScriptRef(ref, network, context.hasher);
  if (!read.ok) throw new RecordError(`${quoted(ref)} is not an address: ${read.reason}`);
  return { kind, network, ref: read.named.ref, key: read.named.scriptHash };
}

/** Text of a stranger inside a message: short, and its line breaks gone. */
export const quoted = (text: string): string => `“${text.length > 100 ? `${text.slice(0, 100)}…` : text}”`;
