import { cannotLinks, growsTooFast } from "@/lib/core/change/guards";
import type { ChangeView } from "@/lib/core/change/view";
import { type ChangeSuggestion, changeOf, DEFAULT_MARGIN, noOpinion, type NotAsked } from "@/lib/core/change/vote";
import type { ChangeAdvice, ChangeLink, ChangeStore, GrowthWarning } from "@/lib/features/change/change.ports";

interface Deps {
  readonly store: ChangeStore;
}

export type ChangeService = ReturnType<typeof makeChangeService>;

/** Which outputs are probably change, and why. Advice only: nothing here links or merges wallets. */
export function makeChangeService({ store }: Deps) {
  return {
    /** @param needed net votes that a suggestion needs. */
    of: async (generation: number, txIds: readonly bigint[], needed: number = DEFAULT_MARGIN): Promise<ReadonlyMap<bigint, ChangeAdvice>> => {
      const judged = [...(await store.views(generation, txIds))].map(([id, view]) => [id, typeof view === "string" ? unasked(view, needed) : judge(view, needed)] as const);
      const wallets = [...new Set(judged.flatMap(([, { link }]) => (link === null ? [] : [...link.senders, link.to])))];
      const sizes = wallets.length === 0 ? new Map<number, number>() : await store.walletSizes(generation, wallets);
      return new Map(judged.map(([id, advice]) => [id, { ...advice, warnings: advice.link === null ? [] : growth(advice.link, sizes) }]));
    },
  };
}

type Judged = Omit<ChangeAdvice, "warnings">;

const unasked = (reason: NotAsked, needed: number): Judged => ({ opinion: noOpinion(reason, needed), link: null, cannotLink: [] });

function judge(view: ChangeView, needed: number): Judged {
  const opinion = changeOf(view, needed);
  return { opinion, link: opinion.suggestion === null ? null : linkOf(view, opinion.suggestion), cannotLink: cannotLinks(view, opinion, needed) };
}

function linkOf(view: ChangeView, suggestion: ChangeSuggestion): ChangeLink | null {
  const to = view.outputs[suggestion.n]?.wallet ?? null;
  const senders = [...new Set(view.inputs.flatMap((input) => input.wallet ?? []))];
  return to === null || senders.length === 0 || senders.includes(to) ? null : { senders, to };
}

function growth({ senders, to }: ChangeLink, sizes: ReadonlyMap<number, number>): readonly GrowthWarning[] {
  const senderAddresses = senders.reduce((sum, wallet) => sum + (sizes.get(wallet) ?? 0), 0);
  const outputAddresses = sizes.get(to) ?? 0;
  return growsTooFast(senderAddresses, outputAddresses) ? [{ kind: "growth", senderAddresses, outputAddresses }] : [];
}
