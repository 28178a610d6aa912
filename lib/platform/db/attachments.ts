import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { formatIdentity, identityOf, isSameAlive, parseIdentity } from "@/lib/platform/processes";

const folderOf = (home: string): string => path.join(home, "attached");

/** Says that this process uses the embedded database of `home`. @returns the way to take that back */
export function attach(home: string): () => void {
  mkdirSync(folderOf(home), { recursive: true });
  const file = path.join(folderOf(home), process.pid.toString());
  writeFileSync(file, formatIdentity(identityOf(process.pid)));
  return () => {
    rmSync(file, { force: true });
  };
}

/** Process numbers of others that use the database of `home`. What killed processes left behind is cleared away. */
export function othersAttached(home: string): number[] {
  return namesIn(folderOf(home)).flatMap((name) => {
    const file = path.join(folderOf(home), name);
    const identity = parseIdentity(readOrEmpty(file));
    if (identity === null || !isSameAlive(identity)) rmSync(file, { force: true });
    else if (identity.pid !== process.pid) return [identity.pid];
    return [];
  });
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}

function readOrEmpty(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return ""; // its owner left at this moment
    throw error;
  }
}
