import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, statSync } from "node:fs";
import path from "node:path";
import { childEnv, PROJECT_ROOT } from "@/lib/platform/env";
import { signal, waitForExit } from "@/lib/platform/processes";

export interface ChildSpec {
  /** For people and for the log's name. */
  readonly name: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
}

export interface Child {
  readonly name: string;
  readonly pid: number;
  readonly logFile: string;
  /** Settles when it ends, with how it ended. */
  readonly ended: Promise<string>;
  readonly isOver: () => boolean;
  /** Asks it to leave, and makes it when it takes longer than allowed. */
  readonly stop: (withinMs: number) => Promise<void>;
  /** The end of its log. */
  readonly lastWords: () => string;
}

const MAX_LOG_BYTES = 10 * 1024 * 1024;

/**
 * Starts a Node program in a process group of its own, so that a Ctrl-C at the terminal reaches it only through us, and all it
 * starts can be stopped with it. Its output goes to a file.
 */
export function startChild({ name, args, env }: ChildSpec, logFolder: string): Child {
  const logFile = path.join(logFolder, `${name}.log`);
  const from = prepareLog(logFile);
  const log = openSync(logFile, "a", 0o600);
  const watch = path.join(PROJECT_ROOT, "scripts", "die-with-parent.mjs");
  const process_ = spawn(process.execPath, ["--import", watch, ...args], { cwd: PROJECT_ROOT, env: childEnv({ ...env, ASSAY_PARENT: process.pid.toString() }), stdio: ["ignore", log, log, "ipc"], detached: true });
  closeSync(log);
  const pid = process_.pid ?? 0;
  const ended = endOf(process_);
  return {
    name,
    pid,
    logFile,
    ended,
    isOver: () => process_.exitCode !== null || process_.signalCode !== null || pid === 0,
    stop: async (withinMs) => {
      if (pid === 0) return;
      signal(pid, "SIGTERM"); // to it alone: it needs its helpers to leave in order
      if (!(await waitForExit(pid, withinMs))) await force(pid);
      signal(-pid, "SIGKILL"); // what it may have left in its group
      await ended;
    },
    lastWords: () => readFileSync(logFile).subarray(from).toString("utf8").trim().split("\n").slice(-15).join("\n"),
  };
}

async function force(pid: number): Promise<void> {
  signal(-pid, "SIGKILL");
  await waitForExit(pid, 5_000);
}

async function endOf(child: ChildProcess): Promise<string> {
  try {
    const [code, by] = (await once(child, "exit")) as [number | null, NodeJS.Signals | null];
    return by === null ? `with code ${code ?? "?"}` : `by ${by}`;
  } catch (error) {
    return `because it could not be started (${error instanceof Error ? error.message : String(error)})`;
  }
}

function prepareLog(file: string): number {
  mkdirSync(path.dirname(file), { recursive: true });
  if (!existsSync(file)) return 0;
  const { size } = statSync(file);
  if (size <= MAX_LOG_BYTES) return size;
  renameSync(file, `${file}.1`);
  return 0;
}
