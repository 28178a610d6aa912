import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { COINJOIN_RULES, type Verdict, judge } from "@/lib/core/coinjoin/guard";
import type { TxView } from "@/lib/core/coinjoin/view";
import { NO_SHARED_DATA, sharedData } from "@/lib/testing/shared-data";
import { type Side, rising, times, txView, unresolved } from "@/lib/testing/tx-views";

describe("Whirlpool", () => {
  const round = txView([5_010_000, 5_000_000, 5_010_000, 5_000_000, 5_010_000], times(5, 5_000_000));

  it("recognises a round of five with new entrants and remixers", () => {
    expect(judge(round)).toMatchObject({ kind: "whirlpool", mixes: true, confidence: 60, detail: { pool: "5000000", participants: 5, newEntrants: 3, remixers: 2 } });
  });

  it("recognises rounds of up to eight and the pools opened in 2025", () => {
    expect(judge(txView([2_510_000, ...times(7, 2_500_000)], times(8, 2_500_000)))).toMatchObject({ kind: "whirlpool", detail: { pool: "2500000", participants: 8 } });
    expect(judge(txView([25_010_000, ...times(4, 25_000_000)], times(5, 25_000_000)))).toMatchObject({ kind: "whirlpool", detail: { pool: "25000000" } });
  });

  it.each([
    ["nobody new joins", txView(times(5, 5_000_000), times(5, 5_000_000))],
    ["all are new", txView(times(5, 5_010_000), times(5, 5_000_000))],
    ["an input is below the pool size", txView([4_999_999, 5_010_000, ...times(3, 5_000_000)], times(5, 5_000_000))],
    ["an entrant pays too much", txView([5_110_001, ...times(4, 5_000_000)], times(5, 5_000_000))],
    ["an entrant pays too little", txView([5_000_099, ...times(4, 5_000_000)], times(5, 5_000_000))],
    ["the size is no pool's", txView([5_010_001, ...times(4, 5_000_001)], times(5, 5_000_001))],
    ["nine take part", txView([5_010_000, ...times(8, 5_000_000)], times(9, 5_000_000))],
    ["one script spends twice", txView([[5_010_000, 1], [5_000_000, 1], ...times(3, 5_000_000)], times(5, 5_000_000))],
    ["one script is paid twice", txView([5_010_000, ...times(4, 5_000_000)], [[5_000_000, 1], [5_000_000, 1], ...times(3, 5_000_000)])],
  ])("is no round when %s", (_, view) => {
    expect(judge(view)?.kind).not.toBe("whirlpool");
  });

  it("recognises a round whose inputs nobody has seen, and says so", () => {
    expect(judge(unresolved(round))).toMatchObject({ kind: "whirlpool", mixes: true, confidence: 30, detail: { inputs: 5, unresolvedInputs: 5 } });
    expect(judge(unresolved(round, (i) => i === 0))).toMatchObject({ kind: "whirlpool", confidence: 54, detail: { unresolvedInputs: 1 } });
  });

  it("marks a Tx0 without excluding it, since one wallet makes it", () => {
    expect(judge(txView([30_000_000], [...times(5, 5_000_510), 175_000, 4_000_000], [0]))).toMatchObject({ kind: "whirlpool-tx0", mixes: false, detail: { pool: "5000000", premix: "5000510", premixOutputs: 5, coordinatorFee: "175000" } });
  });

  it("marks a Tx0 of a pool whose fee is not known, less surely, by two premix outputs", () => {
    expect(judge(txView([8_000_000], [...times(2, 2_500_510), 130_000, 2_860_000], [0]))).toMatchObject({ kind: "whirlpool-tx0", mixes: false, confidence: 30, detail: { pool: "2500000", premixOutputs: 2 } });
    expect(judge(txView([3_000_000], [2_500_510, 130_000, 360_000], [0]))).toBeNull();
  });

  it.each([
    ["there is no OP_RETURN", txView([30_000_000], [...times(5, 5_000_510), 175_000, 4_000_000])],
    ["nobody is paid the coordinator's fee", txView([30_000_000], [...times(5, 5_000_510), 40_000], [0])],
    ["too many outputs are something else", txView([30_000_000], [...times(2, 5_000_510), 175_000, 1, 2, 3], [0])],
  ])("is no Tx0 when %s", (_, view) => {
    expect(judge(view)).toBeNull();
  });
});

describe("Wasabi 1", () => {
  const round = txView(rising(30, 11_000_000), [...times(25, 9_985_000), ...rising(24, 900_000)]);

  it("recognises a round at a tenth of a bitcoin", () => {
    expect(judge(round)).toMatchObject({ kind: "wasabi-1", mixes: true, detail: { participants: 25, version: "1.0", levels: ["10000000"] } });
  });

  it("recognises mixing levels", () => {
    const view = txView(rising(24, 31_000_000), [...times(12, 9_985_000), ...times(6, 19_970_000), ...rising(12, 900_000)]);
    expect(judge(view)).toMatchObject({ kind: "wasabi-1", detail: { participants: 12, mixedOutputs: 18, version: "1.1", levels: ["10000000", "20000000"] } });
  });

  it("takes no sweep of one busy address for a round", () => {
    const inputs: Side = Array.from({ length: 30 }, (_, i) => [11_000_000 + i, i < 4 ? 1 : 100 + i] as const);
    expect(judge(txView(inputs, [...times(25, 9_985_000), ...rising(24, 900_000)]))?.kind).not.toBe("wasabi-1");
  });

  it("takes no equal split for a round of few inputs", () => {
    expect(judge(txView(rising(12, 8_000_000), times(10, 10_000_000)))?.kind).not.toBe("wasabi-1");
  });
});

