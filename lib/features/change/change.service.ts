import { growsTooFast } from "@/lib/core/change/guards";
import type { ChangeView } from "@/lib/core/change/view";
import { type ChangeOpinion, type ChangeSuggestion, changeOf, DEFAULT_MARGIN, noOpinion } from "@/lib/core/change/vote";
import type { ChangeAdvice, ChangeStore, GrowthWarning } from "@/lib/features/change/change.ports";

interface Deps {
  readonly store: ChangeStore;
}

export type ChangeService = ReturnType<typeof makeChangeService>;

/** Which outputs are probably change, and why. Advice only: nothing here links or merges wallets. */
export function makeChangeService({ store }: Deps) {
  return {
    /** @param needed net votes that a suggestion needs. */
    of: async (generation: number, txIds: readonly bigint[], needed: number = DEFAULT_MARGIN): Promise<ReadonlyMap<bigint, ChangeAdvice>> => {
      const judged = [...(await store.views(generation, txIds))].map(([id, view]) =>
        typeof view === "string" ? { id, opinion: noOpinion(view, needed), link: null } : judge(id, view, needed));
      const wallets = [...new Set(judged.flatMap(({ link }) => (link === null ? [] : [...link.senders, link.to])))];
      const sizes = wallets.length === 0 ? new Map<number, number>() : await store.walletSizes(generation, wallets);
      return new Map(judged.map(({ id, opinion, link }) => [id, { opinion, warnings: link === null ? [] : growth(link, sizes) }]));
    },
  };
}

/** The wallets that a suggestion would join, if somebody made a link of it. */
interface Link {
  readonly senders: readonly number[];
  readonly to: number;
}

function judge(id: bigint, view: ChangeView, needed: number): { readonly id: bigint; readonly opinion: ChangeOpinion; readonly link: Link | null } {
  const opinion = changeOf(view, needed);
  return { id, opinion, link: opinion.suggestion === null ? null : linkOf(view, opinion.suggestion) };
}

function linkOf(view: ChangeView, suggestion: ChangeSuggestion): Link | null {
  const to = view.outputs[suggestion.n]?.wallet ?? null;
  const senders = [...new Set(view.inputs.flatMap((input) => input.wallet ?? []))];
  return to === null || senders.length === 0 || senders.includes(to) ? null : { senders, to };
}

function growth({ senders, to }: Link, sizes: ReadonlyMap<number, number>): readonly GrowthWarning[] {
  const senderAddresses = senders.reduce((sum, wallet) => sum + (sizes.get(wallet) ?? 0), 0);
  const outputAddresses = sizes.get(to) ?? 0;
  return growsTooFast(senderAddresses, outputAddresses) ? [{ kind: "growth", senderAddresses, outputAddresses }] : [];
}
