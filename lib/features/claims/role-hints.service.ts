import type { Role } from "@/lib/core/casework/claims";
import { roleHint, type RoleHint } from "@/lib/core/casework/role-hint";
import type { NetworkName } from "@/lib/core/network";
import type { WalletFactsReader } from "@/lib/features/claims/role-hints.ports";
import type { SubjectService } from "@/lib/features/wallets/subjects.service";

interface Deps {
  readonly facts: WalletFactsReader;
  readonly subjects: SubjectService;
}

export function makeRoleHintService({ facts, subjects }: Deps) {
  return {
    /** What the ledger suggests for each wallet, in the order asked; null where it suggests nothing, or does not know the wallet. @throws AppError invalid_input */
    hints: async (wallets: readonly { readonly network: NetworkName; readonly ref: string }[], roles: readonly Role[]): Promise<readonly (RoleHint | null)[]> => {
      const { generation } = await subjects.reading();
      const found = await subjects.find(generation, wallets.map(({ network, ref }) => subjects.named(network, ref)));
      const known = await facts.of(generation, found.flatMap(({ walletId }) => walletId ?? []));
      return found.map(({ walletId }) => {
        const ofWallet = walletId === null ? undefined : known.get(walletId);
        return ofWallet === undefined ? null : roleHint(roles, ofWallet);
      });
    },
  };
}
