import { AppError } from "@/lib/core/errors";
import { type Command, UsageError } from "@/lib/platform/cli/command";
import { COMMANDS } from "@/lib/platform/cli/commands";
import { makeContext } from "@/lib/platform/cli/context";
import { helpOf, helpOfAll, type Invocation, parseInvocation } from "@/lib/platform/cli/parse";
import { makeProgressBar } from "@/lib/platform/cli/progress";
import { renderJson, renderText } from "@/lib/platform/cli/render";
import { isConnectionError } from "@/lib/platform/db/pool";
import { type Env, env } from "@/lib/platform/env";
import { log, redact } from "@/lib/platform/log";

const DONE = 0;
const FAILED = 1;
const MISUSED = 2;

/** Runs one command and ends the process with its exit code. */
export async function main(argv: readonly string[]): Promise<void> {
  // `assay … | head` ends the reader first; that is no error of ours.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? DONE : FAILED));
  if (log.level === "info") log.level = "warn"; // the default level is for servers; LOG_LEVEL=debug still tells all
  try {
    process.exitCode = await runCommandLine(argv);
  } catch (error) {
    process.exitCode = explain(error);
  }
  // Whatever a library may still hold open must not keep a finished command running.
  process.stdout.write("", () => process.exit());
}

async function runCommandLine(argv: readonly string[]): Promise<number> {
  if (argv.length === 0 || argv[0] === "--help" || argv[0] === "-h" || argv[0] === "help") {
    await print(helpOfAll(COMMANDS));
    return argv.length === 0 ? MISUSED : DONE;
  }
  const invocation = parseInvocation(COMMANDS, argv);
  if (!invocation.help) return run(invocation);
  await print(helpOf(invocation.command));
  return DONE;
}

async function run({ command, args, json }: Invocation): Promise<number> {
  const stop = new AbortController();
  const interrupt = (): void => {
    if (stop.signal.aborted) process.exit(FAILED); // asked twice: now
    stop.abort(new AppError("cancelled", "Cancelled."));
  };
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(name, interrupt);
  const { context, failed, close } = makeContext(validEnv(), stop.signal, makeProgressBar(process.stderr));
  try {
    const document = await command.run(context, args);
    await close();
    await print(json ? renderJson(document, process.stdout.isTTY ? 2 : 0) : textOf(command, document));
    return failed() ? FAILED : DONE;
  } catch (error) {
    await close();
    throw error;
  }
}

/** A wrong variable is a wrong use of the command. */
function validEnv(): Env {
  try {
    return env();
  } catch (error) {
    throw error instanceof AppError ? new UsageError("environment", error.message) : error;
  }
}

const textOf = (command: Command, document: unknown): string => command.text?.(document as never) ?? renderText(document);

const print = (text: string): Promise<void> =>
  new Promise((resolve) => {
    process.stdout.write(text, () => {
      resolve();
    });
  });

/** Tells an error on stderr. What the caller can mend is one line; the rest comes with its place in the code. */
function explain(error: unknown): number {
  if (error instanceof UsageError) return tell(error.message, MISUSED);
  if (error instanceof AppError) {
    for (const { path, message } of error.issues.filter((issue) => !error.message.includes(issue.message))) process.stderr.write(`  ${path}: ${message}\n`);
    return tell(error.message, FAILED);
  }
  const { message, stack } = redact(error instanceof Error ? error : new Error(String(error))) as { message: string; stack: string };
  if (isConnectionError(error)) return tell(`the database cannot be reached: ${message}. Is the Postgres of DATABASE_URL up? Without DATABASE_URL Assay brings its own.`, FAILED);
  return tell(log.isLevelEnabled("debug") ? stack : `${message} (LOG_LEVEL=debug tells more)`, FAILED);
}

function tell(message: string, code: number): number {
  process.stderr.write(`assay: ${message}\n`);
  return code;
}
