import type { ClaimSubject } from "@/components/claims/use-tagging";
import type { Drawing } from "@/components/graph/drawn";
import { parseNodeKey } from "@/lib/core/graph/node-key";

/** What a claim about the chosen nodes would be about: wallets, and the transaction of a CoinJoin. Nobody claims who "newly mined" is. */
export function subjectsOf(drawing: Drawing, keys: readonly string[]): readonly ClaimSubject[] {
  return keys.flatMap((key): ClaimSubject[] => {
    const node = parseNodeKey(key);
    const data = drawing.nodes.find((one) => one.key === key)?.data;
    if (node?.kind === "wallet") return [{ kind: "wallet", network: node.network, ref: data?.ref ?? node.ref }];
    return node?.kind === "coinjoin" ? [{ kind: "transaction", network: node.network, ref: node.txid }] : [];
  });
}
