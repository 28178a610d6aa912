import { AppError } from "@/lib/core/errors";
import type { Command } from "@/lib/platform/cli/command";
import { backup } from "@/lib/platform/db/backup/backup";
import { restore } from "@/lib/platform/db/backup/restore";
import { findEmbedded, startEmbedded, stopEmbedded } from "@/lib/platform/db/embedded";

const NOT_OURS = "DATABASE_URL is set: that server is not Assay's to start or stop. Unset it to use the embedded Postgres.";

export const dbUrl: Command = {
  name: "db url",
  summary: "Prints the URL of the database, with its password; the embedded one is started.",
  run: async ({ database }) => ({ url: (await database()).url }),
  text: ({ url }: { url: string }) => `${url}\n`,
};

export const dbStart: Command = {
  name: "db start",
  summary: "Starts the embedded Postgres, or finds it running, and applies migrations.",
  run: async ({ env, database }) => {
    if (env.databaseUrl !== null) throw new AppError("conflict", NOT_OURS);
    const { pid, port, started, folder } = await startEmbedded(env.home);
    const { url } = await database();
    return { url, port, pid, started, folder };
  },
};

export const dbStop: Command = {
  name: "db stop",
  summary: "Stops the embedded Postgres, also when others use it; their open transactions are rolled back.",
  run: async ({ env }) => {
    if (env.databaseUrl !== null) throw new AppError("conflict", NOT_OURS);
    const server = await findEmbedded(env.home);
    return { stopped: await stopEmbedded(env.home), pid: server?.pid ?? null };
  },
};

export const dbBackup: Command = {
  name: "db backup",
  summary: "Writes the whole database to a file: a tar.gz of COPY data with row counts and hashes.",
  positionals: [{ name: "FILE" }],
  run: async ({ database, progress, signal }, { positionals: [file = ""] }) => backup({ url: (await database()).url, file, progress, signal }),
};

export const dbRestore: Command = {
  name: "db restore",
  summary: "Fills an empty database from a backup: all of it, with every hash and count checked, or nothing.",
  positionals: [{ name: "FILE" }],
  run: async ({ database, progress, signal }, { positionals: [file = ""] }) => restore({ url: (await database()).url, file, progress, signal }),
};
