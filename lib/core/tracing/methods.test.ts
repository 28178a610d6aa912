import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { librOfAccount } from "@/lib/core/tracing/libr";
import { conserves, spread, spreadBack, TRACE_METHODS, type Spending, type TraceMethod } from "@/lib/core/tracing/methods";
import { taintedSats, type Coin } from "@/lib/core/tracing/taint";
import { NO_SHARED_DATA, sharedData } from "@/lib/testing/shared-data";

/** One satoshi: tainted or not. */
type Sat = boolean;
type Handed = { readonly outputs: readonly Sat[][]; readonly fee: readonly Sat[] };
type ByHand = (inputs: readonly Sat[][], sizes: readonly number[], fee: number) => Handed;

/**
 * The rules of METHODS 2.1 with every satoshi on the table: slow, and plain to see. Methods that know no order in a coin hand their sats
 * on with the tainted ones in front.
 */
const count = (sats: readonly Sat[]): number => sats.filter(Boolean).length;
const front = (tainted: number, size: number): Sat[] => Array.from({ length: size }, (_, i) => i < tainted);
const pile = (inputs: readonly Sat[][]): Sat[] => inputs.flat();

const queue: ByHand = (inputs, sizes, fee) => {
  const line = pile(inputs);
  return { outputs: sizes.map((size) => line.splice(0, size)), fee: line.splice(0, fee) };
};
const stack: ByHand = (inputs, sizes, fee) => {
  const line = pile(inputs);
  const outputs = sizes.map((size) => line.splice(line.length - size, size));
  return { outputs, fee: line.splice(line.length - fee, fee) };
};
const oneByOne = (order: (sizes: readonly number[]) => number[]): ByHand => (inputs, sizes, fee) => {
  let left = count(pile(inputs));
  const tainted = sizes.map(() => 0);
  for (const j of order(sizes)) while (left > 0 && tainted[j]! < sizes[j]!) { tainted[j]! += 1; left -= 1; }
  return { outputs: sizes.map((size, j) => front(tainted[j]!, size)), fee: front(Math.min(left, fee), fee) };
};
const BY_HAND: Partial<Record<TraceMethod, ByHand>> = {
  fifo: queue,
  lifo: stack,
  seniority: oneByOne((sizes) => sizes.map((_, j) => j)),
  juniority: oneByOne((sizes) => sizes.map((_, j) => j).reverse()),
  tiho: oneByOne((sizes) => {
    const order: number[] = [];
    while (order.length < sizes.length) {
      let best = -1;
      sizes.forEach((size, j) => { if (!order.includes(j) && (best < 0 || size > sizes[best]!)) best = j; });
      order.push(best);
    }
    return order;
  }),
  "output-seniority": (inputs, sizes, fee) => {
    const { outputs, fee: rest } = queue(inputs, sizes, fee);
    return { outputs: outputs.map((sats) => front(count(sats), sats.length)), fee: front(count(rest), rest.length) };
  },
};

/** Satoshis as runs. */
const coinOf = (sats: readonly Sat[]): Coin => ({ value: BigInt(sats.length), taint: sats.flatMap((sat) => [1n, sat ? 1n : 0n]) });
const satsOf = (taint: readonly bigint[], size: number): Sat[] => {
  const sats: Sat[] = [];
  for (let i = 0; i + 1 < taint.length; i += 2) for (let k = 0n; k < taint[i]!; k += 1n) sats.push(taint[i + 1] === 1n);
  while (sats.length < size) sats.push(false);
  return sats;
};

const anySats = fc.array(fc.boolean(), { maxLength: 12 });
/** Inputs, and the sizes of outputs and fee that they are split into. */
const anyTransaction = fc.tuple(fc.array(anySats, { minLength: 1, maxLength: 5 }), fc.array(fc.nat(15), { minLength: 1, maxLength: 5 })).map(([inputs, cuts]) => {
  let left = pile(inputs).length;
  const sizes = cuts.map((cut) => {
    const size = Math.min(cut, left);
    left -= size;
    return size;
  });
  return { inputs, sizes, fee: left };
});
const spendingOf = (inputs: readonly Sat[][], sizes: readonly number[], fee: number): Spending => ({ coins: inputs.map(coinOf), outputs: sizes.map(BigInt), fee: BigInt(fee), own: [] });
const amounts = (method: TraceMethod, spending: Spending): bigint[] => {
  const { outputs, fee } = spread(method, spending);
  return [...outputs.map(taintedSats), taintedSats(fee)];
};

