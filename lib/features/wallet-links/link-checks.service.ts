import type { NamedScript } from "@/lib/core/bitcoin/script-ref";
import { AppError } from "@/lib/core/errors";
import { toHex } from "@/lib/core/hex";
import type { Principal } from "@/lib/core/policy/policy";
import type { TransactionService } from "@/lib/features/transactions/transactions.service";
import type { LinkGuards } from "@/lib/features/wallet-links/link-guards.service";
import { viewerOf } from "@/lib/features/wallet-links/link-rights.service";
import type { KeptOutput, LinkCheck, LinkSubjects, WalletLinkReader } from "@/lib/features/wallet-links/wallet-links.ports";
import type { Subject, SubjectService } from "@/lib/features/wallets/subjects.service";

interface Deps {
  readonly reader: WalletLinkReader;
  readonly guards: LinkGuards;
  readonly subjects: SubjectService;
  readonly transactions: Pick<TransactionService, "transaction">;
}

/** What a link is about, looked up. */
interface Ends {
  readonly one: Subject;
  readonly other: Subject;
  readonly output: KeptOutput | null;
}

export type LinkChecks = ReturnType<typeof makeLinkChecks>;

/** Which two subjects a link is about, and what speaks against it. */
export function makeLinkChecks({ reader, guards, subjects, transactions }: Deps) {
  const named = async (asked: LinkSubjects): Promise<{ readonly pair: readonly [NamedScript, NamedScript]; readonly output: KeptOutput | null }> => {
    const { network } = asked;
    if (asked.kind !== "change") return { pair: [subjects.named(network, asked.one), subjects.named(network, asked.other)], output: null };
    const { found } = await transactions.transaction(network, asked.txid);
    if (found === null) throw new AppError("not_found", "The store has never seen this transaction.");
    if (found.change?.opinion.suggestion?.n !== asked.n) throw new AppError("invalid_input", `Output ${asked.n} is not suggested as change. Merge the two by hand if you know better.`);
    const sender = found.inputs.find(({ ref }) => ref !== null)?.ref;
    const change = found.outputs.find(({ n }) => n === asked.n)?.ref;
    if (sender == null || change == null) throw new AppError("invalid_input", "Sender or change output has no script to link. Import the transactions that the inputs spend.");
    return { pair: [subjects.named(network, sender), subjects.named(network, change)], output: { txid: asked.txid, n: asked.n } };
  };

  const look = async (generation: number, asked: LinkSubjects): Promise<Ends> => {
    const { pair, output } = await named(asked);
    const [one, other] = await subjects.find(generation, pair);
    if (one === undefined || other === undefined || toHex(pair[0].scriptHash) === toHex(pair[1].scriptHash)) throw new AppError("invalid_input", "A link needs two addresses; these are one.");
    return { one, other, output };
  };

  return async (principal: Principal, asked: LinkSubjects): Promise<{ readonly ends: Ends; readonly check: LinkCheck }> => {
    const { generation } = await subjects.reading();
    const [ends, links] = await Promise.all([look(generation, asked), reader.standing(generation, asked.network, viewerOf(principal))]);
    const { one, other } = ends;
    const told = { oneRef: one.named.ref, otherRef: other.named.ref, oneWallet: one.walletId !== null && one.walletId === other.walletId };
    if (asked.kind === "split" || told.oneWallet) return { ends, check: { ...told, warnings: [], notAsked: [] } };
    if (one.walletId === null || other.walletId === null) return { ends, check: { ...told, warnings: [], notAsked: ["cannot-link", "collapse"] } };
    return { ends, check: { ...told, ...(await guards.check({ generation, ids: [one.walletId, other.walletId], links })) } };
  };
}
