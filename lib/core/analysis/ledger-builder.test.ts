import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { risingOrder } from "@/lib/core/analysis/chain-order";
import { LedgerBuilder } from "@/lib/core/analysis/ledger-builder";
import { countingOrder } from "@/lib/core/analysis/lists";
import { Verdicts } from "@/lib/core/analysis/verdicts";
import { chainOrder, unplacedOrder } from "@/lib/core/graph/order";
import { ledgerColumns, rowAddresses, type RowTx } from "@/lib/testing/ledger-rows";

describe("chain order", () => {
  const ord = fc.oneof(fc.bigInt({ min: 0n, max: 1n << 45n }), fc.nat(5).map((n) => chainOrder(800_000, n)), fc.nat(1000).map((n) => unplacedOrder(BigInt(n))));

  it("sorts by order, transactions of unknown height last, and equal ones as they stood", () => {
    fc.assert(
      fc.property(fc.array(ord), (orders) => {
        const expected = orders.map((value, i) => ({ value, i })).sort((a, b) => (a.value === b.value ? a.i - b.i : a.value < b.value ? -1 : 1));
        expect([...risingOrder(BigInt64Array.from(orders))]).toEqual(expected.map(({ i }) => i));
      }),
    );
  });

  it("keeps rows that stand in order, whatever part of a larger array they are", () => {
    const orders = BigInt64Array.of(9n, 5n, 3n, 4n);
    expect([...risingOrder(orders.subarray(2))]).toEqual([0, 1]);
    expect([...risingOrder(orders.subarray(1, 3))]).toEqual([1, 0]);
  });
});

describe("the counting sort", () => {
  it("is stable, takes negative keys, and sorts a given order", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer({ min: -20, max: 20 }), fc.integer({ min: -3, max: 3 }))), (pairs) => {
        const minor = countingOrder(Int32Array.from(pairs, ([, b]) => b), -20, 20);
        const both = countingOrder(Int32Array.from(pairs, ([a]) => a), -20, 20, minor);
        const expected = pairs.map(([a, b], i) => ({ a, b, i })).sort((one, other) => (one.a === other.a ? (one.b === other.b ? one.i - other.i : one.b - other.b) : one.a - other.a));
        expect([...both]).toEqual(expected.map(({ i }) => i));
      }),
    );
  });
});

describe("ledger columns", () => {
  it("refuse ids that no array can be indexed by, before taking memory for them", () => {
    expect(() => new LedgerBuilder({ transactions: 1, maxTxId: 2 ** 31, maxAddressId: 1 })).toThrow(/ids above/);
  });

  it("refuse rows beyond the number that the transaction states", () => {
    const builder = new LedgerBuilder({ transactions: 1, maxTxId: 1, maxAddressId: 1 });
    builder.addTransaction({ id: 1, ord: 1n, time: 1, fee: -1n, coinbase: true, synthetic: false, inputCount: 1, outputCount: 1 });
    const placed = builder.place();
    expect(() => placed.addOutput(1, 1, 1, 1n)).toThrow(/Transaction row 1/);
    expect(() => placed.addInput({ txId: 1, n: 0, parentTxId: 0, address: 1, value: 1n })).toThrow(/Transaction row 1/);
  });
});

describe("verdicts over a ledger", () => {
  const base: Omit<RowTx, "id" | "ord" | "inputs" | "outputs"> = { time: null, fee: null, status: 0, coinbase: false, synthetic: false };
  const tx0: RowTx = {
    ...base, id: 1, ord: 1n, inputs: [{ prevTxId: null, prevN: 0, address: 1, value: 20_000_000n }],
    outputs: [...[2, 3].map((address) => ({ address, value: 5_000_510n })), { address: 4, value: 175_000n }, { address: 5, value: 9_800_000n }, { address: null, value: 0n }],
  };
  const round = (premix: number, value: bigint): RowTx => ({
    ...base, id: 2, ord: 2n,
    inputs: [{ prevTxId: 1, prevN: premix, address: 2, value }, ...[6, 7, 8, 9].map((address, n) => ({ prevTxId: null, prevN: n, address, value: 5_000_000n }))],
    outputs: [10, 11, 12, 13, 14].map((address) => ({ address, value: 5_000_000n })),
  });
  const judged = (txs: readonly RowTx[]): object[] => {
    const verdicts = new Verdicts(ledgerColumns({ txs, addresses: rowAddresses(20) }));
    verdicts.judge(0, txs.length);
    verdicts.confirmPremixes();
    return [...verdicts.rows()].map(({ txId, verdict }) => ({ txId, kind: verdict.kind, confidence: verdict.confidence, confirmed: verdict.detail["confirmed"] }));
  };

  it("are surer of a Tx0 whose premix output went into a Whirlpool round", () => {
    expect(judged([tx0])).toEqual([{ txId: 1, kind: "whirlpool-tx0", confidence: 60, confirmed: undefined }]);
    expect(judged([tx0, round(0, 5_000_510n)])).toEqual([{ txId: 1, kind: "whirlpool-tx0", confidence: 90, confirmed: 1 }, { txId: 2, kind: "whirlpool", confidence: 60, confirmed: undefined }]);
    expect(judged([tx0, round(3, 5_000_600n)])[0]).toMatchObject({ confidence: 60 });
  });
});
