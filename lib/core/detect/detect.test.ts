import { describe, expect, it } from "vitest";
import type { Finding } from "@/lib/core/detect/findings";
import { benchDetection } from "@/lib/platform/bench/detection.bench";
import { type Coin, MoneyStory } from "@/lib/testing/money-story";

const BTC = 100_000_000n;
const M = 1_000_000n;

/** Members of the pool that mine day by day, before and after: what chance is told from. */
const MEMBERS = Array.from({ length: 12 }, (_, i) => [`member ${i}`, (2n + BigInt(i)) * M] as const);

interface Rental {
  readonly story: MoneyStory;
  /** What the pool paid for the work. */
  readonly payouts: readonly Coin[];
  /** Left with the claimed wallet. */
  readonly kept: Coin;
}

/** Somebody pays 0.8 BTC to a rental service's deposit address; a pool then pays 0.75 BTC to `receiver` within a week. */
function rental({ dirty = true, receiver = "fresh", hops = 0, others = 0 }: { readonly dirty?: boolean; readonly receiver?: string; readonly hops?: number; readonly others?: number } = {}): Rental {
  const story = new MoneyStory().claim("hot", "hash-rental", { role: "service-own", name: "NiceHash" });
  if (dirty) story.claim("loot", "state-actor", { name: "APT43" });
  const loot = story.fund("loot", 2n * BTC);
  for (let day = 0; day < 4; day += 1) story.days(1).payout(MEMBERS);
  const spent = story.pay([loot], [["through 0", 80n * M], ["loot", 120n * M]]);
  let coin: Coin = [spent, 0];
  for (let hop = 1; hop <= hops; hop += 1) coin = [story.pay([coin], [[`through ${hop}`, 80n * M]]), 0];
  const order = story.pay([coin], [["deposit", 80n * M]]);
  const sweep = story.pay([[order, 0]], [["hot", 80n * M]]);
  story.pay([[sweep, 0]], [["seller", 70n * M], ["hot", 10n * M]]);
  const payouts: Coin[] = [];
  for (const value of [20n, 30n, 25n]) {
    const same = Array.from({ length: others }, (_, i) => [`other ${i}`, value * M] as const);
    payouts.push([story.days(1).payout([...MEMBERS, [receiver, value * M], ...same]), MEMBERS.length]);
  }
  return { story, payouts, kept: [spent, 1] };
}

const ofKind = (findings: readonly Finding[], kind: Finding["kind"]): readonly Finding[] => findings.filter((finding) => finding.kind === kind);
const codes = (reasons: readonly { readonly code: string }[]): string[] => reasons.map(({ code }) => code);

describe("a round trip through hash rental", () => {
  it("is corroborated when payouts are spent together with coins of the wallet that paid", () => {
    const { story, payouts, kept } = rental();
    const mixed = story.days(2).pay([...payouts, kept], [["next", 195n * M]]);
    const [trip] = ofKind(story.findings(), "mining-round-trip");
    expect(trip).toMatchObject({ grade: "corroborated", ratio: 937_500, actor: { name: "APT43" }, service: { name: "NiceHash" }, commingling: [{ kind: "co-spend", t: mixed - 1 }], contradicts: [] });
    expect(trip?.payments.map(({ value }) => value)).toEqual([80n * M]);
    expect(trip?.payouts.map(({ value }) => value)).toEqual([20n * M, 30n * M, 25n * M]);
    expect(codes(trip?.supports ?? [])).toEqual(["tainted-purchase", "co-spend", "ratio"]);
  });

  it("is supported by dirty coins, amount and time when nobody else matches", () => {
    const [trip] = ofKind(rental().story.findings(), "mining-round-trip");
    expect(trip).toMatchObject({ grade: "supported", chance: { matching: 1, tried: 13 } });
  });

  it("is but a lead when several others were paid the same", () => {
    const [trip] = ofKind(rental({ others: 3 }).story.findings(), "mining-round-trip");
    expect(trip).toMatchObject({ grade: "lead", chance: { matching: 4 } });
  });

  it("of clean coins is but a lead, and says that an honest customer leaves the same traces", () => {
    const [trip] = ofKind(rental({ dirty: false }).story.findings(), "mining-round-trip");
    expect(trip).toMatchObject({ grade: "lead", actor: null });
    expect(codes(trip?.contradicts ?? [])).toContain("clean-coins");
  });

  it.each([[1, "supported"], [2, "lead"]] as const)("is followed through two wallets that nobody claimed, not more: %i behind the first make it %s", (hops, grade) => {
    expect(ofKind(rental({ hops }).story.findings(), "mining-round-trip")[0]?.grade).toBe(grade);
  });

  it("is none when pools paid the wallet before", () => {
    expect(ofKind(rental({ receiver: "member 0" }).story.findings(), "mining-round-trip")).toEqual([]);
  });

  it("cannot be told from chance where hardly anybody's payouts are in the store", () => {
    const story = new MoneyStory().claim("hot", "hash-rental", { name: "NiceHash" }).claim("loot", "theft");
    story.pay([story.fund("loot", BTC)], [["hot", BTC]]);
    story.days(2).payout([["fresh", 95n * M]]);
    expect(story.findings()[0]).toMatchObject({ kind: "mining-round-trip", grade: "lead", notTestable: [{ code: "chance" }] });
  });
});

