import type { LedgerColumns } from "@/lib/core/analysis/columns";
import { type AddressBatch, Histories, type HistoryBatch } from "@/lib/core/analysis/histories";
import { intAt } from "@/lib/core/analysis/lists";
import { type StoredVerdict, Verdicts } from "@/lib/core/analysis/verdicts";
import { type WalletBatch, WalletSums } from "@/lib/core/analysis/wallets";
import { type JoinedLinks, type LinkBatch, LinkForest } from "@/lib/core/clustering/links";
import { uniteInputs, uniteSameKeys } from "@/lib/core/clustering/multi-input";
import { UnionFind } from "@/lib/core/clustering/union-find";
import { flowsAt } from "@/lib/core/graph/flows";
import { type FlowBatch, FlowSums } from "@/lib/core/graph/flows-sum";

/** Raise it whenever the same ledger would give other rows: a stored analysis of another method is out of date. */
export const ANALYSIS_METHOD = "multi-input, coinjoin guard, links, exact flows, parties; 3";

/** Rows of one generation in batches, each table in the order of its primary key. Iterating twice gives the same rows. */
export interface AnalysisRows {
  readonly counts: AnalysisCounts;
  /** Before they are summed by pair: no table has more rows. */
  readonly flowCount: number;
  wallets(): Iterable<WalletBatch>;
  addresses(): Iterable<AddressBatch>;
  links(): Iterable<LinkBatch>;
  histories(): Iterable<HistoryBatch>;
  flows(): Iterable<FlowBatch>;
  verdicts(): Iterable<StoredVerdict>;
  /** The wallet of every script id. */
  readonly walletOf: Int32Array;
  /** The links by which scripts became wallets that were not known to be. */
  joined(): JoinedLinks;
}

interface AnalysisCounts {
  readonly transactions: number;
  readonly addresses: number;
  /** As many as there are fewer wallets than addresses. */
  readonly links: number;
  readonly histories: number;
  readonly wallets: number;
  readonly multiAddressWallets: number;
  readonly coinjoins: number;
}

const NOTHING_KNOWN = new Int32Array(0);

/** Transactions worked through between two yields: some tens of milliseconds. */
const STRIDE = 20_000;

/**
 * From ledger columns to the rows of one generation: guard, clusters, histories, flows. A pure function in steps: each `next`
 * does a bounded piece of work and yields the share done (0 to 1), so that the caller may report, cancel and let others run.
 *
 * @param known by script id, the wallet that older transactions, not in the ledger given, made it part of; 0 none. The rows
 * are then what the transactions given add to those of the older ones.
 */
export function* analysisOf(ledger: LedgerColumns, known: Int32Array = NOTHING_KNOWN): Generator<number, AnalysisRows> {
  const verdicts = new Verdicts(ledger);
  const histories = new Histories(ledger);
  const links = new LinkForest(new UnionFind(ledger.addressSlots));
  const guarded = { ...ledger, mixes: verdicts.mixes };
  for (const [from, to] of strides(ledger.txCount)) {
    verdicts.judge(from, to);
    histories.add(from, to);
    yield (0.5 * to) / ledger.txCount;
  }
  verdicts.confirmPremixes();
  const active = histories.active;
  known.forEach((wallet, address) => wallet !== 0 && links.sets.union(address, wallet));
  uniteSameKeys(ledger.sameKey, active.map((one, address) => (intAt(known, address) === 0 ? one : 1)), links);
  for (const [from, to] of strides(ledger.txCount)) {
    uniteInputs(guarded, links, from, to);
    yield 0.5 + (0.1 * to) / ledger.txCount;
  }
  const walletOf = links.sets.smallest();
  const wallets = new WalletSums(ledger, walletOf);
  const flows = new FlowSums();
  const columns = { ...guarded, walletOf: (address: number) => intAt(walletOf, address) };
  for (const [from, to] of strides(ledger.txCount)) {
    for (let t = from; t < to; t += 1) {
      wallets.visit(t);
      flowsAt(columns, t, (src, dst, value) => {
        wallets.flow(src, dst, value);
        flows.add(t, src, dst, value);
      });
    }
    yield 0.6 + (0.4 * to) / ledger.txCount;
  }
  const sizes = wallets.sizes(active);
  return {
    counts: {
      transactions: ledger.txCount,
      addresses: active.reduce((sum, one) => sum + one, 0),
      links: links.length,
      histories: histories.length,
      wallets: sizes.reduce((sum, size) => sum + (size > 0 ? 1 : 0), 0),
      multiAddressWallets: sizes.reduce((sum, size) => sum + (size > 1 ? 1 : 0), 0),
      coinjoins: verdicts.coinjoins,
    },
    flowCount: flows.length,
    wallets: () => wallets.batches(sizes, flows.parties(ledger.addressSlots)),
    addresses: () => histories.sums(walletOf),
    links: () => links.batches(walletOf),
    histories: () => histories.batches(walletOf),
    flows: () => flows.batches(ledger.time),
    verdicts: () => verdicts.rows(),
    walletOf,
    joined: () => links.joined(),
  };
}

function* strides(count: number): Generator<readonly [number, number]> {
  for (let from = 0; from < count; from += STRIDE) yield [from, Math.min(count, from + STRIDE)];
}
