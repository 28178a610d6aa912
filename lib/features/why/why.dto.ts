import { timeOrNull } from "@/lib/features/wallets/wallets.dto";
import type { WhyDto } from "@/lib/features/why/why.contract";
import type { LinkingTransaction, WhyView } from "@/lib/features/why/why.ports";

const toTransaction = ({ txid, height, time }: LinkingTransaction) => ({ txid, height, time: timeOrNull(time) });

export const toWhyDto = (view: WhyView): WhyDto => ({
  ...view,
  unknown: [...view.unknown],
  steps: view.steps.map(({ transaction, from, to, rule, payjoinCompatible }) => ({
    from, to, rule, ...(transaction === null ? { txid: null, height: null, time: null } : toTransaction(transaction)), payjoinCompatible,
  })),
  notMerged: view.notMerged.map(({ kind, confidence, ...transaction }) => ({ ...toTransaction(transaction), kind, confidence })),
});
