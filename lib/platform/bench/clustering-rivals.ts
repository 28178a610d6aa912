import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import path from "node:path";
import type { GeneratedInputs } from "@/lib/platform/bench/clustering-inputs";

/** What another program took for the same work, in its own words. */
export interface Rival {
  readonly milliseconds: number;
  /** Of its own, garbage collection included: steadier than the clock on a busy machine. */
  readonly cpuMilliseconds: number;
  readonly clusters: number;
  readonly megabytes: number;
}

/**
 * Plain: parents and sizes, path halving, no evidence kept; then the smallest member for every address, as ours has it. The arrays
 * are read before the clock starts.
 */
const CPP = `#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <ctime>
#include <numeric>
#include <utility>
#include <vector>
#include <sys/resource.h>
static std::vector<int32_t> parent, size_;
static inline int32_t find(int32_t at) { while (parent[at] != at) { parent[at] = parent[parent[at]]; at = parent[at]; } return at; }
static std::vector<int32_t> column(FILE* file, int64_t n) { std::vector<int32_t> v(n); if (fread(v.data(), 4, n, file) != (size_t)n) throw 1; return v; }
int main(int, char** argv) {
  FILE* file = fopen(argv[1], "rb");
  int32_t head[3];
  if (fread(head, 4, 3, file) != 3) return 1;
  auto order = column(file, head[0]), mixes = column(file, head[0]), start = column(file, head[0] + 1), address = column(file, head[1]);
  double best = 1e18, bestCpu = 1e18;
  int64_t clusters = 0;
  for (int round = 0; round < 3; round++) {
    auto began = std::chrono::steady_clock::now();
    auto cpu = std::clock();
    parent.assign(head[2] + 1, 0);
    std::iota(parent.begin(), parent.end(), 0);
    size_.assign(head[2] + 1, 1);
    for (int32_t t : order) {
      if (mixes[t]) continue;
      for (int32_t i = start[t] + 1; i < start[t + 1]; i++) {
        int32_t a = find(address[start[t]]), b = find(address[i]);
        if (a == b) continue;
        if (size_[a] < size_[b]) std::swap(a, b);
        parent[b] = a;
        size_[a] += size_[b];
      }
    }
    std::vector<int32_t> least(head[2] + 1, -1), name(head[2] + 1);
    for (int32_t a = 0; a <= head[2]; a++) {
      int32_t root = find(a);
      if (least[root] < 0) least[root] = a;
      name[a] = least[root];
    }
    double took = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - began).count();
    bestCpu = std::min(bestCpu, 1000.0 * (std::clock() - cpu) / CLOCKS_PER_SEC);
    best = std::min(best, took);
    clusters = 0;
    for (int32_t a = 1; a <= head[2]; a++) clusters += name[a] == a;
  }
  struct rusage used;
  getrusage(RUSAGE_SELF, &used);
  printf("%.3f %.3f %lld %ld\\n", best, bestCpu, (long long)clusters, used.ru_maxrss / 1024);
}
`;

const PYTHON = `import array, resource, sys, time
import igraph
head, skipped, start, address = array.array("i"), array.array("i"), array.array("i"), array.array("i")
with open(sys.argv[1], "rb") as file:
    head.fromfile(file, 3)
    skipped.fromfile(file, 2 * head[0])
    start.fromfile(file, head[0] + 1)
    address.fromfile(file, head[1])
edges = [(address[start[t]], address[i]) for t in range(head[0]) for i in range(start[t] + 1, start[t + 1])]
began, cpu = time.perf_counter(), time.process_time()
clusters = len(igraph.Graph(n=head[2] + 1, edges=edges).connected_components(mode="weak")) - 1
took = (time.perf_counter() - began) * 1000
print(took, (time.process_time() - cpu) * 1000, clusters, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
`;

/** The inputs in a file for other programs: three counts, the order, which mix, where the inputs of each transaction begin, their addresses. */
export function writeInputs({ columns, transactions, inputs, addresses }: GeneratedInputs, folder: string): string {
  const file = path.join(folder, "inputs.bin");
  const parts = [Int32Array.of(transactions, inputs, addresses), columns.linkOrder, Int32Array.from(columns.mixes), columns.inputStart, columns.inputAddress];
  writeFileSync(file, Buffer.concat(parts.map((part) => new Uint8Array(part.buffer, part.byteOffset, part.byteLength))));
  return file;
}

/** A plain union-find in C++, compiled here. Null where there is no g++. */
export function compileCpp(folder: string): ((inputs: string) => Rival | null) | null {
  const source = path.join(folder, "union-find.cpp");
  const program = path.join(folder, "union-find");
  writeFileSync(source, CPP);
  const compiled = spawnSync("g++", ["-O2", "-std=c++17", "-o", program, source]);
  return compiled.status === 0 ? (inputs) => measured(program, [inputs]) : null;
}

/** Debian's python3-igraph. Null where it is not installed. */
export function runIgraph(inputs: string): Rival | null {
  return measured("python3", ["-c", PYTHON, inputs]);
}

function measured(program: string, args: readonly string[]): Rival | null {
  const { status, stdout } = spawnSync(program, args, { encoding: "utf8" });
  if (status !== 0) return null;
  const [milliseconds, cpuMilliseconds, clusters, megabytes] = stdout.trim().split(" ").map(parseFloat);
  if (milliseconds === undefined || cpuMilliseconds === undefined || clusters === undefined || megabytes === undefined) return null;
  return { milliseconds, cpuMilliseconds, clusters, megabytes };
}
