import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { formatIdentity, identityOf, isSameAlive, parseIdentity, type ProcessIdentity, signal, waitForExit } from "@/lib/platform/processes";

const folderOf = (home: string): string => path.join(home, "run");
const fileOf = (home: string): string => path.join(folderOf(home), process.pid.toString());

/** Notes the children of this start, so that the next one can stop them if this one is killed. Groups, by their leaders. */
export function noteChildren(home: string, leaders: readonly number[]): void {
  mkdirSync(folderOf(home), { recursive: true });
  writeFileSync(fileOf(home), [process.pid, ...leaders].map((pid) => formatIdentity(identityOf(pid))).join(""));
}

export function forgetChildren(home: string): void {
  rmSync(fileOf(home), { force: true });
}

/** Stops what starts that were killed have left running. @returns how many processes */
export async function stopLeftovers(home: string): Promise<number> {
  mkdirSync(folderOf(home), { recursive: true });
  let stopped = 0;
  for (const name of readdirSync(folderOf(home))) {
    const file = path.join(folderOf(home), name);
    const [parent, ...children] = readFileSync(file, "utf8").split("\n").map(parseIdentity);
    if (parent !== null && parent !== undefined && isSameAlive(parent)) continue;
    for (const child of children) if (child !== null && isSameAlive(child)) stopped += await stopGroup(child);
    rmSync(file, { force: true });
  }
  return stopped;
}

async function stopGroup({ pid }: ProcessIdentity): Promise<1> {
  signal(pid, "SIGTERM");
  await waitForExit(pid, 5_000);
  signal(-pid, "SIGKILL");
  await waitForExit(pid, 5_000);
  return 1;
}
