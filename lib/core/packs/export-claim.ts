import type { Category, ClaimStatus, Likelihood, Method, Reliability, Role, SubjectKind, Tlp } from "@/lib/core/casework/claims";
import type { EntityFact, EntityKind } from "@/lib/core/casework/entities";
import type { JsonObject } from "@/lib/core/jobs/job";
import type { NetworkName } from "@/lib/core/network";
import type { PackFormat } from "@/lib/core/packs/record";

export const EXPORT_FORMATS = ["tagpack", "csv", "misp", "stix", "bip329"] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** Hypotheses have no source, and what was rejected or retracted does not stand: none of them leaves the house. */
export const EXPORTED_STATUSES = ["proposed", "accepted"] as const satisfies readonly ClaimStatus[];

export interface ExportedEntity {
  readonly id: string;
  readonly name: string;
  readonly kind: EntityKind;
  readonly category: Category;
  readonly description: string | null;
  readonly facts: readonly EntityFact[];
}

/** A claim with all that an export says of it. */
export interface ExportClaim {
  readonly id: string;
  readonly version: number;
  readonly subject: { readonly kind: SubjectKind; readonly network: NetworkName; readonly ref: string };
  readonly label: string;
  readonly category: Category;
  readonly role: Role | null;
  readonly entity: ExportedEntity | null;
  readonly source: { readonly name: string; readonly url: string | null; readonly quote: string | null; readonly date: string | null };
  readonly method: Method | null;
  readonly reliability: Reliability | null;
  readonly credibility: number | null;
  readonly likelihood: Likelihood | null;
  readonly tlp: Tlp | null;
  readonly note: string | null;
  readonly status: (typeof EXPORTED_STATUSES)[number];
  /** ISO time of this version. */
  readonly at: string;
  readonly author: string;
  /** The record as its label pack has it, and that pack's format. */
  readonly original: JsonObject | null;
  readonly packFormat: PackFormat | null;
}

/** What an export as a whole says of itself. */
export interface ExportHeader {
  readonly title: string;
  /** The header of the one label pack whose claims these are, to be given back; null for a mixture. */
  readonly fields: JsonObject | null;
}

/** SHA-1 of bytes, for UUIDs of version 5 (RFC 9562). */
export type Sha1 = (bytes: Uint8Array) => Uint8Array;

/** The currency by which label packs name a network. */
export const currencyOf = (network: NetworkName): "BTC" | "LTC" => (network.startsWith("litecoin") ? "LTC" : "BTC");

export const isMainNetwork = (network: NetworkName): boolean => network === "bitcoin" || network === "litecoin";

/** Says that nobody has reviewed it, in the formats that have no field for it. */
export const UNREVIEWED = "unreviewed";