describe("Wasabi 2 by its shape", () => {
  const outputs = [...times(8, 100_000), ...times(6, 130_000), ...times(4, 200_000), ...rising(9, 300_001)];

  it("recognises many denominations in a large round", () => {
    expect(judge(txView(rising(24, 150_000), outputs))).toMatchObject({ kind: "wasabi-2", mixes: true, detail: { denominations: 3, mixedOutputs: 18, outputs: 27 } });
  });

  it.each([
    ["an output is tiny", txView(rising(24, 150_000), [...outputs, 4_999])],
    ["a script is paid twice", txView(rising(24, 150_000), [...outputs, [500_000, 1], [500_001, 1]])],
    ["nobody takes change", txView(rising(24, 150_000), [...times(8, 100_000), ...times(6, 130_000), ...times(4, 200_000)])],
    ["two values only recur", txView(rising(24, 150_000), [...times(8, 100_000), ...times(6, 130_000), ...rising(9, 300_001)])],
    ["there are too few inputs", txView(rising(19, 150_000), outputs)],
  ])("is no round when %s", (_, view) => {
    expect(judge(view)?.kind).not.toBe("wasabi-2");
  });
});

describe("JoinMarket and the generic rule", () => {
  it("recognises three participants with change", () => {
    expect(judge(txView([500_000, 600_000, 700_000], [400_000, 400_000, 400_000, 99_000, 199_000, 299_000]))).toMatchObject({ kind: "joinmarket", confidence: 49, detail: { participants: 3, denomination: "400000", alsoMatches: ["blocksci"] } });
  });

  it("recognises two participants by what the maker earns", () => {
    expect(judge(txView([148_798, 1_448_113], [46_981, 100_420, 1_347_800, 100_420]))).toMatchObject({ kind: "joinmarket", detail: { participants: 2, makerGain: "107" } });
  });

  it("does not merge the inputs of a Stonewall, but says that it may be one wallet's", () => {
    expect(judge(txView([148_798, 1_448_113], [47_733, 100_420, 1_347_048, 100_420]))).toMatchObject({ kind: "equal-outputs", mixes: true, confidence: 20, detail: { stonewallShape: 1 } });
  });

  it("follows BlockSci's arithmetic: exactly half of the outputs, and no token carriers", () => {
    const six = [400_000, 600_000, 700_000];
    expect(judge(txView(six, [...times(3, 546), 1, 2, 3]))).toBeNull();
    expect(judge(txView(six, [...times(3, 2_730), 1, 2, 3]))).toBeNull();
    expect(judge(txView(six, [...times(2, 5_000), 1, 2, 3, 4]))).toBeNull();
    expect(judge(txView(six, [...times(3, 1_000), 1, 2, 3]))).toMatchObject({ kind: "equal-outputs" });
    expect(judge(txView([[1, 1], [2, 1], [3, 1]], [...times(3, 1_000), 1, 2, 3]))).toBeNull();
  });

  it("takes the lowest of the values that occur most often", () => {
    const inputs = [5_000_000, 6_000_000];
    expect(judge(txView(inputs, [546, 546, 900_000, 900_000]))).toBeNull();
    expect(judge(txView(inputs, [5_460, 5_460, 900_000, 900_000]))).toMatchObject({ detail: { denomination: "5460" } });
  });

  it("errs towards exclusion while inputs are unresolved", () => {
    const sweep = txView([[500_000, 1], [600_000, 1], [700_000, 1]], [400_000, 400_000, 400_000, 99_000, 199_000, 299_000]);
    expect(judge(sweep)).toBeNull();
    expect(judge(unresolved(sweep))).toMatchObject({ mixes: true, detail: { unresolvedInputs: 3 } });
  });
});