describe("cloud mining", () => {
  it("that pays from its own wallet is covered, without a pool", () => {
    const story = new MoneyStory().claim("cloud", "cloud-mining", { name: "Hashing24" }).claim("loot", "state-actor", { name: "APT43" });
    const loot = story.fund("loot", 2n * BTC);
    story.payout(MEMBERS);
    const bought = story.days(1).pay([loot], [["cloud", BTC], ["loot", BTC]]);
    const reserve = story.fund("cloud", 10n * BTC);
    story.days(2);
    for (let i = 0; i < 6; i += 1) story.pay([story.fund("cloud", BTC)], [[`customer ${i}`, BigInt(5 + i) * M], ["cloud", 80n * M]]);
    const paid = story.days(5).pay([reserve], [["fresh", 60n * M], ["cloud", 9n * BTC]]);
    const [trip] = ofKind(story.findings(), "mining-round-trip");
    expect(trip).toMatchObject({ service: { name: "Hashing24" }, ratio: 600_000, payouts: [{ pool: null, value: 60n * M }] });
    story.pay([[paid, 0], [bought, 1]], [["next", BTC]]);
    expect(ofKind(story.findings(), "mining-round-trip")[0]).toMatchObject({ grade: "corroborated" });
  });
});

describe("commingling", () => {
  it("names the wallet that pools pay as the actor's, with or without a purchase", () => {
    const story = new MoneyStory().claim("old", "state-actor", { name: "APT43" });
    const payout = story.payout([["fresh", 5n * M], ...MEMBERS]);
    const mixed = story.pay([[payout, 0], story.fund("old", BTC)], [["next", BTC]]);
    const findings = story.findings();
    expect(ofKind(findings, "actor-mining")).toMatchObject([{ grade: "corroborated", commingling: [{ kind: "co-spend", t: mixed - 1, script: story.script("fresh") }], payouts: [{ value: 5n * M, pool: "Pool" }] }]);
    expect(ofKind(findings, "commingling")).toMatchObject([{ grade: "corroborated" }]);
  });

  it("is seen after payouts were swept on, and where both sides come to a third address", () => {
    const story = new MoneyStory().claim("old", "hack", { name: "Bridge thief" });
    const payout = story.payout([["fresh", 5n * M], ["fresh 2", 6n * M], ...MEMBERS]);
    const swept = story.pay([[payout, 0]], [["moved", 5n * M]]);
    const coSpent = story.pay([[swept, 0], story.fund("old", BTC)], [["next", BTC]]);
    story.pay([[payout, 1]], [["meeting", 6n * M]]);
    const met = story.pay([story.fund("old", BTC)], [["meeting", BTC]]);
    const [finding] = ofKind(story.findings(), "commingling");
    expect(finding?.commingling.map(({ kind, t }) => [kind, t])).toEqual([["co-spend", coSpent - 1], ["consolidation", met - 1]]);
  });

  it("of a payout that comes straight to a claimed address is a shared address: supported", () => {
    const story = new MoneyStory().claim("old", "ransomware");
    story.payout([["old", 5n * M], ...MEMBERS]);
    expect(ofKind(story.findings(), "commingling")).toMatchObject([{ grade: "supported", commingling: [{ kind: "shared-address" }] }]);
  });

  it("is none in a CoinJoin, and none in the wallet of a claimed custodian", () => {
    const story = new MoneyStory().claim("old", "state-actor").claim("exchange hot", "exchange", { role: "service-own" });
    const payout = story.payout([["fresh", 5n * M], ["deposit a", 6n * M], ...MEMBERS]);
    story.mix([[payout, 0], story.fund("old", BTC)], [["x", BTC]]);
    const stolen = story.pay([story.fund("old", BTC)], [["deposit b", BTC]]);
    story.pay([[payout, 1], [stolen, 0], story.fund("exchange hot", BTC)], [["exchange hot", 2n * BTC]]);
    expect(story.findings().filter(({ commingling }) => commingling.length > 0)).toEqual([]);
  });

  it("of a wallet like a service's is but a lead: an unlabelled custodian fakes it", () => {
    const story = new MoneyStory().claim("old", "theft");
    const coins = Array.from({ length: 70 }, (_, i) => story.pay([story.fund(`customer ${i}`, BTC)], [["old", BTC]]));
    for (const coin of coins) story.pay([[coin, 0]], [[`paid ${coin}`, BTC]]);
    const payout = story.payout([["fresh", 5n * M], ...MEMBERS]);
    story.pay([[payout, 0], story.fund("old", BTC)], [["next", BTC]]);
    expect(ofKind(story.findings(), "commingling")).toMatchObject([{ grade: "lead", contradicts: [{ code: "service-like" }] }]);
  });
});

