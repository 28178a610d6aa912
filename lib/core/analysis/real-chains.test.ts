import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type AnalysisRows, analysisOf } from "@/lib/core/analysis/analysis";
import { networkByName, subsidyAt } from "@/lib/core/network";
import { chainRows } from "@/lib/testing/chain-rows";
import { ledgerColumns, type LedgerRows } from "@/lib/testing/ledger-rows";
import { NO_SHARED_DATA, sharedData } from "@/lib/testing/shared-data";

function analysed(ledger: LedgerRows): AnalysisRows {
  const steps = analysisOf(ledgerColumns(ledger));
  for (let step = steps.next(); ; step = steps.next()) if (step.done === true) return step.value;
}

/** Members of every wallet, by address id. */
function clusters(rows: AnalysisRows): { readonly walletOf: Map<number, number>; readonly members: Map<number, number[]> } {
  const walletOf = new Map<number, number>();
  const members = new Map<number, number[]>();
  for (const { count, address, wallet } of rows.addresses()) {
    for (let i = 0; i < count; i += 1) {
      walletOf.set(address[i]!, wallet[i]!);
      members.set(wallet[i]!, [...(members.get(wallet[i]!) ?? []), address[i]!]);
    }
  }
  return { walletOf, members };
}

interface Expected {
  readonly clusters: readonly { readonly change: string; readonly excludeCoinjoins: boolean; readonly address: string; readonly cluster: readonly string[] }[];
}

describe("the designed regtest chain", () => {
  const chain = sharedData("blocks/regtest-clusters/btc/blocks/blk00000.dat");
  const answers = sharedData("blocks/regtest-clusters/expected-clusters.json");
  const verdicts = sharedData("blocks/regtest-clusters/expected-change.json");
  if (chain === null || answers === null || verdicts === null) {
    it.skip(NO_SHARED_DATA, () => undefined);
    return;
  }
  const { ledger, txids, opReturns } = chainRows(chain, "regtest");
  const rows = analysed(ledger);

  it("has the recorded counts", () => {
    expect(rows.counts.transactions).toBe(356);
    expect(ledger.txs.reduce((sum, tx) => sum + tx.inputs.length, 0)).toBe(178);
    expect(ledger.txs.reduce((sum, tx) => sum + tx.outputs.length, 0)).toBe(693);
  });

  it("has the recorded clusters by common inputs alone", () => {
    const { walletOf, members } = clusters(rows);
    const byText = new Map(ledger.addresses.flatMap((address) => (address.text === null ? [] : [[address.text, address.id] as const])));
    const textOf = new Map(ledger.addresses.map((address) => [address.id, address.text]));
    const { clusters: expected } = JSON.parse(readFileSync(answers, "utf8")) as Expected;
    const basic = expected.filter((one) => one.change === "none" && one.excludeCoinjoins);
    expect(basic.length).toBe(16);
    for (const { address, cluster } of basic) {
      const wallet = walletOf.get(byText.get(address) ?? 0) ?? 0;
      expect((members.get(wallet) ?? []).flatMap((id) => textOf.get(id) ?? []).sort()).toEqual([...cluster].sort());
    }
    // The record counts every OP_RETURN script as a cluster of its own.
    expect(rows.counts.wallets + opReturns).toBe(280);
  });

  it("has the CoinJoin that was planted, and none where none was", () => {
    const { transactions } = JSON.parse(readFileSync(verdicts, "utf8")) as { transactions: readonly { txid: string; coinjoin?: boolean }[] };
    const found = new Set([...rows.verdicts()].filter(({ verdict }) => verdict.mixes).map(({ txId }) => txids[txId - 1]));
    const planted = transactions.filter((tx) => tx.coinjoin !== undefined);
    expect(planted.length).toBeGreaterThan(3);
    expect(planted.filter((tx) => found.has(tx.txid)).map((tx) => tx.txid)).toEqual(planted.filter((tx) => tx.coinjoin === true).map((tx) => tx.txid));
  });
});

describe("the first 2,157 blocks of mainnet", () => {
  const chain = sharedData("blocks/mainnet-0-2156/blk00000.dat");
  if (chain === null) {
    it.skip(NO_SHARED_DATA, () => undefined);
    return;
  }
  const { ledger } = chainRows(chain, "bitcoin");
  const rows = analysed(ledger);
  const sum = (batches: Iterable<{ readonly count: number; readonly value: BigInt64Array; readonly src: Int32Array }>, of: (src: number) => boolean): bigint => {
    let total = 0n;
    for (const { count, value, src } of batches) for (let i = 0; i < count; i += 1) if (of(src[i]!)) total += value[i]!;
    return total;
  };

  it("mined what was paid out, and every coin of it is in some wallet", () => {
    const subsidies = ledger.txs.filter((tx) => tx.coinbase).reduce((total, _, height) => total + subsidyAt(networkByName("bitcoin"), height), 0n);
    expect(sum(rows.flows(), (src) => src === 0)).toBe(subsidies);
    let balances = 0n;
    for (const { count, received, sent } of rows.wallets()) for (let i = 0; i < count; i += 1) balances += received[i]! - sent[i]!;
    expect(balances).toBe(subsidies);
    expect(sum(rows.flows(), (src) => src < 0)).toBe(0n);
  });

  it("has the wallet of block 9, which made the first payment in block 170", () => {
    const first = ledger.txs.find((tx) => !tx.coinbase)!;
    const [payer, payee] = [first.inputs[0]!.address!, first.outputs[0]!.address!];
    const paid = [...rows.flows()].flatMap(({ count, src, dst, value }) => Array.from({ length: count }, (_, i) => ({ src: src[i], dst: dst[i], value: value[i] }))).filter((flow) => flow.src === payer && flow.dst === payee);
    expect(paid).toEqual([{ src: payer, dst: payee, value: 1_000_000_000n }]);
  });
});
