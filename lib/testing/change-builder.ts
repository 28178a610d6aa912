import fc from "fast-check";
import { SCRIPT_TYPES } from "@/lib/core/bitcoin/script-type";
import type { ChangeInput, ChangeOutput, ChangeView, Traits } from "@/lib/core/change/view";

/** Views of transactions written by hand: what is not said is ordinary (P2WPKH, fresh scripts, nothing spent yet). */
export const traits = (own: Partial<Traits> = {}): Traits => ({
  version: 2, locktime: 0, fee: 1_000n, vsize: 141, signalsRbf: true, segwit: true, ordered: true, spends: new Set(["p2wpkh"] as const), inputCount: 1, outputCount: 2, ...own,
});

export const input = (own: Partial<ChangeInput> = {}): ChangeInput => ({ script: 1, type: "p2wpkh", value: 1_000_000n, wallet: 1, parent: { inputCount: 1, outputCount: 1 }, ...own });

/** Scripts are their own wallets. */
export const output = (script: number | null, value: bigint, own: Partial<ChangeOutput> = {}): ChangeOutput => ({
  script, type: script === null ? "op_return" : "p2wpkh", value, wallet: script, seenBefore: false, paidLater: false, spender: null, ...own,
});

export function view(inputs: readonly ChangeInput[], outputs: readonly ChangeOutput[], own: { readonly coinbase?: boolean; readonly mixes?: boolean; readonly traits?: Partial<Traits> } = {}): ChangeView {
  return { coinbase: own.coinbase ?? false, mixes: own.mixes ?? false, traits: traits({ inputCount: inputs.length, outputCount: outputs.length, ...own.traits }), inputs, outputs };
}

const maybe = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(arbitrary, { freq: 6, nil: null });
const someType = fc.constantFrom(...SCRIPT_TYPES.filter((type) => type !== "op_return"));
const someValue = fc.oneof(fc.bigInt(1n, 3_000_000n), fc.integer({ min: 1, max: 30 }).map((n) => BigInt(n) * 100_000n));
const someScript = fc.integer({ min: 1, max: 8 });
const someShape = fc.record({ inputCount: fc.integer({ min: 1, max: 3 }), outputCount: fc.integer({ min: 1, max: 4 }) });

export const someTraits: fc.Arbitrary<Traits> = fc.record({
  version: maybe(fc.integer({ min: 1, max: 2 })),
  locktime: maybe(fc.constantFrom(0, 800_000, 1_700_000_000)),
  fee: maybe(fc.bigInt(0n, 3n).map((n) => n * 141n)),
  vsize: maybe(fc.constantFrom(110, 141, 208)),
  signalsRbf: maybe(fc.boolean()),
  segwit: maybe(fc.boolean()),
  ordered: maybe(fc.boolean()),
  spends: maybe(fc.uniqueArray(someType, { minLength: 1, maxLength: 2 }).map((types) => new Set(types))),
  inputCount: fc.integer({ min: 1, max: 4 }),
  outputCount: fc.integer({ min: 1, max: 4 }),
});

const someInput: fc.Arbitrary<ChangeInput> = fc.oneof(
  { weight: 9, arbitrary: fc.record({ script: someScript, type: someType, value: someValue, wallet: fc.integer({ min: 1, max: 4 }), parent: maybe(someShape) }) },
  { weight: 1, arbitrary: fc.constant({ script: null, type: null, value: null, wallet: null, parent: null }) },
);

const someOutput: fc.Arbitrary<ChangeOutput> = fc.oneof(
  { weight: 9, arbitrary: fc.record({ script: someScript, type: someType, value: someValue, wallet: maybe(fc.integer({ min: 1, max: 8 })), seenBefore: maybe(fc.boolean()), paidLater: maybe(fc.boolean()), spender: fc.option(someTraits) }) },
  { weight: 1, arbitrary: someValue.map((value) => output(null, value, { wallet: null, seenBefore: null, paidLater: null })) },
);

/** Any transaction at all: gaps, OP_RETURN, coinbases, CoinJoins, one output or twelve. */
export const someView: fc.Arbitrary<ChangeView> = fc
  .record({ kind: fc.nat(19), traits: someTraits, inputs: fc.array(someInput, { minLength: 1, maxLength: 4 }), outputs: fc.array(someOutput, { minLength: 1, maxLength: 4 }), many: fc.array(someOutput, { minLength: 11, maxLength: 12 }) })
  .map(({ kind, traits: own, inputs: some, outputs: few, many }) => {
    const coinbase = kind === 0;
    const inputs = coinbase ? [] : some;
    const outputs = kind === 1 ? many : few;
    return { coinbase, mixes: kind === 2, traits: { ...own, inputCount: inputs.length, outputCount: outputs.length }, inputs, outputs };
  });