describe("against the same rules, satoshi by satoshi", () => {
  test.each(Object.entries(BY_HAND) as [TraceMethod, ByHand][])("%s gives each output the same satoshis", (method, byHand) => {
    fc.assert(
      fc.property(anyTransaction, ({ inputs, sizes, fee }) => {
        const hand = byHand(inputs, sizes, fee);
        const { outputs, fee: toFee } = spread(method, spendingOf(inputs, sizes, fee));
        expect(outputs.map((taint, j) => satsOf(taint, sizes[j]!))).toEqual(hand.outputs);
        expect(satsOf(toFee, fee)).toEqual(hand.fee);
      }),
    );
  });

  test.each(Object.entries(BY_HAND) as [TraceMethod, ByHand][])("%s through a chain of transactions ends with the same amounts", (method, byHand) => {
    const chain = fc.array(fc.tuple(fc.array(fc.nat(50), { minLength: 1, maxLength: 3 }), fc.array(fc.nat(12), { minLength: 1, maxLength: 3 })), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(fc.array(anySats, { minLength: 2, maxLength: 6 }), chain, (start, steps) => {
        let [hand, ours] = [start.map((sats) => [...sats]), start.map(coinOf)];
        for (const [picks, cuts] of steps) {
          const spent = [...new Set(picks.map((pick) => pick % hand.length))];
          let left = pile(spent.map((at) => hand[at]!)).length;
          const sizes = cuts.map((cut) => { const size = Math.min(cut, left); left -= size; return size; });
          const made = byHand(spent.map((at) => hand[at]!), sizes, left);
          const { outputs } = spread(method, { coins: spent.map((at) => ours[at]!), outputs: sizes.map(BigInt), fee: BigInt(left), own: [] });
          hand = [...hand.filter((_, at) => !spent.includes(at)), ...made.outputs.map((sats) => [...sats])];
          ours = [...ours.filter((_, at) => !spent.includes(at)), ...outputs.map((taint, j) => ({ value: BigInt(sizes[j]!), taint }))];
          expect(ours.map(({ taint }) => Number(taintedSats(taint)))).toEqual(hand.map(count));
        }
      }),
    );
  });
});

describe("the rules among themselves", () => {
  test("every method but poison hands on exactly what came in", () => {
    fc.assert(fc.property(anyTransaction, fc.constantFrom(...TRACE_METHODS.filter(conserves)), fc.array(fc.boolean(), { minLength: 5, maxLength: 5 }), ({ inputs, sizes, fee }, method, own) => {
      expect(amounts(method, { ...spendingOf(inputs, sizes, fee), own }).reduce((a, b) => a + b)).toBe(BigInt(count(pile(inputs))));
    }));
  });

  test("haircut is within a satoshi of the exact share, and does not depend on the order of inputs", () => {
    fc.assert(fc.property(anyTransaction, ({ inputs, sizes, fee }) => {
      const shares = amounts("haircut", spendingOf(inputs, sizes, fee));
      const [tainted, total] = [count(pile(inputs)), pile(inputs).length];
      sizes.forEach((size, j) => expect(Math.abs(Number(shares[j]) - (total === 0 ? 0 : (size * tainted) / total))).toBeLessThan(1));
      expect(amounts("haircut", spendingOf([...inputs].reverse(), sizes, fee))).toEqual(shares);
    }));
  });

  test("FIFO and LIFO are the same where the inputs are one run", () => {
    fc.assert(fc.property(anyTransaction, fc.boolean(), ({ inputs, sizes, fee }, tainted) => {
      const even = spendingOf(inputs.map((sats) => sats.map(() => tainted)), sizes, fee);
      expect(amounts("lifo", even)).toEqual(amounts("fifo", even));
    }));
  });

  test("TIHO taints no more outputs than seniority", () => {
    fc.assert(fc.property(anyTransaction, ({ inputs, sizes, fee }) => {
      const touched = (method: TraceMethod): number => amounts(method, spendingOf(inputs, sizes, fee)).slice(0, -1).filter((amount) => amount > 0n).length;
      expect(touched("tiho")).toBeLessThanOrEqual(touched("seniority"));
    }));
  });

  test.each(["fifo", "lifo"] as const)("%s undoes itself satoshi by satoshi", (method) => {
    fc.assert(fc.property(anyTransaction, ({ inputs, sizes, fee }) => {
      const forward = spread(method, spendingOf(inputs, sizes, fee));
      const coins = [...sizes.map((size, j) => ({ value: BigInt(size), taint: forward.outputs[j]! })), { value: BigInt(fee), taint: forward.fee }];
      const back = spreadBack(method, { coins, outputs: inputs.map((sats) => BigInt(sats.length)), fee: 0n, own: [] });
      expect(back.outputs.map((taint, i) => satsOf(taint, inputs[i]!.length))).toEqual(inputs);
    }));
  });

  test("LIBR lets clean money leave first: what goes back to the payer is filled before anything leaves", () => {
    const { outputs, fee } = spread("libr", { coins: [{ value: 150n, taint: [100n, 1n] }], outputs: [119n, 30n], fee: 1n, own: [false, true] });
    expect([...outputs.map(taintedSats), taintedSats(fee)]).toEqual([69n, 30n, 1n]);
  });
});

