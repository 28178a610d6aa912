import { describe, expect, it } from "vitest";
import { type Flow, type FlowTx, coinjoinNumber, flowsOfTransaction } from "@/lib/core/graph/flows";
import { FEES, NEWLY_MINED, UNKNOWN, UNSPENDABLE, coinjoinParty } from "@/lib/core/graph/party";

type End = readonly [wallet: bigint | null, value: bigint | null];
const flows = (inputs: readonly End[], outputs: readonly (readonly [bigint | null, bigint])[], extra: Partial<FlowTx> = {}): Flow[] =>
  flowsOfTransaction({ txId: 9n, coinbase: false, coinjoin: false, fee: null, inputs: inputs.map(([wallet, value]) => ({ wallet, value })), outputs: outputs.map(([wallet, value]) => ({ wallet, value })), ...extra });
const flow = (src: bigint, dst: bigint, value: bigint): Flow => ({ src, dst, value });

describe("the flows of a transaction", () => {
  it("go from the sender to every other wallet and to the fee; change is none", () => {
    expect(flows([[1n, 70n], [1n, 30n]], [[2n, 60n], [1n, 25n], [3n, 10n]])).toEqual([flow(1n, 2n, 60n), flow(1n, 3n, 10n), flow(1n, FEES, 5n)]);
  });

  it("sum up what one wallet is paid in several outputs", () => {
    expect(flows([[1n, 100n]], [[2n, 60n], [2n, 40n]])).toEqual([flow(1n, 2n, 100n)]);
  });

  it("start at newly mined for a coinbase, fees included", () => {
    expect(flows([], [[2n, 50n], [null, 0n], [3n, 1n]], { coinbase: true })).toEqual([flow(NEWLY_MINED, 2n, 50n), flow(NEWLY_MINED, 3n, 1n)]);
  });

  it("end at unspendable for OP_RETURN with a value, and nowhere for one without", () => {
    expect(flows([[1n, 10n]], [[null, 4n], [2n, 6n]])).toEqual([flow(1n, UNSPENDABLE, 4n), flow(1n, 2n, 6n)]);
    expect(flows([[1n, 10n]], [[null, 0n], [2n, 10n]])).toEqual([flow(1n, 2n, 10n)]);
  });

  it("pass through a CoinJoin as a party of its own", () => {
    const join = coinjoinParty(9n);
    expect(flows([[1n, 50n], [2n, 60n], [1n, 5n]], [[3n, 50n], [4n, 50n], [2n, 9n]], { coinjoin: true })).toEqual([flow(1n, join, 55n), flow(2n, join, 60n), flow(join, 3n, 50n), flow(join, 4n, 50n), flow(join, 2n, 9n), flow(join, FEES, 6n)]);
    expect(coinjoinNumber(9)).toBe(parseInt(join.toString(), 10));
  });
});

describe("unresolved inputs", () => {
  it("pay as unknown where no input is resolved", () => {
    expect(flows([[null, null], [null, null]], [[2n, 60n], [3n, 10n]])).toEqual([flow(UNKNOWN, 2n, 60n), flow(UNKNOWN, 3n, 10n)]);
    expect(flows([[null, null]], [[2n, 60n]], { fee: 4n })).toEqual([flow(UNKNOWN, 2n, 60n), flow(UNKNOWN, FEES, 4n)]);
  });

  it("belong to the wallet that co-spends with them, and their value reaches it from unknown", () => {
    expect(flows([[1n, 30n], [null, null]], [[2n, 60n], [1n, 7n]])).toEqual([flow(UNKNOWN, 1n, 37n), flow(1n, 2n, 60n)]);
  });

  it("hold exactly what is missing when the source states the fee", () => {
    expect(flows([[1n, 30n], [null, null]], [[2n, 60n]], { fee: 5n })).toEqual([flow(UNKNOWN, 1n, 35n), flow(1n, 2n, 60n), flow(1n, FEES, 5n)]);
  });

  it("invent nothing when the known inputs already cover the outputs", () => {
    expect(flows([[1n, 80n], [null, null]], [[2n, 60n]])).toEqual([flow(1n, 2n, 60n), flow(1n, FEES, 20n)]);
  });

  it("do not let a stated fee contradict the amounts", () => {
    expect(flows([[1n, 80n], [null, null]], [[2n, 60n]], { fee: 3n })).toEqual([flow(1n, 2n, 60n), flow(1n, FEES, 20n)]);
    expect(flows([[1n, 80n]], [[2n, 60n]], { fee: 3n })).toEqual([flow(1n, 2n, 60n), flow(1n, FEES, 20n)]);
  });

  it("enter a CoinJoin from unknown", () => {
    const join = coinjoinParty(9n);
    expect(flows([[1n, 50n], [null, null]], [[3n, 50n], [4n, 50n]], { coinjoin: true })).toEqual([flow(1n, join, 50n), flow(UNKNOWN, join, 50n), flow(join, 3n, 50n), flow(join, 4n, 50n)]);
  });
});
