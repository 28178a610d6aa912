import { COINJOIN_RULES } from "@/lib/core/coinjoin/guard";

/** Kinds of verdict that mark a transaction which mixes nothing itself (a Whirlpool Tx0, say): money is followed through it. */
export const NOT_MIXING: readonly string[] = [...COINJOIN_RULES.filter((rule) => !rule.mixes).map((rule) => rule.kind), "payjoin-compatible"];

/** Whether a stored verdict of this kind makes the transaction a party of its own. */
export const isMixing = (kind: string): boolean => !NOT_MIXING.includes(kind);
