import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { MiningInput } from "@/lib/core/mining/mining-ledger";
import type { Payout } from "@/lib/core/mining/payout";
import { payoutsOf } from "@/lib/core/mining/payouts";
import { chainOrder } from "@/lib/core/graph/order";
import { benchPayouts, miningInput } from "@/lib/platform/bench/payouts.bench";
import { finished, simulatedLedger } from "@/lib/platform/bench/simulated-ledger";
import { arbitraryLedger, ledgerColumns, type LedgerRows, rowAddresses, type RowTx } from "@/lib/testing/ledger-rows";

const BTC = 100_000_000n;
const DAY = 86_400;
const POOL = 1;

/** Transactions one an hour, but for what `wait` skips; each spends whole outputs of those before it. */
class Chain {
  readonly txs: RowTx[] = [];
  readonly minedBy: number[] = [];
  #time = 1_660_000_000;

  wait(seconds: number): this {
    this.#time += seconds;
    return this;
  }

  /** @returns its id */
  mine(outputs: readonly (readonly [number, bigint])[], pool = POOL): number {
    return this.#add({ coinbase: true, inputs: [], outputs: outputs.map(([address, value]) => ({ address, value })) }, pool);
  }

  spend(coins: readonly (readonly [number, number])[], outputs: readonly (readonly [number, bigint])[]): number {
    const inputs = coins.map(([txId, n]) => ({ prevTxId: txId, prevN: n, ...this.txs[txId - 1]!.outputs[n]! }));
    return this.#add({ coinbase: false, inputs, outputs: outputs.map(([address, value]) => ({ address, value })) }, 0);
  }

  /** Spends a coin whose transaction is not in the store. */
  spendUnknown(address: number, value: bigint, outputs: readonly (readonly [number, bigint])[]): number {
    return this.#add({ coinbase: false, inputs: [{ prevTxId: null, prevN: 0, address, value }], outputs: outputs.map(([to, sats]) => ({ address: to, value: sats })) }, 0);
  }

