/**
 * Who money flows between. Positive: a wallet id (the smallest address id in it). The rest are parties that are no wallet.
 * A CoinJoin is a party of its own, since its inputs and outputs cannot be paired.
 */
export const NEWLY_MINED = 0n;
/** Inputs whose previous output is not known to the store. */
export const UNKNOWN = -1n;
export const FEES = -2n;
/** OP_RETURN outputs: value nobody can spend. */
export const UNSPENDABLE = -3n;
const COINJOIN_BASE = -1000n;

export type Party =
  | { readonly kind: "wallet"; readonly id: bigint }
  | { readonly kind: "newly-mined" | "unknown" | "fees" | "unspendable" }
  | { readonly kind: "coinjoin"; readonly txId: bigint };

export const coinjoinParty = (txId: bigint): bigint => COINJOIN_BASE - txId;

export function partyOf(code: bigint): Party {
  if (code > 0n) return { kind: "wallet", id: code };
  if (code <= COINJOIN_BASE) return { kind: "coinjoin", txId: COINJOIN_BASE - code };
  if (code === NEWLY_MINED) return { kind: "newly-mined" };
  if (code === FEES) return { kind: "fees" };
  return code === UNSPENDABLE ? { kind: "unspendable" } : { kind: "unknown" };
}
