import { attach, othersAttached } from "@/lib/platform/db/attachments";
import { startEmbedded, stopEmbedded } from "@/lib/platform/db/embedded";
import { migrate } from "@/lib/platform/db/migrate";
import type { Env } from "@/lib/platform/env";
import { log } from "@/lib/platform/log";

export interface OpenDatabase {
  /** With its password: never to a log. */
  readonly url: string;
  readonly embedded: boolean;
  /** Says that this process needs the database no more. With `stop` an embedded server is stopped unless others use it. */
  close(options?: { stop?: boolean }): Promise<{ stopped: boolean }>;
}

/** The database this process is to use, migrated: DATABASE_URL, or the embedded one, started or attached to. */
export async function openDatabase({ home, databaseUrl }: Pick<Env, "home" | "databaseUrl">): Promise<OpenDatabase> {
  if (databaseUrl !== null) {
    await migrated(databaseUrl);
    return { url: databaseUrl, embedded: false, close: () => Promise.resolve({ stopped: false }) };
  }
  const detach = attach(home); // before the start, so that whoever stops the server at this moment sees us
  try {
    const { url } = await startEmbedded(home);
    await migrated(url);
    return {
      url,
      embedded: true,
      close: async ({ stop = false } = {}) => {
        detach();
        return { stopped: stop && othersAttached(home).length === 0 && (await stopEmbedded(home)) };
      },
    };
  } catch (error) {
    detach();
    throw error;
  }
}

async function migrated(url: string): Promise<void> {
  const { applied, edited } = await migrate(url);
  if (applied.length > 0) log.info({ applied }, "migrations applied");
  if (edited.length > 0) log.warn({ edited }, "migrations were edited after they had been applied");
}
