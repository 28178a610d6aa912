import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { makePool } from "@/lib/platform/db/pool";

const stampFile = (home: string): string => path.join(home, "sample-state");

type SampleState = "begun" | "loaded";

/** Whether the sample is to be loaded: on the first start, into a ledger that holds nothing, or again after it was cut short. */
export async function wantsSample(home: string, databaseUrl: string): Promise<boolean> {
  const state = existsSync(stampFile(home)) ? readFileSync(stampFile(home), "utf8").trim() : null;
  if (state !== null) return state === ("begun" satisfies SampleState);
  const pool = makePool(databaseUrl, { max: 1 });
  try {
    const { rowCount } = await pool.query("SELECT 1 FROM tx UNION ALL SELECT 1 FROM block LIMIT 1");
    return rowCount === 0;
  } finally {
    await pool.end();
  }
}

export const SAMPLE_ARGS: readonly string[] = [path.join("bin", "assay"), "sample", "load"];

/** Once loaded, the sample stays away, also when somebody has cleared the ledger. */
export function noteSample(home: string, state: SampleState): void {
  mkdirSync(home, { recursive: true });
  writeFileSync(stampFile(home), `${state}\n`);
}
