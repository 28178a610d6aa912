import { describe, expect, it } from "vitest";
import type { LedgerColumns } from "@/lib/core/analysis/columns";
import { ofNetwork } from "@/lib/core/analysis/one-network";

/** Two chains, interleaved: scripts 1 and 2 are of network 0, script 3 of network 1; the third transaction names none. */
const both: LedgerColumns = {
  txCount: 4,
  txId: Int32Array.of(11, 12, 13, 14),
  ord: BigInt64Array.of(1n, 1n, 2n, 3n),
  linkOrder: Int32Array.of(0, 1, 3, 2),
  time: Float64Array.of(100, 101, 102, 103),
  fee: BigInt64Array.of(0n, 0n, -1n, 5n),
  coinbase: Uint8Array.of(1, 1, 0, 0),
  synthetic: Uint8Array.of(0, 1, 0, 0),
  inputStart: Int32Array.of(0, 0, 0, 1, 2),
  inputAddress: Int32Array.of(0, 1),
  inputValue: BigInt64Array.of(-1n, 50n),
  inputParent: Int32Array.of(-1, 0),
  outputStart: Int32Array.of(0, 1, 2, 2, 4),
  outputAddress: Int32Array.of(1, 3, 2, 0),
  outputValue: BigInt64Array.of(50n, 70n, 45n, 0n),
  addressSlots: 4,
  addressNetwork: Uint8Array.of(0, 0, 0, 1),
  addressType: Uint8Array.of(0, 0, 0, 0),
  sameKey: new Int32Array(0),
};

describe("the ledger of one network", () => {
  it("has its transactions in their order, with inputs, outputs and parents where they belong", () => {
    const one = ofNetwork(both, 0);
    expect(one).toMatchObject({
      txCount: 3, txId: Int32Array.of(11, 13, 14), linkOrder: Int32Array.of(0, 2, 1), time: Float64Array.of(100, 102, 103),
      inputStart: Int32Array.of(0, 0, 1, 2), inputParent: Int32Array.of(-1, 0), outputStart: Int32Array.of(0, 1, 1, 3), outputAddress: Int32Array.of(1, 2, 0),
    });
    expect([...one.outputValue]).toEqual([50n, 45n, 0n]);
  });

  it("is the ledger itself where there is no other network", () => {
    const one = ofNetwork(both, 0);
    expect(ofNetwork(one, 0)).toBe(one);
  });

  it("has only what names no script where nothing is of the network", () => {
    expect([...ofNetwork(both, 5).txId]).toEqual([13]);
  });
});
