import type { TxFacts } from "@/lib/core/coinjoin/view";

/**
 * `equal-outputs` is the generic rule: it names no protocol. `whirlpool-tx0` prepares a mix and is none itself;
 * `payjoin-compatible` is a mark that most often means nothing (lib/core/coinjoin/payjoin.ts).
 */
export type CoinjoinKind = "whirlpool" | "wasabi-2" | "wasabi-1" | "joinmarket" | "equal-outputs" | "whirlpool-tx0" | "payjoin-compatible";

/** The numbers behind a verdict, as they are stored and shown: counters as numbers, sats as decimal strings. */
export type Detail = Readonly<Record<string, number | string | readonly string[]>>;

export interface Match {
  /** 0 to 100: how much the shape alone says; the numbers are those of the rule's source. */
  readonly confidence: number;
  readonly detail: Detail;
}

/**
 * One way to recognise a CoinJoin. `match` sees the shape of one transaction only: no chain, no claims, so that the base
 * layer of wallets depends on the ledger alone.
 */
export interface CoinjoinRule {
  readonly name: string;
  readonly kind: CoinjoinKind;
  /** The inputs belong to several people: they must not be clustered. False for transactions that only prepare a mix. */
  readonly mixes: boolean;
  /** Cheap bounds; a transaction below them is not looked at. */
  readonly minInputs: number;
  readonly minOutputs: number;
  readonly needsOpReturn?: true;
  /** Names of the vetoes that cancel this rule. */
  readonly vetoedBy: readonly string[];
  readonly match: (facts: TxFacts) => Match | null;
}

/** A shape that looks like a CoinJoin and is known to be something else. */
export interface Veto {
  readonly name: string;
  readonly holds: (facts: TxFacts) => boolean;
}

export const sats = (value: bigint): string => value.toString();