  #add(tx: Pick<RowTx, "coinbase" | "inputs" | "outputs">, pool: number): number {
    const id = this.txs.length + 1;
    this.#time += 3_600;
    this.txs.push({ id, ord: chainOrder(id, 0), time: this.#time, fee: null, status: 0, synthetic: true, ...tx });
    this.minedBy.push(pool);
    return id;
  }

  payouts(claims: Partial<Pick<MiningInput, "claimed" | "foreign">> = {}): { id: number; grade: string; members: readonly number[]; codes: string[] }[] {
    const ledger = ledgerColumns({ txs: this.txs, addresses: rowAddresses(60) });
    const input: MiningInput = {
      ledger, walletOf: Int32Array.from({ length: 61 }, (_, i) => i), mixes: new Uint8Array(ledger.txCount), minedBy: Int16Array.from(this.minedBy),
      claimed: new Map(), foreign: new Set(), ...claims,
    };
    return finished(payoutsOf(input, ["", "Pool"])).map(({ t, grade, members, reasons }: Payout) => ({ id: t + 1, grade, members, codes: reasons.map(({ code }) => code) }));
  }
}

/** Scripts of the tests: the pool's coinbase address is 1, its collector 2, an exchange 3, members from 10. */
const [COINBASE, COLLECTOR, EXCHANGE] = [1, 2, 3];

describe("payouts of a pool", () => {
  it("are told by lineage and recurrence at any size and median", () => {
    const chain = new Chain();
    const first = chain.spend([[chain.mine([[COINBASE, 10n * BTC]]), 0]], [[10, 5n * BTC], [11, 4n * BTC], [COINBASE, BTC]]);
    const second = chain.wait(DAY).spend([[chain.mine([[COINBASE, 10n * BTC]]), 0]], [[COINBASE, BTC], [11, 4n * BTC], [10, 5n * BTC]]);
    expect(chain.payouts()).toEqual([
      { id: first, grade: "high", members: [0, 1], codes: ["lineage", "recurrence"] },
      { id: second, grade: "high", members: [1, 2], codes: ["lineage", "recurrence"] },
    ]);
  });

  it("are none when nobody is paid twice within 60 days, and few are paid", () => {
    const chain = new Chain();
    chain.spend([[chain.mine([[COINBASE, 10n * BTC]]), 0]], [[10, 5n * BTC], [11, 5n * BTC]]);
    chain.wait(61 * DAY).spend([[chain.mine([[COINBASE, 10n * BTC]]), 0]], [[10, 5n * BTC], [11, 5n * BTC]]);
    expect(chain.payouts()).toEqual([]);
  });

  it("come from a collector that is learned, and gathering on it is none", () => {
    const chain = new Chain();
    const paid: number[] = [];
    for (let day = 0; day < 4; day += 1) {
      const gathered = chain.wait(DAY).spend([[chain.mine([[COINBASE, 10n * BTC]]), 0]], [[COLLECTOR, 10n * BTC]]);
      paid.push(chain.spend([[gathered, 0]], [[10, 3n * BTC], [11, 3n * BTC], [12, 4n * BTC]]));
    }
    expect(chain.payouts().map(({ id, grade }) => [id, grade])).toEqual(paid.map((id) => [id, "high"]));
  });

  it("come from the links of a chain whose change lies at a new address each time", () => {
    const chain = new Chain();
    const paid: number[] = [];
    let fresh = 30;
    for (let day = 0; day < 3; day += 1) {
      let coin = chain.wait(DAY).mine([[COINBASE, 100n * BTC]]);
      for (let link = 0; link < 3; link += 1) {
        const members = [0, 1, 2].map((i) => [10 + 3 * link + i, BTC] as const);
        coin = chain.spend([[coin, 0]], [[fresh, (90n - 10n * BigInt(link)) * BTC], ...members]);
        fresh += 1;
        paid.push(coin);
      }
    }
    expect(chain.payouts().map(({ id }) => id)).toEqual(paid);
  });

  it("come from the leaves of a tree, whose first step is none", () => {
    const chain = new Chain();
    const leaves: number[] = [];
    for (let day = 0; day < 3; day += 1) {
      const root = chain.wait(DAY).spend([[chain.mine([[COINBASE, 20n * BTC]]), 0]], [[40 + 2 * day, 10n * BTC], [41 + 2 * day, 10n * BTC]]);
      leaves.push(...[0, 1].map((side) => chain.spend([[root, side]], [0, 1, 2, 3].map((i) => [10 + 4 * side + i, 2n * BTC] as const))));
    }
    expect(chain.payouts().map(({ id }) => id)).toEqual(leaves);
  });

  it("are its coinbases where these pay many", () => {
    const chain = new Chain();
    const coinbases = [0, 1, 2].map(() => chain.wait(DAY).mine([10, 11, 12, 13].map((member) => [member, BTC])));
    expect(chain.payouts()).toEqual(coinbases.map((id) => ({ id, grade: "high", members: [0, 1, 2, 3], codes: ["coinbase", "recurrence"] })));
  });

  it("are not what a member does with them: an exchange that many pay, or a firm that shares what it was paid among its own", () => {
    const chain = new Chain();
    for (let day = 0; day < 4; day += 1) {
      const payout = chain.wait(DAY).spend([[chain.mine([[COINBASE, 10n * BTC]]), 0]], [[10, BTC], [11, BTC], [EXCHANGE, 4n * BTC], [12, 4n * BTC]]);
      const deposit = chain.mine([[20, 50n * BTC]], 0);
      const other = chain.spend([[deposit, 0]], [[EXCHANGE, 50n * BTC]]);
      chain.spend([[payout, 2], [other, 0]], [[10, BTC], [11, BTC], [12, BTC], [50, 51n * BTC]]);
      chain.spend([[payout, 3]], [[10, BTC], [11, BTC], [51, 2n * BTC]]);
    }
    expect(chain.payouts()).toHaveLength(4);
    expect(chain.payouts({ claimed: new Map([[EXCHANGE, POOL]]) })).toHaveLength(4);
  });

  it("are not those of a service that a claim calls a pool: its coins come from no coinbase of a pool", () => {
    const chain = new Chain();
    for (let day = 0; day < 4; day += 1) {
      const sold = chain.wait(DAY).spend([[chain.mine([[50, 20n * BTC]], 0), 0]], [[51, 20n * BTC]]);
      const deposit = chain.spend([[sold, 0]], [[EXCHANGE, 20n * BTC]]);
      chain.spend([[deposit, 0]], Array.from({ length: 20 }, (_, i) => [10 + i, BTC]));
    }
    expect(chain.payouts({ claimed: new Map([[EXCHANGE, POOL]]) })).toEqual([]);
  });

  it("are medium where the origin of a claimed wallet's coins is not in the store", () => {
    const chain = new Chain();
    for (let day = 0; day < 3; day += 1) chain.wait(DAY).spendUnknown(COLLECTOR, 6n * BTC, [10, 11, 12].map((member) => [member, 2n * BTC]));
    const claimed = new Map([[COLLECTOR, POOL]]);
    expect(chain.payouts({ claimed }).map(({ grade, codes }) => [grade, ...codes])).toEqual([0, 1, 2].map(() => ["medium", "lineage-unknown", "recurrence"]));
    expect(chain.payouts({ claimed, foreign: new Set([COLLECTOR]) })).toEqual([]);
    expect(chain.payouts()).toEqual([]);
  });

  it("come from a claimed wallet that lives on coinbases of blocks nobody is known to have mined", () => {
    const chain = new Chain();
    const paid: number[] = [];
    for (let day = 0; day < 3; day += 1) {
      const swept = chain.wait(DAY).spend([[chain.mine([[COINBASE, 6n * BTC]], 0), 0]], [[COLLECTOR, 6n * BTC]]);
      paid.push(chain.spend([[swept, 0]], [10, 11, 12].map((member) => [member, 2n * BTC])));
    }
    expect(chain.payouts({ claimed: new Map([[COLLECTOR, POOL]]) }).map(({ id, grade }) => [id, grade])).toEqual(paid.map((id) => [id, "high"]));
  });

  it("with a payout's size and lineage are medium, and size without lineage is nothing", () => {
    const chain = new Chain();
    const members = Array.from({ length: 12 }, (_, i) => [10 + i, BTC / 2n] as const);
    const paid = chain.spend([[chain.mine([[COINBASE, 6n * BTC]]), 0]], members);
    chain.spend([[chain.mine([[9, 6n * BTC]], 0), 0]], members);
    expect(chain.payouts().map(({ id, grade, codes }) => [id, grade, ...codes])).toEqual([[paid, "medium", "lineage", "size"]]);
  });

  it("are found without an error in any ledger, name outputs that exist, and are the same each time", () => {
    fc.assert(fc.property(arbitraryLedger(), fc.array(fc.nat(2), { minLength: 40, maxLength: 40 }), fc.array(fc.integer({ min: 1, max: 24 }), { maxLength: 3 }), (rows: LedgerRows, mined, claimed) => {
      const ledger = ledgerColumns(rows);
      const input: MiningInput = {
        ledger, walletOf: Int32Array.from({ length: ledger.addressSlots }, (_, i) => i), mixes: new Uint8Array(ledger.txCount),
        minedBy: Int16Array.from(ledger.coinbase, (coinbase, t) => (coinbase === 1 ? mined[t]! : 0)), claimed: new Map(claimed.map((script) => [script, 1])), foreign: new Set([3]),
      };
      const found = finished(payoutsOf(input, ["", "One", "Two"]));
      for (const { t, members } of found) for (const n of members) expect(n).toBeLessThan(ledger.outputStart[t + 1]! - ledger.outputStart[t]!);
      expect(finished(payoutsOf(input, ["", "One", "Two"]))).toEqual(found);
    }), { numRuns: 200 });
  });
});

describe("payouts of simulated economies", () => {
  it("are nearly all found, and nearly nothing else, with exchanges, sellers, employers and hosting firms about", () => {
    const { figures } = benchPayouts(0.1);
    expect(figures["payouts"]).toBeGreaterThan(1_000);
    expect(figures["precision"]).toBeGreaterThanOrEqual(0.98);
    expect(figures["recall"]).toBeGreaterThanOrEqual(0.95);
  });

  it("are none without claims, and those of the pools that claims name with some", () => {
    const economy = simulatedLedger({ seed: 3, days: 10, blockSeconds: 1_800, miners: 10, users: 20 });
    const { input, pools } = miningInput(economy);
    const without = { ...input, claimed: new Map<number, number>(), minedBy: new Int16Array(input.minedBy.length) };
    expect(finished(payoutsOf(without, pools))).toEqual([]);
    const one = { ...input, claimed: new Map([...input.claimed].filter(([, pool]) => pool === 1)), minedBy: input.minedBy.map((pool) => (pool === 1 ? 1 : 0)) };
    const found = finished(payoutsOf(one, pools));
    expect(found.length).toBeGreaterThan(5);
    expect(found.every(({ pool }) => pool === 1)).toBe(true);
  });
});
