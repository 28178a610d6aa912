import { chainBetween, type ChainStep, type Climb, shortened, trimmed } from "@/lib/core/clustering/chain";
import { payjoinMark } from "@/lib/core/coinjoin/payjoin";
import type { NetworkName } from "@/lib/core/network";
import type { Subject, SubjectService } from "@/lib/features/wallets/subjects.service";
import type { LinkStore, StoredLink, WhyQuestion, WhyStep, WhyView } from "@/lib/features/why/why.ports";

interface Deps {
  readonly store: LinkStore;
  readonly subjects: SubjectService;
}

export type WhyService = ReturnType<typeof makeWhyService>;

/** Links read at once, at first; doubled each time. */
const FIRST_CLIMB = 64;
const COINJOINS_SHOWN = 20;
/** A PayJoin pays one person and gives change to another. */
const PAYJOIN_OUTPUTS = 2;

/** Why two addresses are one wallet, link by link, or which CoinJoins keep them apart. */
export function makeWhyService({ store, subjects }: Deps) {
  return {
    /**
     * @param most how many links are followed from either address at most; a wallet of a million addresses may be one long chain.
     * @throws AppError invalid_input when a reference is no address of the network.
     */
    why: async ({ network, from, to }: WhyQuestion, most: number): Promise<WhyView> => {
      const named = [subjects.named(network, from), subjects.named(network, to)];
      const { generation } = await subjects.reading();
      const found = await subjects.find(generation, named);
      const [one, other] = found;
      const unknown = found.filter(({ scripts }) => scripts.length === 0).map(({ named: { ref } }) => ref);
      const base: WhyView = { ...blank(network), from: named[0]?.ref ?? from, to: named[1]?.ref ?? to, known: unknown.length === 0, unknown: [...new Set(unknown)] };
      if (one === undefined || other === undefined || one.walletId === null || other.walletId === null) return base;
      if (one.walletId === other.walletId) {
        const chain = await chainOf(store, { generation, most }, one, other);
        return { ...base, analysed: true, sameWallet: true, tooLong: chain === null, steps: await told(store, chain ?? []) };
      }
      const coinjoins = await store.sharedCoinjoins(generation, [one.walletId, other.walletId], COINJOINS_SHOWN + 1);
      return { ...base, analysed: true, notMerged: coinjoins.slice(0, COINJOINS_SHOWN), moreNotMerged: coinjoins.length > COINJOINS_SHOWN };
    },
  };
}

const blank = (network: NetworkName): WhyView => ({
  network, from: "", to: "", known: false, unknown: [], analysed: false, sameWallet: false, steps: [], tooLong: false, notMerged: [], moreNotMerged: false,
});

interface Bounds {
  readonly generation: number;
  readonly most: number;
}

/** Climbs from both addresses until they meet. @returns null when they do not within the bounds */
async function chainOf(store: LinkStore, bounds: Bounds, one: Subject, other: Subject): Promise<readonly ChainStep<StoredLink>[] | null> {
  const scripts = [one, other].map(({ summaries }) => new Set(summaries.map(({ addressId }) => addressId)));
  const [from = new Set<bigint>(), to = new Set<bigint>()] = scripts;
  let up = startOf(from);
  let down = startOf(to);
  for (let reach = FIRST_CLIMB; ; reach *= 2) {
    const limit = Math.min(reach, bounds.most);
    [up, down] = await Promise.all([higher(store, bounds.generation, up, limit), higher(store, bounds.generation, down, limit)]);
    const chain = chainBetween(up, down);
    if (chain !== null) return shortened(trimmed(chain, from, to));
    if (limit === bounds.most) return null;
  }
}

const startOf = (scripts: ReadonlySet<bigint>): Climb<StoredLink> => ({ start: [...scripts][0] ?? 0n, links: [] });

async function higher(store: LinkStore, generation: number, { start, links }: Climb<StoredLink>, limit: number): Promise<Climb<StoredLink>> {
  const more = await store.climb(generation, links.at(-1)?.next ?? start, limit - links.length);
  return { start, links: [...links, ...more] };
}

/** The steps with what people need to check them. */
async function told(store: LinkStore, chain: readonly ChainStep<StoredLink>[]): Promise<readonly WhyStep[]> {
  const txIds = [...new Set(chain.flatMap(({ link }) => link.txId ?? []))];
  const [refs, transactions, views] = await Promise.all([store.refs([...new Set(chain.flatMap(({ from, to }) => [from, to]))]), store.transactions(txIds), store.views(txIds, PAYJOIN_OUTPUTS)]);
  return chain.map(({ from, to, link: { txId, rule } }) => {
    const view = txId === null ? undefined : views.get(txId);
    return {
      from: refs.get(from) ?? "",
      to: refs.get(to) ?? "",
      rule,
      transaction: txId === null ? null : (transactions.get(txId) ?? null),
      payjoinCompatible: view !== undefined && payjoinMark(view) !== null,
    };
  });
}