describe("worked examples", () => {
  const file = sharedData("methods/derived/taint_worked_examples.json");
  if (file === null) {
    it.skip(NO_SHARED_DATA, () => undefined);
    return;
  }
  interface Example {
    readonly id: string;
    readonly inputs?: readonly (readonly [number, number])[];
    readonly outputs?: readonly number[];
    readonly fee?: number;
  }
  const { examples } = JSON.parse(readFileSync(file, "utf8")) as { examples: readonly (Example & Record<string, unknown>)[] };
  const find = (id: string) => examples.find((one) => one.id === id)!;
  const spending = ({ inputs = [], outputs = [], fee = 0 }: Example): Spending => ({ coins: inputs.map(([value, tainted]) => ({ value: BigInt(value), taint: tainted === 1 ? [BigInt(value), 1n] : [] })), outputs: outputs.map(BigInt), fee: BigInt(fee), own: [] });
  const numbers = (method: TraceMethod, id: string): number[] => spread(method, spending(find(id))).outputs.map((taint) => Number(taintedSats(taint)));

  it("three stolen and seven fresh (Anderson)", () => {
    expect(numbers("poison", "anderson-3of10")).toEqual(find("anderson-3of10")["poison"]);
    expect(numbers("haircut", "anderson-3of10")).toEqual(find("anderson-3of10")["haircut"]);
    expect(spread("fifo", spending(find("anderson-3of10"))).outputs).toEqual([[3n, 1n, 7n, 0n]]);
  });

  it.each([["poison", "poison"], ["haircut", "haircut_floor"], ["fifo", "fifo"], ["lifo", "lifo"], ["seniority", "seniority"], ["juniority", "juniority"], ["tiho", "tiho"], ["output-seniority", "output_seniority"]] as const)(
    "one tainted coin of three, into three alike: %s", (method, field) => {
      expect(numbers(method, "blocksci-mapping")).toEqual(find("blocksci-mapping")[field]);
    },
  );

  it("two hops of haircut (Mittweida)", () => {
    const share = (taintedFirst: boolean): number => {
      const first = spread("haircut", { coins: [{ value: 3_000n, taint: taintedFirst ? [3_000n, 1n] : [] }, { value: 1_000n, taint: taintedFirst ? [] : [1_000n, 1n] }], outputs: [2_000n, 2_000n], fee: 0n, own: [] });
      return Number(taintedSats(spread("haircut", { coins: [{ value: 2_000n, taint: first.outputs[0]! }, { value: 8_000n, taint: [] }], outputs: [10_000n], fee: 0n, own: [] }).outputs[0]!)) / 10_000;
    };
    expect({ A: share(true), B: share(false) }).toEqual(find("mittweida-two-hop")["haircut_share"]);
  });

  it("lowest intermediate balance: own money leaves first, and what others pay in later restores nothing", () => {
    const stolenThenOwn = librOfAccount([{ kind: "traced", value: 100n }, { kind: "other", value: 50n }, { kind: "out", value: 120n }]);
    expect(stolenThenOwn.map(({ out, claim }) => [Number(out), Number(claim)]).at(-1)).toEqual([70, 30]);
    const dip = librOfAccount([{ kind: "traced", value: 100n }, { kind: "other", value: 20n }, { kind: "out", value: 110n }, { kind: "other", value: 90n }]);
    expect(dip.at(-1)?.claim).toBe(10n);
  });
});
