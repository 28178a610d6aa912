import type { Hasher } from "@/lib/core/bitcoin/columns";
import type { SimulationOptions } from "@/lib/core/simulate/options";
import { simulateWhole, type WholeEconomy } from "@/lib/core/simulate/simulate";
import type { Truth, TruthLoop, TruthMove } from "@/lib/core/simulate/truth";

/** The economy that a new installation starts with: some 2,000 transactions with one laundering round trip in them. */
export const SAMPLE_OPTIONS: SimulationOptions = {
  seed: 54, days: 18, blockSeconds: 1_800, users: 40, userSeconds: 70_000, pools: 2, miners: 12, renters: 3, sellers: 6, launderers: 1,
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
  start: "tb1qluaazmh0aa8tgdfh5nlaxkkzf0ccd2fsuyx37d",
  reported: "tb1qn0mpjx98zsv0s24nyjlckahdlsudhadynm2wdw",
  collection: "tb1qmfa38kh98jcjfjwq42gv73878uheq4agk7rju0",
  hop: "tb1qu0ddtvw2fn450zxcgy03lkrf772xcnslffppc9",
  deposit: "tb1qwx9d5fw9mq6wrrzp7gmh5csfsqccwa2pduwr9f",
  payouts: ["tb1qrt2d2jsjlv62c2fdthm255lfhz29kay4kuptjv", "tb1q52k4rwegs8728khdhf8x73lu3uwahlv2dalu40", "tb1qsm6wh9nwmc6mkz8r0ksc4nwry9hhdryyr788dv"],
  commingling: "ec5f04a23d61e5c4c0a1b32f9349bbc98495265b6e2775f198d37a15751744bf",
  spentAt: "n4AVvjbmW5zVAK8Emb3UewCHnwLp1eLVnU",
  honestPayout: "tb1q97j5xytfz4fyw3ggcsxe5ntepqxc56uk44ddzy",
};

/** Finds the places of the tour in an economy's truth; null when its first operation did not come to an end. */
export function tourOf(truth: Truth): Tour | null {
  const loop = truth.loops.find((each) => !each.honest && each.complete);
  const honest = truth.loops.find((each) => each.honest && each.complete);
  const launderer = truth.actors.find((actor) => actor.id === loop?.launderer);
  if (loop === undefined || honest === undefined || launderer === undefined) return null;
  const addressOf = (kind: string): string => place(truth.moves.find((move) => move.launderer === launderer.id && move.kind === kind));
  const knownAs = (category: string): string => place(truth.known.find((known) => known.actor === launderer.id && known.category === category));
  return {
    start: knownAs("state-actor"),
    reported: knownAs("theft"),
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
