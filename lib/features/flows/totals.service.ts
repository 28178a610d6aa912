import { NEWLY_MINED, partyOf, UNKNOWN } from "@/lib/core/graph/party";
import type { NetworkName } from "@/lib/core/network";
import type { Direction, FlowStore, FlowTotal } from "@/lib/features/flows/flows.ports";
import type { Reading, StoredWallet } from "@/lib/features/wallets/wallets.ports";

interface Deps {
  readonly flows: FlowStore;
}

/** A party as the graph knows it: all networks share newly mined and unknown, so these are told apart by network. */
export interface GraphParty {
  readonly party: bigint;
  readonly network: NetworkName;
  /** Null for parties that are no wallet. */
  readonly wallet: StoredWallet | null;
}

export type Sides = Readonly<Record<Direction, FlowTotal>>;

export const isShared = (party: bigint): boolean => party === NEWLY_MINED || party === UNKNOWN;

export type FlowTotalsService = ReturnType<typeof makeFlowTotalsService>;

/** What parties received and paid in all, to say what remains beyond what is shown. Hubs answer as fast as small wallets. */
export function makeFlowTotalsService({ flows }: Deps) {
  const shared = makeSharedTotals(flows);

  return {
    /** One answer per party, in the order given. */
    of: async (reading: Reading, parties: readonly GraphParty[]): Promise<readonly Sides[]> => {
      const { generation } = reading;
      const wallets = parties.flatMap(({ wallet }) => wallet ?? []);
      const mixes = parties.map(({ party }) => party).filter((party) => partyOf(party).kind === "coinjoin");
      const summed = (direction: Direction) => flows.totals(generation, direction, [...mixes, ...uncounted(wallets, direction)]);
      const [aside, ins, outs] = await Promise.all([flows.aside(generation, wallets.map(({ id }) => id)), summed("in"), summed("out")]);
      return Promise.all(
        parties.map(async ({ party, network, wallet }) => {
          if (isShared(party)) return { in: NONE, out: await shared(generation, party, network) };
          const summedIn = ins.get(party);
          const summedOut = outs.get(party);
          if (wallet === null) return { in: summedIn ?? NONE, out: summedOut ?? NONE };
          return {
            in: summedIn ?? { parties: wallet.inParties, value: wallet.received },
            out: summedOut ?? { parties: wallet.outParties, value: wallet.sent - (aside.get(party) ?? 0n) },
          };
        }),
      );
    },
  };
}

const NONE: FlowTotal = { parties: 0, value: 0n };

/** An analysis that did not count the parties of its wallets: theirs are counted now. */
const uncounted = (wallets: readonly StoredWallet[], direction: Direction): bigint[] =>
  wallets.filter((wallet) => (direction === "in" ? wallet.inParties === 0 && wallet.received > 0n : wallet.outParties === 0 && wallet.sent > 0n)).map(({ id }) => id);

/** These totals read every flow of newly mined coins, and change only with the generation: once is enough. */
function makeSharedTotals(flows: FlowStore): (generation: number, party: bigint, network: NetworkName) => Promise<FlowTotal> {
  let known = { generation: -1, totals: new Map<string, Promise<FlowTotal>>() };
  return (generation, party, network) => {
    if (known.generation !== generation) known = { generation, totals: new Map() };
    const { totals } = known;
    const key = `${party} ${network}`;
    const found = totals.get(key);
    if (found !== undefined) return found;
    const total = flows.totalOnNetwork(generation, { party, direction: "out", network });
    totals.set(key, total);
    total.catch(() => totals.delete(key)); // a failed read is asked again
    return total;
  };
}
