import { textToHash } from "@/lib/core/hex";
import type { NetworkName } from "@/lib/core/network";
import type { ClaimsFilter, ClaimsReader, ShownClaim, SubjectClaims } from "@/lib/features/claims/claims-read.ports";
import type { SubjectService } from "@/lib/features/wallets/subjects.service";
import { scriptSubject } from "@/lib/features/wallets/wallets.service";

interface Deps {
  readonly claims: ClaimsReader;
  readonly subjects: SubjectService;
}

export type ClaimsReadService = ReturnType<typeof makeClaimsReadService>;

export function makeClaimsReadService({ claims, subjects }: Deps) {
  const find = async (network: NetworkName, ref: string, filter?: ClaimsFilter): Promise<SubjectClaims> => {
    const txid = textToHash(ref);
    if (txid !== null) return first(await claims.forTransactions([{ network, txid }], filter));
    const named = subjects.named(network, ref);
    const { generation } = await subjects.reading();
    return first(await claims.forScripts(generation, (await subjects.find(generation, [named])).map((subject) => scriptSubject(subject, "address")), filter));
  };

  return {
    /** The claims on an address, a script or a txid, direct ones first, then those inherited within its wallet. */
    ofSubject: async (network: NetworkName, ref: string, filter?: ClaimsFilter): Promise<readonly ShownClaim[]> => (await find(network, ref, filter)).shown,
    find,
  };
}

const first = (found: readonly SubjectClaims[]): SubjectClaims => found[0] ?? { shown: [], total: 0 };
