import { existsSync } from "node:fs";
import path from "node:path";

const ROOT = path.resolve(import.meta.dirname, "../../../shared/data");

/** Path of a file or folder of the shared test data beside the project, or null where that folder is absent. */
export function sharedData(relative: string): string | null {
  const full = path.join(ROOT, relative);
  return existsSync(full) ? full : null;
}

/** The reason a test prints when it is skipped for want of shared data. */
export const NO_SHARED_DATA = "skipped: ../shared/data is not beside the project";
