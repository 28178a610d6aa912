import { mkdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { NETWORK_NAMES } from "@/lib/core/network";
import { oneOf } from "@/lib/core/one-of";
import { makeSample, SAMPLE_TOUR } from "@/lib/core/simulate/sample";
import type { AnalysisService } from "@/lib/features/analysis/analysis.service";
import type { ImportService } from "@/lib/features/ledger/import.service";
import type { Sample } from "@/lib/features/sample/sample.service";
import { nodeHasher } from "@/lib/platform/chain/hasher";
import { importPaths } from "@/lib/platform/imports/import-paths";

interface SampleImport {
  readonly home: string;
  readonly importer: ImportService;
  readonly analysis: AnalysisService;
  readonly signal: AbortSignal;
}

/** Simulates the sample into a file and imports it like any other. */
export async function importSample({ home, importer, analysis, signal }: SampleImport): Promise<void> {
  const folder = path.join(home, "sample");
  const file = path.join(folder, "synthetic-sample.ndjson");
  await mkdir(folder, { recursive: true });
  try {
    await writeFile(file, makeSample(nodeHasher).transactions);
    await importPaths(importer, { paths: [file], how: { format: "auto", network: null, root: folder, signal }, job: null, onProgress: () => undefined });
    await analysis.analyse({ signal });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** What the sample says of itself: it is the same every time. */
export function readSample(): Sample {
  const { truth } = makeSample(nodeHasher);
  const { start, collection, hop, deposit, payouts, spentAt } = SAMPLE_TOUR;
  return { network: oneOf(NETWORK_NAMES, truth.network), known: truth.known, stops: [start, collection, hop, deposit, ...payouts, spentAt] };
}
