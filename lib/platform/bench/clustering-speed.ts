import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { LinkForest } from "@/lib/core/clustering/links";
import { uniteInputs } from "@/lib/core/clustering/multi-input";
import { UnionFind } from "@/lib/core/clustering/union-find";
import { type GeneratedInputs, generatedInputs } from "@/lib/platform/bench/clustering-inputs";
import { compileCpp, type Rival, runIgraph, writeInputs } from "@/lib/platform/bench/clustering-rivals";
import type { Measures } from "@/lib/platform/bench/clustering-measures";

const TURNS = 5;

/**
 * Clusters generated inputs as an analysis does, the evidence of every link kept, and beside it, in turns and from the same
 * arrays, a plain union-find in C++ that keeps none; once igraph. The best turn of each, by the clock and by its processor time.
 * Memory is what the first turn adds to the process, the arrays of inputs included.
 */
export async function clusteringSpeed(inputs: number, addresses: number): Promise<Measures> {
  const folder = await mkdtemp(path.join(tmpdir(), "assay-bench-"));
  try {
    const before = process.memoryUsage.rss();
    const generated = generatedInputs(inputs, addresses);
    const ours: Rival[] = [clustered(generated)];
    const megabytes = Math.round((process.memoryUsage.rss() - before) / 1e6);
    const file = writeInputs(generated, folder);
    const runCpp = compileCpp(folder);
    const cpp: Rival[] = [];
    for (let turn = 0; turn < TURNS; turn += 1) {
      const other = runCpp?.(file) ?? null;
      if (other !== null) cpp.push(other);
      ours.push(clustered(generated));
    }
    const igraph = runIgraph(file);
    const others = [...named("Cpp", cpp), ...named("Igraph", igraph === null ? [] : [igraph])];
    const mine = best(ours);
    return {
      figures: {
        speedTransactions: generated.transactions, speedInputs: inputs, speedAddresses: addresses, speedClusters: ours[0]?.clusters ?? 0,
        clusteringMilliseconds: mine.milliseconds, clusteringCpuMilliseconds: mine.cpuMilliseconds, clusteringMegabytes: megabytes,
        ...Object.fromEntries(others.flatMap(({ name, milliseconds, cpuMilliseconds }) => [[`by${name}Milliseconds`, milliseconds], [`by${name}CpuMilliseconds`, cpuMilliseconds]])),
      },
      ratio: Object.fromEntries(others.flatMap(({ name, milliseconds, cpuMilliseconds }) => [
        [`clusteringTo${name}`, thousandths(mine.milliseconds / milliseconds)],
        [`clusteringTo${name}Cpu`, thousandths(mine.cpuMilliseconds / cpuMilliseconds)],
      ])),
      notes: [
        ...(cpp.length === 0 ? ["g++ is not available: no comparison with C++"] : []),
        ...(igraph === null ? ["python3-igraph is not installed: no comparison with it"] : []),
        ...(new Set([...ours, ...cpp, ...(igraph === null ? [] : [igraph])].map((one) => one.clusters)).size > 1 ? ["the programs do not find the same clusters"] : []),
      ],
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const thousandths = (value: number): number => Math.round(1_000 * value) / 1_000;

type Times = Pick<Rival, "milliseconds" | "cpuMilliseconds">;

const best = (turns: readonly Rival[]): Times => ({ milliseconds: Math.round(Math.min(...turns.map((one) => one.milliseconds))), cpuMilliseconds: Math.round(Math.min(...turns.map((one) => one.cpuMilliseconds))) });

const named = (name: string, turns: readonly Rival[]): (Times & { readonly name: string })[] => (turns.length === 0 ? [] : [{ name, ...best(turns) }]);

function clustered({ columns, transactions, addresses }: GeneratedInputs): Rival {
  const cpu = process.cpuUsage();
  const began = performance.now();
  const links = new LinkForest(new UnionFind(addresses + 1));
  uniteInputs(columns, links, 0, transactions);
  const walletOf = links.sets.smallest();
  const milliseconds = performance.now() - began;
  const { user, system } = process.cpuUsage(cpu);
  let clusters = 0;
  for (let address = 1; address <= addresses; address += 1) if (walletOf[address] === address) clusters += 1;
  return { milliseconds, cpuMilliseconds: (user + system) / 1000, clusters, megabytes: 0 };
}
