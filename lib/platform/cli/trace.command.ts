import { TRACE_METHODS, TRACE_VERSION } from "@/lib/core/tracing/methods";
import { toTraceDto } from "@/lib/features/tracing/tracing.dto";
import { choiceOption, integerOption, isSet, textOptions, UsageError, type Command, type CommandArgs } from "@/lib/platform/cli/command";
import { readSeeds, satsOption } from "@/lib/platform/cli/seeds";
import { analysed, firstKnown, NETWORK_OPTION } from "@/lib/platform/cli/subject";

const DIRECTIONS = ["forward", "backward"] as const;

export const trace: Command = {
  name: "trace",
  summary: "Follows whole outputs by one method; every branch ends in a stop with its reason, and the stops add up.",
  options: {
    from: { type: "string", multiple: true, help: "TXID:N, ADDRESS (all it received) or @FILE with one of them a line" },
    method: { type: "string", help: `one of ${TRACE_METHODS.join(", ")}` },
    direction: { type: "string", help: "forward (the default) or backward" },
    "taint-fees": { type: "boolean", help: "follow fees into the coinbase of their block" },
    "to-height": { type: "string", help: "as the chain stood at this height" },
    "max-hops": { type: "string", help: "transactions between a seed and where a branch ends" },
    "min-value": { type: "string", help: "satoshis below which a branch is not followed" },
    "through-services": { type: "boolean", help: "go on past wallets claimed for services" },
    ...NETWORK_OPTION,
  },
  run: async (context, args) => {
    const asked = requestOf(args);
    const services = await analysed(context);
    const { seeds, networks } = await readSeeds(args, textOptions(args, "from"), { argument: "--from", services });
    const result = await firstKnown(networks, (network) => services.tracing.trace({ network, seeds, ...asked }, context.signal), ({ seed }) => seed.outputs.length > 0);
    if (result.seed.outputs.length === 0) return { ...NEVER_SEEN, method: asked.method, version: TRACE_VERSION, direction: asked.direction, seed: { ...NEVER_SEEN.seed, unknown: result.seed.unknown } };
    return { known: true, ...toTraceDto(result) };
  },
};

function requestOf(args: CommandArgs) {
  const method = choiceOption(args, "method", TRACE_METHODS);
  if (textOptions(args, "from").length === 0) throw new UsageError("--from", "is missing: TXID:N, ADDRESS or @FILE");
  if (method === null) throw new UsageError("--method", `is missing: one of ${TRACE_METHODS.join(", ")}`);
  return {
    method,
    direction: choiceOption(args, "direction", DIRECTIONS) ?? "forward",
    followFees: isSet(args, "taint-fees"),
    toHeight: integerOption(args, "to-height"),
    maxHops: integerOption(args, "max-hops"),
    minValue: satsOption(args, "min-value"),
    throughServices: isSet(args, "through-services"),
  } as const;
}

const NEVER_SEEN = { known: false, network: null, parameters: null, dataHeight: null, seed: { value: null, outputs: [], unknown: [] as readonly string[] }, total: null, stops: [], fees: null, reconciles: null, transactions: null };
