import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

/** A process that a file names. Process numbers are used again, so the start time belongs to the identity. */
export interface ProcessIdentity {
  readonly pid: number;
  /** Opaque; empty where the system does not tell. */
  readonly startedAt: string;
}

export const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return !isZombie(pid);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
};

/** A killed child whose parent has not asked for its exit status yet: dead in every sense that matters here. */
const isZombie = (pid: number): boolean => statFields(pid)?.[0] === "Z";

/** The fields of /proc/PID/stat after the command's name: state first, start time twentieth. Null where there is no /proc. */
function statFields(pid: number): string[] | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  } catch {
    return null; // no /proc on this system, or the process has just gone
  }
}

export function identityOf(pid: number): ProcessIdentity {
  return { pid, startedAt: statFields(pid)?.[19] ?? "" };
}

/** Whether the very process still runs, not another one that got its number. */
export function isSameAlive({ pid, startedAt }: ProcessIdentity): boolean {
  return isAlive(pid) && (startedAt === "" || identityOf(pid).startedAt === startedAt);
}

export const formatIdentity = ({ pid, startedAt }: ProcessIdentity): string => `${pid} ${startedAt}\n`;

export function parseIdentity(text: string): ProcessIdentity | null {
  const [pid = "", startedAt = ""] = text.trim().split(" ");
  return /^[1-9][0-9]*$/.test(pid) ? { pid: parseInt(pid, 10), startedAt } : null;
}

/** How a process was called, or null when the system does not tell. */
export function commandLine(pid: number): string | null {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
  } catch {
    return process.platform === "win32" ? null : psCommand(pid);
  }
}

function psCommand(pid: number): string | null {
  try {
    return execFileSync("ps", ["-ww", "-o", "command=", "-p", pid.toString()], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  } catch {
    return null; // no such process, or no ps
  }
}

/** Sends a signal; false when the process (or group, for a negative number) is already gone. */
export function signal(pid: number, name: NodeJS.Signals): boolean {
  try {
    process.kill(pid, name);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ESRCH") return false;
    throw error;
  }
}

/** Waits until a process is gone. @returns whether it went within the time. */
export async function waitForExit(pid: number, withinMs: number): Promise<boolean> {
  const deadline = performance.now() + withinMs;
  while (isAlive(pid)) {
    if (performance.now() > deadline) return false;
    await sleep(20);
  }
  return true;
}
