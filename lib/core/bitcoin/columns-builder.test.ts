import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ColumnsBuilder } from "@/lib/core/bitcoin/columns-builder";

const facts = (n: number) => ({ txid: new Uint8Array(32).fill(n), flags: n, version: n, locktime: -1, size: n, weight: n, fee: BigInt(n) });

describe("columns builder", () => {
  it("gives back every row whatever the numbers of transactions, inputs and outputs", () => {
    const shapes = fc.array(fc.record({ inputs: fc.nat(5), outputs: fc.nat(5), abandoned: fc.boolean() }), { maxLength: 200 });
    fc.assert(
      fc.property(shapes, (txs) => {
        const builder = new ColumnsBuilder();
        const outpoint = new Uint8Array(32);
        for (const [t, { inputs, outputs, abandoned }] of txs.entries()) {
          for (let i = 0; i < inputs; i += 1) {
            builder.addInput(outpoint, 0, 100 * t + i, t);
            builder.describePrevious(BigInt(t), Uint8Array.of(t % 256));
          }
          for (let o = 0; o < outputs; o += 1) builder.addOutput(BigInt(100 * t + o), builder.keepScript(Uint8Array.of(o, t % 256)), 2);
          if (abandoned) builder.abandonTx();
          else builder.endTx(facts(t % 200));
        }
        const columns = builder.finish();
        const kept = [...txs.entries()].filter(([, tx]) => !tx.abandoned);
        expect(columns.txCount).toBe(kept.length);
        expect(columns.inputStart).toHaveLength(kept.length + 1);
        expect(columns.outputStart).toHaveLength(kept.length + 1);
        for (const [row, [t, { inputs, outputs }]] of kept.entries()) {
          const [from = -1, to = -1] = columns.inputStart.subarray(row, row + 2);
          expect(to - from).toBe(inputs);
          for (let i = 0; i < inputs; i += 1) {
            expect(columns.prevN[from + i]).toBe(100 * t + i);
            expect(columns.bytes[columns.prevScriptStart[from + i]!]).toBe(t % 256);
          }
          const [first = -1, last = -1] = columns.outputStart.subarray(row, row + 2);
          expect(last - first).toBe(outputs);
          for (let o = 0; o < outputs; o += 1) {
            expect(columns.value[first + o]).toBe(BigInt(100 * t + o));
            expect([...columns.bytes.subarray(columns.scriptStart[first + o], columns.scriptStart[first + o]! + 2)]).toEqual([o, t % 256]);
          }
          expect(columns.txid[32 * row + 31]).toBe(t % 200);
        }
      }),
    );
  });

  it("sees an input repeated within a transaction, but not across two", () => {
    const builder = new ColumnsBuilder();
    const txid = new Uint8Array(32).fill(7);
    builder.addInput(txid, 0, 0, 0);
    builder.endTx(facts(1));
    builder.addInput(txid, 0, 0, 0);
    expect(builder.repeatsAnInput()).toBe(false);
    builder.addInput(txid, 0, 1, 0);
    expect(builder.repeatsAnInput()).toBe(false);
    builder.addInput(txid, 0, 0, 0);
    expect(builder.repeatsAnInput()).toBe(true);
  });
});