describe("a deposit address of an exchange", () => {
  const story = new MoneyStory().claim("old", "ransomware", { name: "Gang" }).claim("hot", "exchange", { role: "service-own", name: "Exchange" });
  const payout = story.payout([["deposit", 5n * M], ["fresh", 6n * M], ...MEMBERS]);
  const dirty = story.pay([story.fund("old", BTC)], [["deposit", BTC]]);
  const moved = story.pay([[payout, 1]], [["deposit", 6n * M]]);
  const other = story.pay([story.fund("somebody", BTC)], [["deposit 2", BTC]]);
  story.pay([[payout, 0], [dirty, 0], [moved, 0]], [["hot", 111n * M]]);
  story.pay([[other, 0]], [["hot", BTC]]);

  it("where payouts and dirty coins meet is a shared deposit, supported at most; what the exchange sweeps is none", () => {
    expect(ofKind(story.findings(), "shared-deposit")).toMatchObject([{ grade: "supported", actor: { name: "Gang" }, service: { name: "Exchange" }, payments: [{ value: BTC }], payouts: [{ value: 5n * M, pool: "Pool" }, { value: 6n * M, pool: null }] }]);
    expect(ofKind(story.findings(), "commingling")).toEqual([]);
  });
});

describe("other traces of dirty coins", () => {
  it("are payments into a pool, peel chains and thefts that are gathered", () => {
    const story = new MoneyStory().claim("old", "theft", { name: "Thief" }).claim("pool", "mining-pool", { role: "pool-paying", name: "Pool" });
    const stolen = Array.from({ length: 6 }, (_, i) => story.pay([story.fund(`victim ${i}`, 10n * M)], [["old", 10n * M]]));
    const gathered = story.pay(stolen.map((id): Coin => [id, 0]), [["old", 60n * M]]);
    let coin: Coin = [gathered, 0];
    for (let i = 0; i < 4; i += 1) coin = [story.pay([coin], [[`shop ${i}`, M], ["old", (59n - BigInt(i)) * M]]), 1];
    story.pay([coin], [["pool", 56n * M]]);
    expect(story.findings().map(({ kind, grade }) => [kind, grade]).sort()).toEqual([["dirty-to-pool", "supported"], ["peel-chain", "lead"], ["victim-collection", "supported"]]);
  });
});

describe("detection", () => {
  it("finds nothing where nothing is claimed, and stands data with holes", () => {
    const story = new MoneyStory();
    expect(story.findings()).toEqual([]);
    const payout = story.payout([["fresh", 5n * M], ...MEMBERS]);
    story.pay([[payout, 0], story.fund("x", BTC)], [["y", BTC]]);
    expect(story.findings()).toEqual([]);
  });

  it("may be asked for one actor and for a time", () => {
    const { story, payouts, kept } = rental();
    story.days(2).pay([...payouts, kept], [["next", 195n * M]]);
    expect(story.findings({ actor: "apt43" }).length).toBeGreaterThan(0);
    expect(story.findings({ actor: "Lazarus" })).toEqual([]);
    expect(story.findings({ fromTime: 1_700_000_000 })).toEqual([]);
  });

  it("corroborates every co-spend and nobody else, names every commingling, in simulated economies of seeds not tuned on", () => {
    const { figures } = benchDetection(0.08);
    expect(figures).toMatchObject({ corroboratedWrong: 0, corroboratedRecall: 1, comminglingNamed: 1 });
    expect(figures["coSpentLoops"]).toBeGreaterThan(3);
  });
});