describe("the guard", () => {
  it("leaves coinbases and single-input payments alone", () => {
    expect(judge({ ...txView([1, 2], times(3, 9_000)), coinbase: true })).toBeNull();
    expect(judge(txView([1_000_000], times(20, 40_000)))).toBeNull();
  });

  it("does not depend on the order of inputs and outputs, nor on which numbers name the scripts", () => {
    const side = fc.array(fc.tuple(fc.constantFrom(5_000_000, 5_010_000, 100_000, 9_990_000, 546), fc.integer({ min: 1, max: 12 })), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(side, side, fc.integer({ min: 1, max: 1_000 }), (inputs, outputs, shift) => {
        const one = judge(txView(inputs, outputs));
        const other = judge(txView(inputs.map(([value, script]) => [value, script + shift] as const).reverse(), outputs.map(([value, script]) => [value, 7 * script] as const).reverse()));
        expect(other).toEqual(one);
      }),
    );
  });

  it("never clears a transaction because less is known of it: hiding an input keeps a mixing verdict of the generic rule", () => {
    const value = fc.constantFrom(400_000n, 99_000n, 123_456n, 5_000_000n);
    fc.assert(
      fc.property(fc.array(fc.tuple(value, fc.integer({ min: 1, max: 4 })), { minLength: 2, maxLength: 8 }), fc.array(value, { minLength: 3, maxLength: 8 }), fc.nat(7), (inputs, outputs, hidden) => {
        const view: TxView = { coinbase: false, inputs: inputs.map(([amount, script]) => ({ script, value: amount, type: 2 })), outputs: outputs.map((amount, i) => ({ script: 50 + i, value: amount, type: 2 })) };
        const generic = COINJOIN_RULES.filter((rule) => rule.name === "blocksci");
        if (judge(view, generic)?.mixes === true) expect(judge(unresolved(view, (i) => i === hidden), generic)?.mixes).toBe(true);
      }),
    );
  });
});

interface EsploraTx {
  readonly txid: string;
  readonly vin: readonly { readonly is_coinbase: boolean; readonly prevout: { readonly scriptpubkey: string; readonly value: number } | null }[];
  readonly vout: readonly { readonly scriptpubkey: string; readonly scriptpubkey_type: string; readonly value: number }[];
}

function esploraView(json: EsploraTx): TxView {
  const ids = new Map<string, number>();
  const id = (script: string): number => ids.get(script) ?? (ids.set(script, ids.size + 1), ids.size);
  return {
    coinbase: json.vin[0]?.is_coinbase === true,
    inputs: json.vin.map(({ prevout }) => (prevout === null ? { script: null, value: null, type: null } : { script: id(prevout.scriptpubkey), value: BigInt(prevout.value), type: null })),
    outputs: json.vout.map((output) => ({ script: output.scriptpubkey_type === "op_return" ? null : id(output.scriptpubkey), value: BigInt(output.value), type: null })),
  };
}

describe("real transactions", () => {
  const folder = sharedData("esplora/txs");
  if (folder === null) {
    it.skip(NO_SHARED_DATA, () => undefined);
    return;
  }
  const verdicts = new Map<string, (Verdict | null)[]>();
  for (const file of readdirSync(folder)) {
    const json: unknown = JSON.parse(readFileSync(path.join(folder, file), "utf8"));
    const txs = (Array.isArray(json) ? json : [json]) as EsploraTx[];
    if (txs[0] !== undefined && "vin" in txs[0]) verdicts.set(file, txs.map((one) => judge(esploraView(one))));
  }

  it.each([
    ["whirlpool-coinjoin.json", { kind: "whirlpool", mixes: true, detail: { pool: "5000000", newEntrants: 3, remixers: 2 } }],
    ["wabisabi-coinjoin.json", { kind: "wasabi-2", mixes: true, detail: { inputs: 327, outputs: 279 } }],
    ["joinmarket-coinjoin.json", { kind: "joinmarket", mixes: true, detail: { participants: 2, makerGain: "107" } }],
  ])("recognises %s", (file, expected) => {
    expect(verdicts.get(file)).toMatchObject([expected]);
  });

  it("excludes nothing else: not the batch withdrawal, not an address's whole history", () => {
    const mixing = new Set(["whirlpool-coinjoin.json", "wabisabi-coinjoin.json", "joinmarket-coinjoin.json"]);
    const others = [...verdicts].filter(([file]) => !mixing.has(file));
    expect(others.length).toBeGreaterThan(7);
    expect(others.filter(([, found]) => found.some((verdict) => verdict?.mixes === true)).map(([file]) => file)).toEqual([]);
  });
});

describe("GraphSense's small chain", () => {
  const folder = sharedData("methods/graphsense-small-chain/tx");
  if (folder === null) {
    it.skip(NO_SHARED_DATA, () => undefined);
    return;
  }

  it("recognises both recorded CoinJoins, OP_RETURN counted among the outputs", () => {
    const verdicts = readdirSync(folder).map((file) => {
      const json = JSON.parse(readFileSync(path.join(folder, file), "utf8")) as CoreTx;
      return judge({
        coinbase: false,
        inputs: json.vin.map((_, i) => ({ script: i + 1, value: null, type: null })),
        outputs: json.vout.map((output, i) => ({ script: output.scriptPubKey.type === "nulldata" ? null : 50 + i, value: BigInt(Math.round(output.value * 1e8)), type: null })),
      });
    });
    expect(verdicts).toMatchObject([{ kind: "equal-outputs", mixes: true, detail: { denomination: "2700" } }, { kind: "equal-outputs", mixes: true, detail: { denomination: "600" } }]);
  });
});

interface CoreTx {
  readonly vin: readonly unknown[];
  readonly vout: readonly { readonly value: number; readonly scriptPubKey: { readonly type: string } }[];
}
