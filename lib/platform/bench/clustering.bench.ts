import type { BenchReport } from "@/lib/platform/bench/analysis.bench";
import { guardQuality } from "@/lib/platform/bench/clustering-guard";
import { merged } from "@/lib/platform/bench/clustering-measures";
import { clusteringQuality, type QualityDeps } from "@/lib/platform/bench/clustering-quality";
import { clusteringSpeed } from "@/lib/platform/bench/clustering-speed";
import { writeBack } from "@/lib/platform/bench/clustering-write";

interface ClusteringBench extends BenchReport {
  readonly notes: readonly string[];
}

const INPUTS = 1_000_000;
const ADDRESSES = 600_000;
const ROUNDS = 400;
const DAYS = 30;

/**
 * How right the base clusters are (precision and recall by pairs of addresses, with the counts) and how fast: 1,000,000 · scale
 * inputs over 600,000 · scale addresses beside a plain union-find in C++ and igraph, then writing them back. Quality is measured on
 * the same data at every scale.
 */
export async function benchClustering(deps: QualityDeps, scale: number): Promise<ClusteringBench> {
  // First, while the process is small: what it adds is the memory it takes.
  const speed = await clusteringSpeed(Math.round(INPUTS * scale), Math.round(ADDRESSES * scale));
  const parts = [speed, guardQuality(ROUNDS), await clusteringQuality(deps, DAYS), await writeBack(deps.pool, Math.round(ADDRESSES * scale))];
  return { name: "clustering", scale, ...merged(parts) };
}
