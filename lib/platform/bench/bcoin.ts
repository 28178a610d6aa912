import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

/** Where scripts/bcoin.mjs puts it. */
const INSTALLED = path.resolve(import.meta.dirname, "../../../node_modules/.cache/assay-bcoin");

/** `require` of the folder where bcoin is installed for tests and benches, or of another folder; null when it is in neither. */
export function requireBesideBcoin(elsewhere?: string): ((name: string) => unknown) | null {
  const folder = [INSTALLED, elsewhere].find((one) => one !== undefined && existsSync(path.join(one, "node_modules/bcoin")));
  return folder === undefined ? null : createRequire(path.join(folder, "package.json"));
}
