import { firstByWallet, type WalletClaim } from "@/lib/core/tracing/custody";
import type { TraceCoin } from "@/lib/core/tracing/trace-tx";
import type { NetworkName } from "@/lib/core/network";
import type { TraceReader } from "@/lib/features/tracing/tracing.ports";

/** Above this, the wallet of each coin is looked up instead: slower, but it needs no list. */
const MOST_ADDRESSES = 200_000;

/** Who is claimed to hold a coin. */
export interface Holders {
  readonly of: (coin: TraceCoin) => WalletClaim | null;
  /** Coins must come with their wallets. */
  readonly byWallet: boolean;
}

export const NO_HOLDERS: Holders = { of: () => null, byWallet: false };

/** The wallets that claims of this sort name, by their addresses where those are few. */
export async function holdersOf(reader: TraceReader, { generation, network, admit }: { readonly generation: number; readonly network: NetworkName; readonly admit: (claim: WalletClaim) => boolean }): Promise<Holders> {
  const claims = firstByWallet(await reader.claims(generation, network), admit);
  const addresses = await reader.addressesOf(generation, [...claims.keys()], MOST_ADDRESSES);
  const claimOf = (walletId: number | null | undefined): WalletClaim | null => (walletId === null || walletId === undefined ? null : (claims.get(walletId) ?? null));
  if (addresses === null) return { of: ({ walletId }) => claimOf(walletId), byWallet: true };
  return { of: ({ addressId }) => (addressId === null ? null : claimOf(addresses.get(addressId))), byWallet: false };
}
