import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type AnalysisRows, analysisOf } from "@/lib/core/analysis/analysis";
import { FEES, NEWLY_MINED, UNKNOWN, UNSPENDABLE } from "@/lib/core/graph/party";
import { type LedgerRows, arbitraryLedger, ledgerColumns } from "@/lib/testing/ledger-rows";
import { type AnalysisTables, referenceAnalysis } from "@/lib/testing/reference-analysis";

function analysed(ledger: LedgerRows): AnalysisRows {
  const steps = analysisOf(ledgerColumns(ledger));
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

type Batch = { readonly count: number };

/** A batch as rows: amounts as text, times that are not known as null. */
function* rowsOf(batches: Iterable<Batch>): Generator<Record<string, unknown>> {
  for (const { count, ...columns } of batches) {
    for (let i = 0; i < count; i += 1) {
      yield Object.fromEntries(Object.entries(columns as Record<string, ArrayLike<number | bigint>>).map(([name, values]) => [name, cell(name, values[i]!)]));
    }
  }
}

function cell(name: string, value: number | bigint): unknown {
  if (typeof value === "bigint") return value.toString();
  if (name === "synthetic") return value === 1;
  return name.endsWith("Time") && value < 0 ? null : value;
}

function tables(rows: AnalysisRows): AnalysisTables {
  return {
    wallet: [...rowsOf(rows.wallets())],
    address: [...rowsOf(rows.addresses())],
    link: [...rowsOf(rows.links())].map((row) => ({ ...row, txId: row["txId"] === 0 ? null : row["txId"] })),
    history: [...rowsOf(rows.histories())],
    flow: [...rowsOf(rows.flows())],
    coinjoin: [...rows.verdicts()].map(({ txId, verdict }) => ({ txId, kind: verdict.kind })).sort((a, b) => a.txId - b.txId),
  };
}

/** Wallet of every address. */
const walletsOf = (rows: AnalysisRows): Map<number, number> => new Map(tables(rows).address.map((row) => [(row as Named).address, (row as Named).wallet]));
interface Named {
  readonly address: number;
  readonly wallet: number;
}

describe("an analysis", () => {
  it("comes to what the definitions say, on random ledgers", () => {
    fc.assert(
      fc.property(arbitraryLedger(), (ledger) => {
        expect(tables(analysed(ledger))).toEqual(referenceAnalysis(ledger));
      }),
      { numRuns: 300 },
    );
  });

  it("finds CoinJoins in the random ledgers, so that the comparison means something", () => {
    const found = fc.sample(arbitraryLedger(), { numRuns: 200, seed: 1 }).map((ledger) => analysed(ledger).counts);
    expect(found.filter((counts) => counts.coinjoins > 0).length).toBeGreaterThan(20);
    expect(found.filter((counts) => counts.multiAddressWallets > 1).length).toBeGreaterThan(20);
  });

  it("does not depend on the order in which the rows are read", () => {
    fc.assert(
      fc.property(arbitraryLedger(), (ledger) => {
        const reversed = { txs: [...ledger.txs].reverse(), addresses: [...ledger.addresses].reverse() };
        expect(tables(analysed(reversed))).toEqual(tables(analysed(ledger)));
      }),
    );
  });

  it("reconciles: for every party, in minus out is the change of its balance", () => {
    fc.assert(
      fc.property(arbitraryLedger(), (ledger) => {
        const rows = analysed(ledger);
        const net = new Map<number, bigint>();
        const add = (sums: Map<number, bigint>, party: number, value: bigint): unknown => sums.set(party, (sums.get(party) ?? 0n) + value);
        for (const { count, src, dst, value } of rows.flows()) {
          for (let i = 0; i < count; i += 1) add(net, src[i]!, -value[i]!);
          for (let i = 0; i < count; i += 1) add(net, dst[i]!, value[i]!);
        }
        const balance = new Map<number, bigint>();
        for (const { count, wallet, received, sent } of rows.addresses()) for (let i = 0; i < count; i += 1) add(balance, wallet[i]!, received[i]! - sent[i]!);
        for (const [wallet, value] of balance) expect(net.get(wallet) ?? 0n).toBe(value);
        for (const { count, id, received, sent } of rows.wallets()) for (let i = 0; i < count; i += 1) expect(received[i]! - sent[i]!).toBe(balance.get(id[i]!));
        for (const [party, value] of net) if (party <= -1000) expect(value).toBe(0n);
        const outside = [NEWLY_MINED, UNKNOWN, FEES, UNSPENDABLE].reduce((sum, party) => sum + (net.get(parseInt(party.toString(), 10)) ?? 0n), 0n);
        expect([...balance.values()].reduce((sum, value) => sum + value, 0n) + outside).toBe(0n);
      }),
    );
  });

  it("never merges what only a CoinJoin joins", () => {
    fc.assert(
      fc.property(arbitraryLedger(), (ledger) => {
        const rows = analysed(ledger);
        const mixed = new Set([...rows.verdicts()].filter(({ verdict }) => verdict.mixes).map(({ txId }) => txId));
        const without = analysed({ ...ledger, txs: ledger.txs.map((tx) => (mixed.has(tx.id) ? { ...tx, inputs: tx.inputs.slice(0, 1), outputs: tx.outputs.slice(0, 1) } : tx)) });
        const wallets = walletsOf(rows);
        for (const [one, wallet] of walletsOf(without)) {
          for (const [other, otherWallet] of walletsOf(without)) expect(wallets.get(one) === wallets.get(other)).toBe(wallet === otherWallet);
        }
      }),
      { numRuns: 50 },
    );
  });

  it("reports its share of the work on the way, in bounded steps", () => {
    const steps = [...analysisOf(ledgerColumns(fc.sample(arbitraryLedger(), { numRuns: 1, seed: 4 })[0]!))];
    expect(steps).toEqual([...steps].sort((a, b) => a - b));
    expect(steps.every((share) => share >= 0 && share <= 1)).toBe(true);
  });

  it("finds nothing in an empty ledger", () => {
    expect(analysed({ txs: [], addresses: [] }).counts).toEqual({ transactions: 0, addresses: 0, links: 0, histories: 0, wallets: 0, multiAddressWallets: 0, coinjoins: 0 });
  });
});
