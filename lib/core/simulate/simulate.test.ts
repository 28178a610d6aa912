import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { scriptOfAddress } from "@/lib/core/bitcoin/addresses";
import { decodeWholeBlock } from "@/lib/core/bitcoin/blocks";
import { NetworkGuess } from "@/lib/core/bitcoin/network-guess";
import { decodeEsploraTxs } from "@/lib/core/bitcoin/tx-batch";
import { AppError } from "@/lib/core/errors";
import { toHex } from "@/lib/core/hex";
import { networkByName, subsidyAt } from "@/lib/core/network";
import { SERVICE_HABITS } from "@/lib/core/simulate/agents/habits";
import { Economy, START_TIME } from "@/lib/core/simulate/economy";
import type { SimulatedBlock } from "@/lib/core/simulate/model";
import { simulationOptions } from "@/lib/core/simulate/options";
import { TxSerializer } from "@/lib/core/simulate/serialize";
import { Simulation } from "@/lib/core/simulate/simulate";
import { weightOf } from "@/lib/core/simulate/transaction";
import { nodeHasher } from "@/lib/platform/chain/hasher";
import { compactSize, concat } from "@/lib/testing/chain";
import { inEveryEconomy, simulated, type SimulatedEconomy, type SimulatedTx, SMALL_ECONOMY } from "@/lib/testing/simulated";

const testnet = networkByName("testnet3");
const sumOf = (outputs: readonly { readonly value: number }[]): bigint => outputs.reduce((sum, { value }) => sum + BigInt(value), 0n);
const spentBy = (tx: SimulatedTx): bigint => sumOf(tx.vin.flatMap(({ prevout }) => (prevout === null ? [] : [prevout])));
const isCoinbase = (tx: SimulatedTx): boolean => tx.vin[0]?.is_coinbase === true;
const blocksOf = (economy: SimulatedEconomy): Map<number, SimulatedTx[]> => {
  const blocks = new Map<number, SimulatedTx[]>();
  for (const tx of economy.parsed) blocks.set(tx.status.block_height, [...(blocks.get(tx.status.block_height) ?? []), tx]);
  return blocks;
};

