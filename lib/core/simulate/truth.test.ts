import { describe, expect, it } from "vitest";
import { Simulation } from "@/lib/core/simulate/simulate";
import type { Truth, TruthActor, TruthLoop, TruthOutput } from "@/lib/core/simulate/truth";
import { nodeHasher } from "@/lib/platform/chain/hasher";
import { inEveryEconomy, simulated, type SimulatedEconomy, type SimulatedTx, SMALL_ECONOMY } from "@/lib/testing/simulated";

const addressesOf = (outputs: SimulatedTx["vout"]): string[] => outputs.flatMap(({ scriptpubkey_address: address }) => address ?? []);
const sendersOf = (tx: SimulatedTx): string[] => addressesOf(tx.vin.flatMap(({ prevout }) => (prevout === null ? [] : [prevout])));
const actor = (truth: Truth, id: string | null): TruthActor => truth.actors.find((each) => each.id === id)!;
const wallet = (of: TruthActor, name: string): readonly string[] => of.wallets.find((each) => each.name === name)?.addresses ?? [];
const laundering = ({ truth }: SimulatedEconomy): TruthLoop[] => truth.loops.filter((loop) => !loop.honest);
const finished = (economy: SimulatedEconomy): TruthLoop => laundering(economy).find((loop) => loop.complete)!;
const sum = (outputs: readonly TruthOutput[]): bigint => outputs.reduce((total, { value }) => total + BigInt(value), 0n);

describe("the truth of a simulation", () => {
  it("states outputs that are on the chain, with their amounts, times and addresses", () => {
    inEveryEconomy(({ truth }, txs) => {
      const stated = [...truth.loops.flatMap(({ purchases, payouts, refunds }) => [...purchases, ...payouts, ...refunds]), ...truth.thefts, ...truth.moves];
      expect(stated.length).toBeGreaterThan(0);
      for (const { txid, n, value, time, address } of stated) {
        const tx = txs.get(txid)!;
        expect(tx.vout[n]).toMatchObject({ value: parseInt(value, 10), scriptpubkey_address: address });
        expect(new Date(tx.status.block_time * 1_000).toISOString()).toBe(time);
      }
    });
  });

  it("gives every address of the chain to one actor, and every block to the one whose coinbase it is", () => {
    inEveryEconomy(({ truth, parsed }) => {
      const owners = new Map(truth.actors.flatMap(({ id, addresses }) => addresses.map((address) => [address, id] as const)));
      const known = new Set(parsed.flatMap((tx) => addressesOf(tx.vout)));
      expect(new Set(owners.keys())).toEqual(known);
      expect(truth.actors.reduce((count, { addresses }) => count + addresses.length, 0)).toBe(known.size);
      const miners = new Map(truth.pools.flatMap((pool) => pool.blocks.map(({ hash }) => [hash, pool.actor] as const)));
      const coinbases = parsed.filter((tx) => tx.vin[0]!.is_coinbase);
      for (const tx of coinbases) expect(miners.get(tx.status.block_hash)).toBe(owners.get(addressesOf(tx.vout)[0]!));
      expect(miners.size).toBe(coinbases.length);
    });
  });

  it("is written as JSON that says the same", () => {
    const simulation = new Simulation(SMALL_ECONOMY, nodeHasher);
    for (const block of simulation.blocks()) expect(block.transactions.length).toBeGreaterThan(0);
    expect(JSON.parse([...simulation.truthText()].join(""))).toEqual(simulation.truth());
    expect(simulation.truth()).toMatchObject({ synthetic: true, transactions: simulation.counts.transactions });
  });

  it("counts the loops that it lists", () => {
    inEveryEconomy(({ truth, counts }) => {
      expect(truth.loops).toHaveLength(counts.loops);
      expect(truth.actors).toHaveLength(counts.actors);
    });
  });
});

