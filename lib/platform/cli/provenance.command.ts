import { PROVENANCE_METHODS } from "@/lib/features/tracing/tracing.contract";
import { toProvenanceDto } from "@/lib/features/tracing/tracing.dto";
import { choiceOption, type Command } from "@/lib/platform/cli/command";
import { readSeeds } from "@/lib/platform/cli/seeds";
import { analysed, firstKnown, NETWORK_OPTION } from "@/lib/platform/cli/subject";

export const provenance: Command = {
  name: "provenance",
  summary: "What an output, or all that an address ever received, is made of: mined, paid out, claimed, mixed, unresolved.",
  positionals: [{ name: "ADDRESS|TXID:N" }],
  options: { method: { type: "string", help: "haircut (the default) or fifo" }, ...NETWORK_OPTION },
  run: async (context, args) => {
    const method = choiceOption(args, "method", PROVENANCE_METHODS) ?? "haircut";
    const services = await analysed(context);
    const { seeds, networks } = await readSeeds(args, args.positionals, { argument: "ADDRESS|TXID:N", services });
    const result = await firstKnown(networks, (network) => services.tracing.provenance({ network, seeds, method }, context.signal), ({ known }) => known);
    return result.known ? toProvenanceDto(result) : { known: false, network: null, method, version: result.version, dataHeight: null, total: null, origins: [], hopsToCoinbase: null, reconciles: null };
  },
};
