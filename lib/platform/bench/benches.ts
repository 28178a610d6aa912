import { benchAnalysis, type BenchReport } from "@/lib/platform/bench/analysis.bench";
import { benchClustering } from "@/lib/platform/bench/clustering.bench";
import { benchChange } from "@/lib/platform/bench/change.bench";
import { benchDecode } from "@/lib/platform/bench/decode.bench";
import { benchDetection } from "@/lib/platform/bench/detection.bench";
import { benchImport } from "@/lib/platform/bench/import.bench";
import { benchOpenWallet } from "@/lib/platform/bench/open-wallet.bench";
import { benchPayouts } from "@/lib/platform/bench/payouts.bench";
import { benchTrace } from "@/lib/platform/bench/trace.bench";
import type { Services } from "@/lib/platform/services";

/** A measurement that a user may repeat. It gets services on an empty database of its own. */
export interface Bench {
  readonly name: string;
  readonly summary: string;
  readonly run: (services: Services, scale: number) => Promise<BenchReport>;
}

export const BENCHES: readonly Bench[] = [
  { name: "decode", summary: "raw blocks into columns with txids hashed, against bcoin on the same blocks", run: (_services, scale) => Promise.resolve(benchDecode(scale)) },
  { name: "import", summary: "a generated chain as blk file and as Esplora lines, against a bare binary COPY and index build of the same rows", run: ({ pool, importer }, scale) => benchImport({ pool, run: importer.run }, scale) },
  { name: "analysis", summary: "wallets, histories and flows of a generated ledger, against a bare copy of the same rows", run: ({ pool, analysis }, scale) => benchAnalysis({ pool, analyse: analysis.analyse }, scale) },
  { name: "clustering", summary: "precision and recall of wallets on ledgers with known owners, false exclusions of the CoinJoin guard; union-find against plain C++ and igraph, writing back", run: benchClustering },
  { name: "change", summary: "precision and recall of every change heuristic and of the vote, on a simulated economy and the designed regtest chain", run: ({ pool, importer, analysis, change }, scale) => benchChange({ pool, run: importer.run, analyse: () => analysis.analyse(), change }, scale) },
  { name: "open-wallet", summary: "opening a wallet with a long history against wallets with short ones", run: ({ pool, wallets, flows }, scale) => benchOpenWallet({ pool, wallets, flows }, Math.round(100_000 * scale)) },
  { name: "payouts", summary: "mining payouts found in simulated economies of seeds kept back, against what their pools know: precision and recall", run: (_services, scale) => Promise.resolve(benchPayouts(scale)) },
  { name: "detection", summary: "findings in simulated economies of seeds kept back, against what their actors know to have done: precision and recall by grade", run: (_services, scale) => Promise.resolve(benchDetection(scale)) },
  { name: "trace", summary: "haircut and FIFO through 100,000 transactions, against a recursive query of the same haircut; six hops", run: ({ pool, tracing }, scale) => benchTrace({ pool, tracing }, scale) },
];
