import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { COMMANDS } from "@/lib/platform/cli/commands";
import { makePool } from "@/lib/platform/db/pool";

const SAMPLE = "sample load";
const stampFile = (home: string): string => path.join(home, "sample-loaded");

/** Whether the sample is to be loaded: on the first start, into a ledger that holds nothing. */
export async function wantsSample(home: string, databaseUrl: string): Promise<boolean> {
  if (existsSync(stampFile(home)) || !COMMANDS.some(({ name }) => name === SAMPLE)) return false;
  const pool = makePool(databaseUrl, { max: 1 });
  try {
    const { rowCount } = await pool.query("SELECT 1 FROM tx UNION ALL SELECT 1 FROM block LIMIT 1");
    return rowCount === 0;
  } finally {
    await pool.end();
  }
}

export const SAMPLE_ARGS: readonly string[] = [path.join("bin", "assay"), ...SAMPLE.split(" ")];

/** From now on the sample stays away, also when somebody has cleared the ledger. */
export function noteSample(home: string): void {
  mkdirSync(home, { recursive: true });
  writeFileSync(stampFile(home), `${new Date().toISOString()}\n`);
}
