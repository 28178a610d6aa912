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

function tables(rows: AnalysisRows): AnalysisTables {
  const text = (row: object): object => Object.fromEntries(Object.entries(row).map(([key, value]) => [key, typeof value === "bigint" ? value.toString() : (value as unknown)]));
  return {
    wallet: [...rows.wallets()].map(text),
    address: [...rows.addresses()].map((row) => text({ ...row, wallet: rows.walletOf(row.address) })),
    history: [...rows.histories()].map((row) => text({ ...row, wallet: rows.walletOf(row.address) })),
    flow: [...rows.flows()].map(text),
    coinjoin: [...rows.verdicts()].map(({ txId, verdict }) => ({ txId, kind: verdict.kind })).sort((a, b) => a.txId - b.txId),
  };
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
        for (const { src, dst, value } of rows.flows()) {
          net.set(src, (net.get(src) ?? 0n) - value);
          net.set(dst, (net.get(dst) ?? 0n) + value);
        }
        const balance = new Map<number, bigint>();
        for (const { address, received, sent } of rows.addresses()) balance.set(rows.walletOf(address), (balance.get(rows.walletOf(address)) ?? 0n) + received - sent);
        for (const [wallet, value] of balance) expect(net.get(wallet) ?? 0n).toBe(value);
        for (const { id, received, sent } of rows.wallets()) expect(received - sent).toBe(balance.get(id));
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
        for (const { address } of without.addresses()) {
          for (const { address: other } of without.addresses()) expect(rows.walletOf(address) === rows.walletOf(other)).toBe(without.walletOf(address) === without.walletOf(other));
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
    expect(analysed({ txs: [], addresses: [] }).counts).toEqual({ transactions: 0, addresses: 0, histories: 0, wallets: 0, multiAddressWallets: 0, coinjoins: 0 });
  });
});
