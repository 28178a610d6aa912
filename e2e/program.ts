import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";

export const ROOT = path.dirname(import.meta.dirname);
const START_MS = 600_000;

/** Assay as `npm start` runs it. */
export interface Program {
  readonly child: ChildProcess;
  /** The URL that it printed: signs the owner in. */
  readonly url: string;
  readonly origin: string;
  /** All that it printed so far. */
  readonly output: () => string;
  /** Sends a signal and waits until it has ended. @returns its exit code, null when the signal killed it */
  readonly end: (signal?: NodeJS.Signals) => Promise<number | null>;
}

export interface StartOptions {
  readonly home: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** The environment of somebody who has set nothing. */
const CLEAN = { DATABASE_URL: "", PORT: "", HOST: "", LOG_LEVEL: "", NODE_ENV: "", NODE_OPTIONS: "" };

/** @throws with all that it printed, when it ends before it is up */
export async function startAssay({ home, env = {} }: StartOptions): Promise<Program> {
  const child = spawn(process.execPath, ["scripts/start.mjs"], { cwd: ROOT, env: { ...process.env, ...CLEAN, ASSAY_HOME: home, ...env } as NodeJS.ProcessEnv, stdio: ["ignore", "pipe", "pipe"] });
  let printed = "";
  const exited = once(child, "exit") as Promise<[number | null]>;
  const up = new Promise<string>((resolve, reject) => {
    const hear = (chunk: Buffer): void => {
      printed += chunk.toString("utf8");
      const url = /http:\/\/\S+\/sign-in\?token=[\w-]{43}(?=\s)/.exec(printed)?.[0];
      if (url !== undefined) resolve(url);
    };
    child.stdout.on("data", hear);
    child.stderr.on("data", hear);
    child.once("exit", (code) => {
      reject(new Error(`Assay ended with ${String(code)} before it was up:\n${printed}`));
    });
    setTimeout(() => {
      reject(new Error(`Assay is not up after ${START_MS / 1000} s:\n${printed}`));
    }, START_MS).unref();
  });
  const end = async (signal: NodeJS.Signals = "SIGINT"): Promise<number | null> => {
    child.kill(signal);
    const [code] = await exited;
    return code;
  };
  try {
    const url = await up;
    return { child, url, origin: new URL(url).origin, output: () => printed, end };
  } catch (error) {
    child.kill("SIGKILL");
    throw error;
  }
}
