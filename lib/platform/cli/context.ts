import type { Principal } from "@/lib/core/policy/policy";
import type { CommandContext } from "@/lib/platform/cli/command";
import type { ProgressBar } from "@/lib/platform/cli/progress";
import type { OpenDatabase } from "@/lib/platform/db/open";
import type { Env } from "@/lib/platform/env";
import type { Services } from "@/lib/platform/services";

interface Made {
  readonly context: CommandContext;
  readonly failed: () => boolean;
  /** Closes what the command opened. The embedded server stays up for the next command. */
  readonly close: () => Promise<void>;
}

export function makeContext(env: Env, signal: AbortSignal, bar: ProgressBar): Made {
  let failed = false;
  let database: Promise<OpenDatabase> | null = null;
  let services: Promise<Services> | null = null;
  const openDatabase = (): Promise<OpenDatabase> => (database ??= import("@/lib/platform/db/open").then((module) => module.openDatabase(env)));
  const openServices = (): Promise<Services> => (services ??= makeServicesOf(openDatabase(), env));
  const context: CommandContext = {
    env,
    signal,
    progress: bar.draw,
    note: (line) => {
      bar.clear();
      process.stderr.write(`${line}\n`);
    },
    database: openDatabase,
    services: openServices,
    owner: async (): Promise<Principal> => (await openServices()).accounts.localOwner(),
    fail: () => {
      failed = true;
    },
  };
  const close = async (): Promise<void> => {
    bar.clear();
    // What could not be opened has told so already, and has nothing to close.
    const opened = await Promise.allSettled([services, database]);
    if (opened[0].status === "fulfilled") await opened[0].value?.close();
    if (opened[1].status === "fulfilled") await opened[1].value?.close();
  };
  return { context, failed: () => failed, close };
}

/** Loaded late: `assay --help` and `assay verify` need none of it. */
async function makeServicesOf(database: Promise<OpenDatabase>, env: Env): Promise<Services> {
  const { makeServices } = await import("@/lib/platform/services");
  return makeServices({ databaseUrl: (await database).url, home: env.home, limits: { name: "assay command" } });
}
