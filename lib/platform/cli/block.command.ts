import { NETWORK_NAMES, type NetworkName } from "@/lib/core/network";
import { toBlockDto } from "@/lib/features/transactions/transactions.dto";
import { choiceOption, UsageError, type Command } from "@/lib/platform/cli/command";
import { analysed, firstKnown, NETWORK_OPTION } from "@/lib/platform/cli/subject";

export const block: Command = {
  name: "block",
  summary: "A block by its height or hash: time, number of transactions, and the pool that mined it.",
  positionals: [{ name: "HEIGHT" }],
  options: NETWORK_OPTION,
  run: async (context, args) => {
    const asked = (args.positionals[0] ?? "").toLowerCase();
    if (!/^(?:\d{1,9}|[0-9a-f]{64})$/.test(asked)) throw new UsageError("HEIGHT", `expected a height or a block hash of 64 hex digits, got “${args.positionals[0] ?? ""}”`);
    const wanted = choiceOption(args, "network", NETWORK_NAMES);
    const { transactions } = await analysed(context);
    const networks = wanted === null ? await networksWith(asked, (height) => transactions.networksWithHeight(height)) : [wanted];
    if (asked.length < 64 && networks.length > 1) context.note(`Height ${asked} is known on ${networks.join(" and ")}; shown is ${networks[0] ?? ""}. --network chooses.`);
    const { txids: _txids, truncated: _truncated, known, ...document } = toBlockDto(await firstKnown(networks, (network) => transactions.block(network, asked), ({ found }) => found !== null));
    return known ? { known, ...document } : NEVER_SEEN;
  },
};

const NEVER_SEEN = { known: false, network: null, height: null, heightSource: null, hash: null, prevHash: null, time: null, transactions: null, complete: null, main: null, synthetic: null, pool: null };

const networksWith = async (asked: string, byHeight: (height: number) => Promise<readonly NetworkName[]>): Promise<readonly NetworkName[]> =>
  asked.length === 64 ? NETWORK_NAMES : byHeight(parseInt(asked, 10));
