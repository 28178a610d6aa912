import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { AppError } from "@/lib/core/errors";
import { readOwnerToken } from "@/lib/platform/auth/owner-token";
import { forgetBuild, isBuildCurrent, sourceHash, stampBuild } from "@/lib/platform/boot/build";
import { type Child, type ChildSpec, startChild } from "@/lib/platform/boot/children";
import { noteSample, SAMPLE_ARGS, wantsSample } from "@/lib/platform/boot/first-run";
import { choosePort, isPortFree, originOf } from "@/lib/platform/boot/port";
import { forgetChildren, noteChildren, stopLeftovers } from "@/lib/platform/boot/run-file";
import { type OpenDatabase, openDatabase } from "@/lib/platform/db/open";
import { type Env, env, isRunByNpm, PROJECT_ROOT } from "@/lib/platform/env";
import { log, redact } from "@/lib/platform/log";

const NEXT = path.join("node_modules", "next", "dist", "bin", "next");
const READY_MS = 120_000;
const STOP_MS = 15_000;

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

/** Ends what runs so far. Thrown through the steps when somebody presses Ctrl-C. */
class Interrupted extends Error {}

/**
 * Brings Assay up: database, migrations, build when stale, sample on the first run, server and worker. Prints one URL, then
 * waits. @returns the exit code, after everything that it started has ended
 */
export async function boot({ dev }: { readonly dev: boolean }): Promise<number> {
  if (log.level === "info") log.level = "warn"; // the lines below are the report; the children's logs go to files
  process.stdout.on("error", () => undefined); // nobody reads any more; that is no reason to stop
  const run = new Run(dev);
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(name, () => { run.interrupt(); });
  const orphaned = whenOrphaned(() => { run.interrupt(); });
  try {
    await run.up(env());
    return await run.untilEnd();
  } catch (error) {
    if (error instanceof Interrupted) {
      say("\nStopped.");
      return 0;
    }
    const { message } = redact(error instanceof Error ? error : new Error(String(error))) as { message: string };
    process.stderr.write(`\n${message}\n`);
    return 1;
  } finally {
    clearInterval(orphaned);
    await run.down();
  }
}

/** A SIGTERM to `npm start` ends npm and its shell without reaching us: then our parent is another one. */
function whenOrphaned(act: () => void): NodeJS.Timeout {
  const parent = process.ppid;
  return setInterval(() => {
    if (isRunByNpm() && process.ppid !== parent) act();
  }, 500);
}

class Run {
  private readonly dev: boolean;
  private readonly stop = new AbortController();
  private readonly interrupted = new Promise<void>((resolve) => {
    this.stop.signal.addEventListener("abort", () => {
      resolve();
    });
  });
  private readonly children: Child[] = [];
  private database: OpenDatabase | null = null;
  private home = "";

  constructor(dev: boolean) {
    this.dev = dev;
  }

  /** The first time: end in order. The second time: at once. */
  interrupt(): void {
    if (this.stop.signal.aborted) for (const child of this.children) void child.stop(0);
    this.stop.abort();
  }

  async up(settings: Env): Promise<void> {
    this.home = settings.home;
    const left = await stopLeftovers(this.home);
    if (left > 0) say(`Stopped ${left} process${left === 1 ? "" : "es"} that an earlier run had left behind.`);
    const database = await this.step("Database", () => openDatabase(settings));
    this.database = database;
    const shared = { ASSAY_HOME: this.home, DATABASE_URL: database.url, NEXT_TELEMETRY_DISABLED: "1", NODE_ENV: this.dev ? "development" : "production" };
    if (!this.dev) await this.build(shared);
    if (settings.sample && (await wantsSample(this.home, database.url))) await this.step("Sample case", () => this.loadSample(shared));
    const port = await this.step("Server and worker", () => this.serve(settings, shared));
    say(`\nOpen ${originOf(settings.host, port)}/sign-in?token=${await readOwnerToken(this.home)}\n`);
    say(`Ctrl-C stops it. Logs: ${path.relative(process.cwd(), path.join(this.home, "logs")) || "."}`);
  }

  /** Waits for Ctrl-C, or for the death of a child. */
  async untilEnd(): Promise<number> {
    const died = this.children.map(async (child) => ({ child, how: await child.ended }));
    const first = await Promise.race([this.interrupted, ...died]);
    if (first === undefined || this.stop.signal.aborted) {
      say("\nStopping …");
      return 0;
    }
    process.stderr.write(`\nThe ${first.child.name} ended ${first.how}. Its last words (${first.child.logFile}):\n${first.child.lastWords()}\n\nStopping the rest.\n`);
    return 1;
  }