describe("the simulated chain", () => {
  it("spends every output at most once, after it was made, as its previous output is stated", () => {
    inEveryEconomy(({ parsed }) => {
      const unspent = new Map<string, { output: SimulatedTx["vout"][number]; height: number; coinbase: boolean }>();
      for (const tx of parsed) {
        const height = tx.status.block_height;
        for (const input of tx.vin) {
          if (input.is_coinbase) continue;
          const place = `${input.txid}:${input.vout}`;
          const coin = unspent.get(place);
          expect(coin?.output).toEqual(input.prevout);
          if (coin?.coinbase === true) expect(height - coin.height).toBeGreaterThanOrEqual(100);
          unspent.delete(place);
        }
        tx.vout.forEach((output, n) => unspent.set(`${tx.txid}:${n}`, { output, height, coinbase: isCoinbase(tx) }));
      }
    });
  });

  it("conserves value: inputs are outputs and a fee, coinbases are the subsidy and all fees", () => {
    inEveryEconomy((economy) => {
      for (const [height, [coinbase, ...rest]] of blocksOf(economy)) {
        for (const tx of rest) {
          expect(spentBy(tx) - sumOf(tx.vout)).toBe(BigInt(tx.fee));
          expect(tx.fee).toBeGreaterThan(0);
        }
        const fees = rest.reduce((sum, tx) => sum + BigInt(tx.fee), 0n);
        expect(isCoinbase(coinbase!)).toBe(true);
        expect(sumOf(coinbase!.vout)).toBe(subsidyAt(testnet, height) + fees);
      }
    });
  });

  it("has a subsidy of 6.25 coins on the network that its addresses tell", () => {
    const { parsed, truth } = simulated();
    const guess = new NetworkGuess(null, nodeHasher);
    const decoded = decodeEsploraTxs(parsed, { file: "txs.ndjson", hasher: nodeHasher, network: guess, place: (i) => ({ position: `line ${i + 1}`, next: i + 1 }) });
    expect(decoded.filter(({ kind }) => kind === "rejected")).toEqual([]);
    expect(guess.see(parsed.flatMap((tx) => tx.vout.flatMap(({ scriptpubkey_address: address }) => address ?? [])))).toBeNull();
    expect(truth.network).toBe("testnet3");
    expect(subsidyAt(testnet, truth.firstHeight)).toBe(625_000_000n);
  });

  it("has no odd transaction in the eyes of the importer, whose txids are recomputed, and marks each as synthetic", () => {
    const { parsed } = simulated();
    const decoded = decodeEsploraTxs(parsed, { file: "txs.ndjson", hasher: nodeHasher, network: new NetworkGuess(testnet, nodeHasher), place: (i) => ({ position: `line ${i + 1}`, next: i + 1 }) });
    const notes = decoded.flatMap((each) => (each.kind === "record" ? each.record.notes : []));
    expect(notes).toEqual([]);
    expect(parsed.every((tx) => tx.synthetic)).toBe(true);
  });

  it("writes blocks that a decoder of raw blocks takes: txids, merkle root, BIP 34 height, links", () => {
    // Regtest, because testnet's proof of work is not there.
    const serializer = new TxSerializer(nodeHasher);
    const simulation = new Simulation({ ...SMALL_ECONOMY, days: 4 }, nodeHasher);
    let before: SimulatedBlock | null = null;
    for (const block of simulation.blocks()) {
      const raw = concat(block.header, compactSize(block.transactions.length), ...block.transactions.map((tx) => serializer.write(tx, toHex(tx.txid) !== toHex(tx.wtxid)).slice()));
      const decoded = decodeWholeBlock(raw, { network: networkByName("regtest"), hasher: nodeHasher, file: "block", position: "0", next: raw.length });
      if (decoded.kind === "rejected") throw new Error(decoded.rejection.reason);
      const { txs, block: facts } = decoded.record;
      expect(toHex(txs.txid)).toBe(block.transactions.map((tx) => toHex(tx.txid)).join(""));
      expect(block.transactions.map(({ size, weight }) => [size, weight])).toEqual(block.transactions.map((_, t) => [txs.size[t], txs.weight[t]]));
      expect(facts).toMatchObject({ hash: block.hash, height: block.height, time: block.time });
      if (before !== null) {
        expect(facts!.prevHash).toEqual(before.hash);
        expect(block.time).toBeGreaterThan(before.time);
      }
      before = block;
    }
  });

  it("knows the weight of a transaction before it is written", () => {
    const simulation = new Simulation(SMALL_ECONOMY, nodeHasher);
    for (const block of simulation.blocks()) {
      for (const tx of block.transactions.slice(1)) expect(weightOf(tx.inputs, tx.outputs.map(({ script }) => script))).toBe(tx.weight);
    }
  });

  it("has addresses of four types, each with a valid checksum and the script it stands for", () => {
    inEveryEconomy(({ parsed }) => {
      const types = new Set<string>();
      for (const { scriptpubkey, scriptpubkey_address: address, scriptpubkey_type: type } of parsed.flatMap(({ vout }) => vout)) {
        types.add(type);
        if (address === undefined) continue;
        const read = scriptOfAddress(address, testnet, nodeHasher);
        expect(read.ok && toHex(read.script)).toBe(scriptpubkey);
      }
      // Taproot is rare: not every small economy has a user of it.
      for (const type of ["op_return", "p2pkh", "p2sh", "v0_p2wpkh"]) expect(types).toContain(type);
    });
    expect(simulated().parsed.some(({ vout }) => vout.some(({ scriptpubkey_type: type }) => type === "v1_p2tr"))).toBe(true);
  });

  it("is the same for the same options, and another for another seed", () => {
    const bytes = (seed: number): string => {
      const simulation = new Simulation({ ...SMALL_ECONOMY, seed }, nodeHasher);
      return [...simulation.blocks()].map((block) => simulation.lines(block)).join("") + simulation.claims() + [...simulation.truthText()].join("");
    };
    fc.assert(fc.property(fc.integer({ min: 0, max: 1_000_000_000 }), (seed) => {
      const first = bytes(seed);
      expect(bytes(seed)).toBe(first);
      expect(bytes(seed + 1)).not.toBe(first);
    }), { numRuns: 2 });
  });

  it("halves its subsidy where the network does", () => {
    const economy = new Economy(simulationOptions({}), nodeHasher);
    const actor = economy.actor("solo-miner");
    economy.miners.push({ actor, weight: 1, tag: "/alone/", coinbaseKey: economy.wallet(actor, "wallet", SERVICE_HABITS).mainKey });
    economy.height = 4 * testnet.halvingInterval - 1;
    const rewards = [economy.mine(START_TIME), economy.mine(START_TIME + 1)].map((block) => block.transactions[0]!.outputs[0]!.value);
    expect(rewards).toEqual([625_000_000n, 312_500_000n]);
  });
});

describe("options of a simulation", () => {
  it("are whole numbers within limits, and the error names each that is not", () => {
    const attempt = (): Simulation => new Simulation({ days: 0, users: 1.5, seed: -1 }, nodeHasher);
    expect(attempt).toThrow(AppError);
    try {
      attempt();
    } catch (error) {
      expect((error as AppError).issues.map(({ path }) => path)).toEqual(["seed", "days", "users"]);
    }
  });

  it("may leave out launderers and renters", () => {
    const { truth } = simulated({ launderers: 0, renters: 0 });
    expect(truth.loops).toEqual([]);
    expect(truth.thefts).toEqual([]);
  });
});
