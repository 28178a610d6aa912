import { describe, expect, it } from "vitest";
import { type CsvColumn, type CsvRow, readCsvTx } from "@/lib/core/bitcoin/csv-tx";
import { addressOfScript } from "@/lib/core/bitcoin/addresses";
import { FieldError } from "@/lib/core/bitcoin/fields";
import { NetworkGuess } from "@/lib/core/bitcoin/network-guess";
import { toHex } from "@/lib/core/hex";
import { networkByName } from "@/lib/core/network";
import { nodeHasher as hasher } from "@/lib/platform/chain/hasher";
import { testScripts } from "@/lib/testing/chain";

type Cells = Partial<Record<CsvColumn, string>>;
const TXID = "ab".repeat(32);
const input: Cells = { txid: TXID, kind: "input", n: "0", prev_txid: "cd".repeat(32), prev_n: "3" };
const output: Cells = { txid: TXID, kind: "output", n: "0", script: "6a", value_sats: "50" };
const named: Cells = { block_hash: "ef".repeat(32), block_height: "170", time: "2009-01-12T03:30:25Z" };

const rows = (cells: readonly Cells[]): CsvRow[] => cells.map((row, i) => ({ line: i + 2, cell: (column) => row[column] ?? "" }));
const read = (...cells: readonly Cells[]) => readCsvTx(rows(cells), { hasher, network: new NetworkGuess(null, hasher) });
const reason = (...cells: readonly Cells[]): string => {
  try {
    read(...cells);
    return "accepted";
  } catch (error) {
    if (error instanceof FieldError) return `${error.path}: ${error.message}`;
    throw error;
  }
};

describe("a transaction in CSV", () => {
  it("is put together from its rows in any order", () => {
    const { tx, block, note } = read({ ...output, n: "1", value_sats: "8" }, { ...input, ...named }, output);
    expect(tx.inputs).toMatchObject([{ prevN: 3, value: -1n, script: null, sequence: -1 }]);
    expect(tx.outputs.map((one) => one.value)).toEqual([50n, 8n]);
    expect(block).toMatchObject({ height: 170, time: 1231731025, complete: false, heightSource: "source" });
    expect(note).toBeNull();
  });

  it("takes an address for a script, and holds the two against each other", () => {
    const bitcoin = networkByName("bitcoin");
    const address = addressOfScript(testScripts.p2wpkh(3), bitcoin, hasher)!;
    expect(read(input, { ...output, script: "", address }).tx.outputs[0]!.script).toEqual(testScripts.p2wpkh(3));
    expect(reason(input, { ...output, script: "6a", address })).toMatch(/line 3, address: is not the address of the script/);
    const ofKey = addressOfScript(testScripts.p2pk(3), bitcoin, hasher)!;
    expect(read(input, { ...output, script: toHex(testScripts.p2pk(3)), address: ofKey }).tx.outputs[0]!.script).toEqual(testScripts.p2pk(3));
  });

  it("knows coinbases with an input row or without one, and what is made up", () => {
    expect(read({ txid: TXID, kind: "input", n: "0", coinbase: "true" }, output).tx).toMatchObject({ coinbase: {}, inputs: [], synthetic: false });
    expect(read({ ...output, coinbase: "1", synthetic: "TRUE" }).tx).toMatchObject({ coinbase: {}, synthetic: true });
  });

  it("without the whole name of its block is kept as unconfirmed, and that is said", () => {
    expect(read(input, { ...output, time: "5" })).toMatchObject({ block: null, note: expect.stringContaining("block_hash and time are needed") as string });
    expect(read(input, output)).toMatchObject({ block: null, note: null });
  });

  it.each<[string, readonly Cells[], RegExp]>([
    ["a gap in its outputs", [input, { ...output, n: "1" }], /line 2, n: output 0 is missing/],
    ["an output given twice", [input, output, output], /line 4, n: is 0, which another output has/],
    ["another kind of row", [{ ...input, kind: "change" }, output], /line 2, kind: must be/],
    ["a place far beyond its rows", [{ ...input, n: "4000000000" }, output], /line 2, n: must be a whole number from 0 to 2/],
    ["a bad txid", [{ ...input, txid: "x" }, output], /line 2, txid: must be 64 hex digits/],
    ["no outpoint", [{ ...input, prev_txid: "" }, output], /line 2, prev_txid: must be 64/],
    ["a negative outpoint", [{ ...input, prev_n: "-1" }, output], /line 2, prev_n/],
    ["no script", [input, { ...output, script: "" }], /line 3, script: or address is needed/],
    ["an odd script", [input, { ...output, script: "6" }], /line 3, script: must be an even number/],
    ["no address in place of one", [input, { ...output, script: "", address: "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5" }], /line 3, address: is no address: its checksum/],
    ["no value", [input, { ...output, value_sats: "" }], /line 3, value_sats: must be a whole number/],
    ["a value in coins", [input, { ...output, value_sats: "0.5" }], /line 3, value_sats/],
    ["an absurd value", [input, { ...output, value_sats: "9999999999999999" }], /line 3, value_sats/],
    ["a time that is none", [{ ...input, ...named, time: "12 January 2009" }, output], /line 2, time: must be Unix seconds/],
    ["two times", [{ ...input, ...named }, { ...output, time: "6" }], /line 3, time: differs from another row/],
    ["a bad block hash", [{ ...input, ...named, block_hash: "12" }, output], /line 2, block_hash: must be 64/],
    ["a coinbase with several inputs", [{ ...input, coinbase: "1" }, { ...input, n: "1" }, output], /line 3, coinbase: is set, but/],
  ])("with %s is refused with line and column", (_, cells, expected) => {
    expect(reason(...cells)).toMatch(expected);
  });
});