describe("a laundering loop", () => {
  it("comes to its end, with payouts worth 0.85 to 1.05 of the purchases", () => {
    inEveryEconomy((economy) => {
      const loop = finished(economy);
      expect(loop.ratio).toBeGreaterThanOrEqual(0.85);
      expect(loop.ratio).toBeLessThanOrEqual(1.05);
      expect(loop.ratio).toBe(parseInt(((sum(loop.payouts) * 10_000n) / sum(loop.purchases)).toString(), 10) / 10_000);
      expect(loop.purchases.length).toBeGreaterThanOrEqual(2);
    });
  });

  it("is paid for with stolen coins: of several victims, gathered, and partly from the claimed wallet", () => {
    inEveryEconomy((economy, txs) => {
      const { truth } = economy;
      const loop = finished(economy);
      const launderer = actor(truth, loop.launderer);
      const earlier = wallet(launderer, "earlier-campaign");
      const thefts = truth.thefts.filter(({ time }) => time < loop.purchases[0]!.time);
      expect(new Set(thefts.map(({ victim }) => victim)).size).toBeGreaterThanOrEqual(4);
      for (const theft of thefts) {
        expect(launderer.addresses).toContain(theft.address);
        expect(actor(truth, theft.victim).addresses).toEqual(expect.arrayContaining(sendersOf(txs.get(theft.txid)!)));
      }
      const topUp = truth.moves.find(({ kind }) => kind === "top-up")!;
      expect(sendersOf(txs.get(topUp.txid)!).every((address) => earlier.includes(address))).toBe(true);
      for (const purchase of loop.purchases) expect(sendersOf(txs.get(purchase.txid)!).every((address) => launderer.addresses.includes(address))).toBe(true);
    });
  });

  it("pays deposit addresses that the rental service keeps and sweeps into its own wallet", () => {
    inEveryEconomy((economy, txs) => {
      const { truth, parsed } = economy;
      const loop = finished(economy);
      const service = actor(truth, loop.purchases[0]!.service);
      for (const purchase of loop.purchases) {
        expect(wallet(service, "deposits")).toContain(purchase.address);
        const sweep = parsed.find((tx) => tx.vin.some(({ txid, vout }) => txid === purchase.txid && vout === purchase.n))!;
        expect(addressesOf(sweep.vout)).toEqual(wallet(service, "hot"));
        expect(txs.get(purchase.txid)!.status.block_height).toBeLessThan(sweep.status.block_height);
      }
    });
  });

  it("is paid by pools, never by the rental service, at addresses that are new and not in the service's books", () => {
    inEveryEconomy((economy, txs) => {
      const { truth, parsed } = economy;
      const loop = finished(economy);
      const service = actor(truth, loop.purchases[0]!.service);
      for (const payout of loop.payouts) {
        expect(actor(truth, payout.pool).addresses).toEqual(expect.arrayContaining(sendersOf(txs.get(payout.txid)!)));
        expect(truth.pools.find((pool) => pool.actor === payout.pool)!.payoutTxids).toContain(payout.txid);
        expect(actor(truth, loop.launderer).addresses).toContain(payout.address);
      }
      const first = new Map<string, string>();
      for (const tx of parsed) for (const address of addressesOf(tx.vout)) if (!first.has(address)) first.set(address, tx.txid);
      const paid = new Set(loop.payouts.map(({ address }) => address));
      for (const address of paid) expect(loop.payouts.map(({ txid }) => txid)).toContain(first.get(address));
      const fromService = parsed.filter((tx) => sendersOf(tx).some((address) => service.addresses.includes(address)));
      expect(fromService.flatMap((tx) => addressesOf(tx.vout)).filter((address) => paid.has(address))).toEqual([]);
    });
  });

  it("ends in a transaction that spends payouts with coins of the earlier campaign", () => {
    inEveryEconomy((economy, txs) => {
      const loop = finished(economy);
      const launderer = actor(economy.truth, loop.launderer);
      const payouts = loop.payouts.map(({ address }) => address);
      const earlier = wallet(launderer, "earlier-campaign");
      for (const { kind, txid } of loop.commingling) {
        const tx = txs.get(txid)!;
        const senders = sendersOf(tx);
        expect(senders.some((address) => payouts.includes(address))).toBe(true);
        expect(senders.some((address) => earlier.includes(address))).toBe(kind === "co-spend");
        expect(addressesOf(tx.vout).every((address) => earlier.includes(address))).toBe(true);
      }
      expect(loop.commingling.map(({ kind }) => kind)).toContain("co-spend");
    });
  });
});

describe("honest customers of the rental service", () => {
  it("show loops of the same ratios, paid with coins that are not the launderer's", () => {
    inEveryEconomy((economy, txs) => {
      const { truth } = economy;
      const stolen = new Set(truth.actors.filter(({ kind }) => kind === "launderer").flatMap(({ addresses }) => addresses));
      for (const loop of truth.loops.filter(({ honest }) => honest)) {
        expect(loop.launderer).toBeNull();
        expect(loop.commingling).toEqual([]);
        for (const { txid } of loop.purchases) expect(sendersOf(txs.get(txid)!).some((address) => stolen.has(address))).toBe(false);
        if (!loop.complete) continue;
        expect(loop.ratio).toBeGreaterThanOrEqual(0.85);
        expect(loop.ratio).toBeLessThanOrEqual(1.05);
        const net = sum(loop.purchases) - sum(loop.refunds);
        expect(loop.ratio).toBe(parseInt(((sum(loop.payouts) * 10_000n) / net).toString(), 10) / 10_000);
      }
    });
  });
});

