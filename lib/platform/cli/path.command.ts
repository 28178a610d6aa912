import { PATH_PREFERENCES } from "@/lib/core/tracing/path";
import { type NetworkName, NETWORK_NAMES } from "@/lib/core/network";
import { MOST_PATH_HOPS, PATH_HOPS } from "@/lib/features/tracing/tracing.contract";
import { toPathDto } from "@/lib/features/tracing/tracing.dto";
import { choiceOption, integerOption, textOption, UsageError, type Command, type CommandArgs } from "@/lib/platform/cli/command";
import { satsOption } from "@/lib/platform/cli/seeds";
import { analysed, firstKnown, NETWORK_OPTION, networksOfAddress } from "@/lib/platform/cli/subject";

export const path: Command = {
  name: "path",
  summary: "A path of payments from one address, wallet or entity to another, in the order of time; not through services or CoinJoins.",
  positionals: [{ name: "FROM" }, { name: "TO" }],
  options: {
    prefer: { type: "string", help: "shortest (the default), largest or earliest" },
    "max-hops": { type: "string", help: `payments on the path (${PATH_HOPS})` },
    "min-value": { type: "string", help: "satoshis that each payment has at least" },
    "from-time": { type: "string", help: "payments from this time on, as 2024-05-01 or 2024-05-01T12:00:00Z" },
    "to-time": { type: "string", help: "payments until this time" },
    ...NETWORK_OPTION,
  },
  run: async (context, args) => {
    const [from = "", to = ""] = args.positionals;
    const maxHops = integerOption(args, "max-hops", 1) ?? PATH_HOPS;
    if (maxHops > MOST_PATH_HOPS) throw new UsageError("--max-hops", `expected at most ${MOST_PATH_HOPS}`);
    const request = { from, to, maxHops, prefer: choiceOption(args, "prefer", PATH_PREFERENCES) ?? "shortest", minValue: satsOption(args, "min-value"), fromTime: timeOption(args, "from-time"), toTime: timeOption(args, "to-time") };
    const networks = networksOf(args, { FROM: from, TO: to });
    const services = await analysed(context);
    return toPathDto(await firstKnown(networks, (network) => services.tracing.path({ network, ...request }, context.signal), ({ unknown }) => unknown.length === 0));
  },
};

/** An entity is on any network; an address says on which it may be. */
function networksOf(args: CommandArgs, ends: Readonly<Record<string, string>>): readonly NetworkName[] {
  const wanted = choiceOption(args, "network", NETWORK_NAMES);
  const addresses = Object.entries(ends).filter(([, text]) => !/^entity:./.test(text));
  const possible = addresses.map(([argument, text]) => networksOfAddress(args, text.replace(/^wallet:/, ""), argument));
  const [first = wanted === null ? NETWORK_NAMES : [wanted], ...others] = possible;
  const shared = first.filter((network) => others.every((of) => of.includes(network)));
  if (shared.length === 0) throw new UsageError("TO", "is on another network than FROM");
  return shared;
}

/** Unix seconds. @throws UsageError */
function timeOption(args: CommandArgs, name: string): number | null {
  const text = textOption(args, name);
  if (text === null) return null;
  const millis = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?Z)?$/.test(text) ? Date.parse(text) : NaN;
  if (Number.isNaN(millis)) throw new UsageError(`--${name}`, `expected a time in UTC as 2024-05-01 or 2024-05-01T12:00:00Z, got “${text}”`);
  return Math.floor(millis / 1000);
}
