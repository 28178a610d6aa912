import type { Hasher } from "@/lib/core/bitcoin/columns";
import type { SimulationOptions } from "@/lib/core/simulate/options";
import { simulateWhole, type WholeEconomy } from "@/lib/core/simulate/simulate";
import type { Truth, TruthLoop, TruthMove } from "@/lib/core/simulate/truth";

/** The economy that a new installation starts with: some 1,900 transactions with one laundering round trip in them. */
export const SAMPLE_OPTIONS: SimulationOptions = {
  seed: 11, days: 18, blockSeconds: 1_800, users: 40, userSeconds: 70_000, miners: 12, renters: 3, sellers: 6, launderers: 1,
};

/** Places of the sample where its story can be followed, in the order of a tour. Addresses, but for the transaction. */
export interface Tour {
  /** Where an investigator begins: claimed as the launderer's, from an earlier campaign. */
  readonly start: string;
  /** Paid by a victim of that campaign, who reported it. */
  readonly reported: string;
  /** Where the thefts of the operation were gathered. */
  readonly collection: string;
  /** Between the old wallet and the rental service. */
  readonly hop: string;
  /** The launderer's deposit address at the rental service, which the service keeps. */
  readonly deposit: string;
  /** Where pools paid the rented hash power. */
  readonly payouts: readonly string[];
  /** The transaction that spends payouts together with the old wallet's coins. */
  readonly commingling: string;
  /** What the coins bought in the end. */
  readonly spentAt: string;
  /** Where a pool paid somebody who rented hash power with honest coins: it looks the same. */
  readonly honestPayout: string;
}

/** The sample, in about half a second. */
export const makeSample = (hasher: Hasher): WholeEconomy => simulateWhole(SAMPLE_OPTIONS, hasher);

/** The tour of the sample; a test compares it with the sample's truth. */
export const SAMPLE_TOUR: Tour = {
  start: "tb1qj7j2nzx8qx0z6jc2u4qgw96cytk6j7fjk0uapx",
  reported: "tb1q0trtkxgft4yr5ektv455e9pfgm25ynskwz97d4",
  collection: "tb1qharh4pclpzyw4na6uce4ksyrs7jm3q58ht42u3",
  hop: "tb1qgd6645ajy7ppkghd4hqv7mlxwdkchqxwgknj8z",
  deposit: "tb1qv2xemhlnnlwr88nnzzr5ewphqe2rtwng34gv25",
  payouts: ["tb1q0sendt6deheuevaf03k689n34dp02ml6rvj059", "tb1q2dgxjhawdh29t0mdkehwqj3sxsg6t7kf4w6g79", "tb1qssljqerr4whh4m6822khhqxjnzse5xe0c7w90w"],
  commingling: "d703ab823550443953f2b4f2dc6c4a92b513e53c3b51c5ff45c92cac2dd480f1",
  spentAt: "2MtVKX9KD138PignZCtMeDdBp1gTYtDTfNe",
  honestPayout: "tb1qz33syncw493d8kua476u8kgnzlsavan2pxereg",
};

/** Finds the places of the tour in an economy's truth; null when its first operation did not come to an end. */
export function tourOf(truth: Truth): Tour | null {
  const loop = truth.loops.find((each) => !each.honest && each.complete);
  const honest = truth.loops.find((each) => each.honest && each.complete);
  const launderer = truth.actors.find((actor) => actor.id === loop?.launderer);
  if (loop === undefined || honest === undefined || launderer === undefined) return null;
  const addressOf = (kind: string): string => place(truth.moves.find((move) => move.launderer === launderer.id && move.kind === kind));
  const earlier = launderer.wallets.find((wallet) => wallet.name === "earlier-campaign");
  return {
    start: earlier?.addresses[0] ?? "",
    reported: earlier?.addresses[1] ?? "",
    collection: addressOf("collection"),
    hop: addressOf("hop"),
    deposit: place(loop.purchases[0]),
    payouts: distinct(loop.payouts.map((payout) => payout.address)),
    commingling: mixedIn(loop),
    spentAt: addressOf("spend-out"),
    honestPayout: place(honest.payouts[0]),
  };
}

const place = (output: Pick<TruthMove, "address"> | undefined): string => output?.address ?? "";
const distinct = (texts: readonly string[]): string[] => [...new Set(texts)];
const mixedIn = (loop: TruthLoop): string => loop.commingling.find((step) => step.kind === "co-spend")?.txid ?? "";
