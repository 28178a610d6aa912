import { AppError } from "@/lib/core/errors";
import { DEFAULT_OPTIONS, simulationOptions, type SimulationOptions } from "@/lib/core/simulate/options";
import { makeSimulateService } from "@/lib/features/simulate/simulate.service";
import { nodeHasher } from "@/lib/platform/chain/hasher";
import { type Command, type CommandArgs, integerOption, textOption, UsageError } from "@/lib/platform/cli/command";
import { openEconomyWriter } from "@/lib/platform/economy-files";

const HELP: Readonly<Record<keyof SimulationOptions, string>> = {
  seed: "same seed, same bytes",
  days: "how long it runs, from 2022-09-01 on",
  blockSeconds: "mean seconds between blocks",
  users: "ordinary people",
  userSeconds: "mean seconds between the payments of one",
  pools: "how many pools, of 2 to 4 shapes of payout",
  miners: "members of each pool",
  renters: "honest customers of the rental service",
  sellers: "those who sell hash power to it",
  launderers: "those who launder through it",
};
const NAMES = Object.keys(HELP) as (keyof SimulationOptions)[];
const flagOf = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** Needs no database: it only writes files. */
export const simulate: Command = {
  name: "simulate",
  summary: "Writes a made-up economy with laundering through hash rental: txs.ndjson, claims.yaml, truth.json.",
  options: {
    out: { type: "string", help: "the folder to write to" },
    ...Object.fromEntries(NAMES.map((name) => [flagOf(name), { type: "string", help: `${HELP[name]} (${DEFAULT_OPTIONS[name]})` }])),
  },
  run: async ({ progress, signal }, args) => {
    const directory = textOption(args, "out");
    if (directory === null || directory === "") throw new UsageError("--out", "is missing: name the folder to write to");
    const service = makeSimulateService({ hasher: nodeHasher, openWriter: openEconomyWriter });
    const began = performance.now();
    return service.simulate({
      options: readOptions(args),
      directory,
      signal,
      onProgress: (done, total, transactions) => {
        progress({ phase: "simulating", done, total, unit: "blocks", from: 0, seconds: (performance.now() - began) / 1_000, counts: { transactions } });
      },
    });
  },
};

/** @throws UsageError that names the option out of bounds */
function readOptions(args: CommandArgs): SimulationOptions {
  const given = NAMES.flatMap((name) => {
    const value = integerOption(args, flagOf(name));
    return value === null ? [] : [[name, value] as const];
  });
  try {
    return simulationOptions(Object.fromEntries(given));
  } catch (error) {
    const issue = error instanceof AppError ? error.issues[0] : undefined;
    if (issue === undefined) throw error;
    throw new UsageError(`--${flagOf(issue.path)}`, issue.message);
  }
}