  async down(): Promise<void> {
    await Promise.all(this.children.map((child) => child.stop(STOP_MS)));
    if (this.home === "") return;
    forgetChildren(this.home);
    await this.database?.close({ stop: true });
  }

  private async step<Result>(title: string, work: () => Promise<Result>): Promise<Result> {
    if (this.stop.signal.aborted) throw new Interrupted();
    const started = performance.now();
    process.stdout.write(`${title} … `);
    const result = await work();
    say(`${((performance.now() - started) / 1000).toFixed(1)} s`);
    return result;
  }

  private async build(shared: ChildSpec["env"]): Promise<void> {
    const hash = sourceHash(PROJECT_ROOT);
    if (isBuildCurrent(PROJECT_ROOT, hash)) return;
    await this.step("Building the pages, once after each change", async () => {
      forgetBuild(PROJECT_ROOT);
      await this.finish({ name: "build", args: [NEXT, "build"], env: { ...shared, DATABASE_URL: undefined } });
      stampBuild(PROJECT_ROOT, hash);
    });
  }

  /** Assay is of use without its sample: what went wrong is told, and the start goes on. */
  private async loadSample(shared: ChildSpec["env"]): Promise<void> {
    noteSample(this.home, "begun");
    try {
      await this.finish({ name: "sample", args: SAMPLE_ARGS, env: shared });
      noteSample(this.home, "loaded");
    } catch (error) {
      if (error instanceof Interrupted || !(error instanceof AppError)) throw error;
      process.stdout.write(`not loaded. ${error.message}\n  `);
    }
  }

  /** Runs a child to its end. */
  private async finish(spec: ChildSpec): Promise<void> {
    const child = this.spawn(spec);
    const how = await Promise.race([child.ended, this.interrupted]);
    if (how === undefined) throw new Interrupted();
    this.children.splice(this.children.indexOf(child), 1);
    if (how !== "with code 0") throw new AppError("conflict", `The ${spec.name} failed ${how}. Its last words (${child.logFile}):\n${child.lastWords()}`);
  }

  private spawn(spec: ChildSpec): Child {
    const child = startChild(spec, path.join(this.home, "logs"));
    this.children.push(child);
    noteChildren(this.home, this.children.map(({ pid }) => pid));
    return child;
  }

  private async serve(settings: Env, shared: ChildSpec["env"]): Promise<number> {
    this.spawn({ name: "worker", args: [path.join("bin", "assay-worker")], env: shared });
    for (let from = settings.port; ; ) {
      const port = await choosePort(settings, from);
      const server = this.spawn({ name: "server", args: [NEXT, this.dev ? "dev" : "start", "-H", settings.host, "-p", port.toString()], env: { ...shared, HOST: settings.host, PORT: port.toString() } });
      if (await this.becomesReady(server, `${originOf(settings.host, port)}/api/health/ready`)) return port;
      const lostRace = !settings.portByHand && !(await isPortFree(settings.host, port));
      if (!lostRace) throw new AppError("conflict", `The server ended ${await server.ended}. Its last words (${server.logFile}):\n${server.lastWords()}`);
      this.children.splice(this.children.indexOf(server), 1);
      from = port + 1; // another program took the port in between
    }
  }

  /** @returns false when the server ended before it was ready */
  private async becomesReady(server: Child, url: string): Promise<boolean> {
    let said = "it does not answer";
    const deadline = performance.now() + READY_MS;
    while (performance.now() < deadline) {
      if (this.stop.signal.aborted) throw new Interrupted();
      if (server.isOver()) return false;
      const worker = this.children.find((child) => child.name === "worker" && child.isOver());
      if (worker !== undefined) throw new AppError("conflict", `The worker ended ${await worker.ended}. Its last words (${worker.logFile}):\n${worker.lastWords()}`);
      const answer = await askReady(url);
      if (answer === null) return true;
      said = answer;
      await sleep(100);
    }
    throw new AppError("conflict", `The server did not become ready within ${READY_MS / 1000} s: ${said}. See ${server.logFile}.`);
  }
}

/** Null when it is ready, else why not. */
async function askReady(url: string): Promise<string | null> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(10_000) });
    return response.ok ? null : (await response.text()).slice(0, 500);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
