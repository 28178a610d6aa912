import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { startAssay } from "./program";

/** One Assay for all journeys, on a data folder of its own; started and stopped as a user does it. */
export default async function setUp(): Promise<() => Promise<void>> {
  const home = mkdtempSync(path.join(os.tmpdir(), "assay-e2e-"));
  const assay = await startAssay({ home });
  process.env["ASSAY_E2E_URL"] = assay.url; // the workers that run the journeys inherit it
  process.env["ASSAY_E2E_HOME"] = home;
  return async () => {
    await assay.end();
    rmSync(home, { recursive: true, force: true });
  };
}