describe("pools", () => {
  it("pay the same members again and again", () => {
    inEveryEconomy(({ truth }, txs) => {
      for (const pool of truth.pools.filter(({ shape }) => shape !== "solo")) {
        const own = new Set(actor(truth, pool.actor).addresses);
        const paid = new Map<string, number>();
        for (const txid of pool.payoutTxids) {
          for (const address of addressesOf(txs.get(txid)!.vout)) if (!own.has(address)) paid.set(address, (paid.get(address) ?? 0) + 1);
        }
        const again = [...paid.values()].filter((times) => times >= 3).length;
        expect(again).toBeGreaterThanOrEqual(0.5 * paid.size);
      }
    });
  });

  it("pay in two shapes: batches from one address, and a chain whose largest output is the next one's input", () => {
    inEveryEconomy(({ truth, parsed }, txs) => {
      const spenderOf = new Map(parsed.flatMap((tx) => tx.vin.map(({ txid, vout }) => [`${txid}:${vout}`, tx.txid] as const)));
      const [batch, chain] = (["batch", "chain"] as const).map((shape) => truth.pools.find((pool) => pool.shape === shape)!);
      const batches = batch!.payoutTxids.map((txid) => txs.get(txid)!);
      expect(new Set(batches.flatMap(sendersOf)).size).toBe(1);
      expect(batches.some((tx) => tx.vout.length >= 10)).toBe(true);
      const links = chain!.payoutTxids.filter((txid) => {
        const { vout } = txs.get(txid)!;
        const largest = vout.reduce((best, { value }, n) => (value > vout[best]!.value ? n : best), 0);
        return chain!.payoutTxids.includes(spenderOf.get(`${txid}:${largest}`) ?? "");
      });
      expect(links.length).toBeGreaterThanOrEqual(0.3 * chain!.payoutTxids.length);
      expect(new Set(chain!.payoutTxids.flatMap((txid) => sendersOf(txs.get(txid)!))).size).toBeGreaterThan(3);
    });
  });
});

describe("the other two shapes of payout", () => {
  it("are a tree, whose leaves spend round sums that the pool has sent itself, and coinbases that pay members", () => {
    inEveryEconomy(({ truth }, txs) => {
      const [tree, coinbase] = (["tree", "coinbase"] as const).map((shape) => truth.pools.find((pool) => pool.shape === shape)!);
      const branches = wallet(actor(truth, tree!.actor), "branches");
      for (const txid of tree!.payoutTxids) {
        const [input, ...others] = txs.get(txid)!.vin;
        expect(others).toEqual([]);
        expect(branches).toContain(input!.prevout!.scriptpubkey_address);
        expect(input!.prevout!.value % 100_000_000).toBe(0);
      }
      for (const txid of coinbase!.payoutTxids) expect(txs.get(txid)!.vin[0]!.is_coinbase).toBe(true);
      expect(Math.min(tree!.payoutTxids.length, coinbase!.payoutTxids.length)).toBeGreaterThan(5);
    });
  });

  it("are left out of a small cast, with those who look like pools", () => {
    const { truth } = simulated({ pools: 2 });
    expect(truth.pools.map(({ shape }) => shape).filter((shape) => shape !== "solo")).toEqual(["batch", "chain"]);
    expect(truth.actors.filter(({ kind }) => kind === "hosting" || kind === "employer")).toEqual([]);
    expect(simulated().truth.actors.filter(({ kind }) => kind === "hosting")).toHaveLength(4);
  });
});

describe("what an analyst knows at the start", () => {
  it("names services and the earlier campaign, and no payout address", () => {
    inEveryEconomy(({ truth, claims, parsed }) => {
      const known = new Set(parsed.flatMap((tx) => addressesOf(tx.vout)));
      const addresses = [...claims.matchAll(/^- address: (\S+)$/gm)].map((match) => match[1]!);
      expect(addresses.every((address) => known.has(address))).toBe(true);
      const payouts = new Set(truth.loops.flatMap(({ payouts: paid }) => paid.map(({ address }) => address)));
      expect(addresses.filter((address) => payouts.has(address))).toEqual([]);
      for (const category of ["exchange", "hash-rental", "mining-pool", "state-actor", "theft"]) expect(claims).toContain(`  category: ${category}\n`);
      const launderer = truth.actors.find(({ kind }) => kind === "launderer")!;
      expect(addresses.filter((address) => launderer.addresses.includes(address)).every((address) => wallet(launderer, "earlier-campaign").includes(address))).toBe(true);
    });
  });

  it("says on every line that it is made up, and gives every tag what a TagPack needs", () => {
    const { claims } = simulated();
    const tags = claims.split("\n- ").slice(1);
    expect(tags.length).toBeGreaterThanOrEqual(7);
    for (const tag of tags) {
      expect(tag).toMatch(/^address: \S+\n {2}label: "SYNTHETIC: .+"\n {2}source: synthetic\n {2}currency: BTC\n {2}category: \S+\n {2}actor: ".+ \(synthetic\)"\n {2}confidence: \S+/);
    }
    expect(claims).toMatch(/^title: .*synthetic.*\ncreator: Assay simulator \(synthetic\)\n/);
  });

  it("is an empty pack when nothing has happened yet", () => {
    const claims = new Simulation(SMALL_ECONOMY, nodeHasher).claims();
    expect(claims).toContain("tags: []");
  });
});
