import { NETWORK_NAMES, type NetworkName } from "@/lib/core/network";
import { toWhyDto } from "@/lib/features/why/why.dto";
import { integerOption, UsageError, type Command, type CommandArgs } from "@/lib/platform/cli/command";
import { analysed, firstKnown, NETWORK_OPTION, networksOfAddress } from "@/lib/platform/cli/subject";

const MOST_LINKS = 100_000;

export const why: Command = {
  name: "why",
  summary: "Why two addresses are one wallet: the chain of transactions that joins them, or the CoinJoins that do not.",
  positionals: [{ name: "ADDRESS" }, { name: "ADDRESS" }],
  options: { ...NETWORK_OPTION, "max-links": { type: "string", help: `how many links to follow from either address at most (${MOST_LINKS})` } },
  run: async (context, args) => {
    const [from = "", to = ""] = args.positionals;
    const networks = networksOfBoth(args, from, to);
    const most = integerOption(args, "max-links", 1) ?? MOST_LINKS;
    const services = await analysed(context);
    const { from: _from, to: _to, network, known, ...answer } = toWhyDto(await firstKnown(networks, (on) => services.why.why({ network: on, from, to }, most), (view) => view.known));
    return { known, network: known ? network : null, ...answer };
  },
};

function networksOfBoth(args: CommandArgs, from: string, to: string): readonly NetworkName[] {
  const second = networksOfAddress(args, to, "ADDRESS");
  const networks = networksOfAddress(args, from, "ADDRESS").filter((network) => second.includes(network));
  if (networks.length === 0) throw new UsageError("ADDRESS", `“${from}” and “${to}” are addresses of two networks. One of ${NETWORK_NAMES.join(", ")} must have both.`);
  return networks;
}
