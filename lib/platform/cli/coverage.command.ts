import { textOptions, type Command } from "@/lib/platform/cli/command";
import { analysed, firstKnown, NETWORK_OPTION, networksOfAddress } from "@/lib/platform/cli/subject";

export const coverage: Command = {
  name: "coverage",
  summary: "Which heights are in the store with every transaction, and which addresses with their whole history.",
  options: { ...NETWORK_OPTION, address: { type: "string", multiple: true, help: "say of this address whether its history is complete, and from which source" } },
  run: async (context, args) => {
    const asked = textOptions(args, "address").map((address) => ({ address, networks: networksOfAddress(args, address, "--address") }));
    if (asked.length === 0) return { ranges: await (await context.services()).overview.ranges() };
    const { overview } = await analysed(context);
    const found = await Promise.all(asked.map(({ address, networks }) => firstKnown(networks, (network) => overview.addressCoverage(network, address), (rows) => rows.some(({ source }) => source !== null))));
    return { ranges: await overview.ranges(), addresses: found.flat() };
  },
};
