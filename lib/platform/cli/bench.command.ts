import { randomUUID } from "node:crypto";
import { BENCHES } from "@/lib/platform/bench/benches";
import { type Command, type CommandArgs, type CommandContext, textOption, UsageError } from "@/lib/platform/cli/command";
import { migrate } from "@/lib/platform/db/migrate";
import { makePool } from "@/lib/platform/db/pool";
import { makeServices, type Services } from "@/lib/platform/services";

export const bench: Command = {
  name: "bench",
  summary: "Measures on this machine: `bench list` names what. Figures are comparable within one run only.",
  positionals: [{ name: "NAME" }],
  options: { scale: { type: "string", help: "how much, as a multiple of the usual (1)" } },
  run: async (context, args) => {
    const [name = ""] = args.positionals;
    if (name === "list") return { benches: BENCHES.map(({ run: _run, ...told }) => told) };
    const found = BENCHES.find((one) => one.name === name);
    if (found === undefined) throw new UsageError("NAME", `expected list, ${BENCHES.map((one) => one.name).join(", ")}, got “${name}”`);
    const scale = readScale(args);
    return { ...(await onEmptyDatabase(context, (services) => found.run(services, scale))), name, scale };
  },
};

function readScale(args: CommandArgs): number {
  const text = textOption(args, "scale") ?? "1";
  const scale = /^\d{1,4}(?:\.\d{1,4})?$/.test(text) ? parseFloat(text) : 0;
  if (scale <= 0 || scale > 1000) throw new UsageError("--scale", `expected a number above 0 and up to 1000, got “${text}”`);
  return scale;
}

/** A database of its own beside the user's, dropped afterwards. */
async function onEmptyDatabase<Result>(context: CommandContext, work: (services: Services) => Promise<Result>): Promise<Result> {
  const { url } = await context.database();
  const admin = makePool(url, { name: "assay bench", max: 1 });
  const database = `assay_bench_${randomUUID().replaceAll("-", "")}`;
  const own = new URL(url);
  own.pathname = `/${database}`;
  try {
    await admin.query(`CREATE DATABASE ${database}`);
    await migrate(own.href);
    const services = makeServices({ databaseUrl: own.href, home: context.env.home, limits: { name: "assay bench" } });
    try {
      return await work(services);
    } finally {
      await services.close();
    }
  } finally {
    await admin.query(`DROP DATABASE IF EXISTS ${database} WITH (FORCE)`);
    await admin.end();
  }
}
