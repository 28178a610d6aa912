import { NETWORK_NAMES } from "@/lib/core/network";
import { toTransactionDto } from "@/lib/features/transactions/transactions.dto";
import type { TransactionView } from "@/lib/features/transactions/transactions.ports";
import { choiceOption, UsageError, type Command } from "@/lib/platform/cli/command";
import { analysed, claimDocuments, NETWORK_OPTION } from "@/lib/platform/cli/subject";

/** More inputs and outputs than any transaction can have: the command line cuts nothing. */
const EVERYTHING = 1_000_000;

export const tx: Command = {
  name: "tx",
  summary: "A transaction: its block, fee, inputs and outputs, what spent them, and whether it is a CoinJoin.",
  positionals: [{ name: "TXID" }],
  options: NETWORK_OPTION,
  run: async (context, args) => {
    const txid = (args.positionals[0] ?? "").toLowerCase();
    if (!/^[0-9a-f]{64}$/.test(txid)) throw new UsageError("TXID", `expected 64 hex digits, got “${args.positionals[0] ?? ""}”`);
    const wanted = choiceOption(args, "network", NETWORK_NAMES);
    const { transactions } = await analysed(context);
    const known = await transactions.networksOf(txid);
    const network = wanted ?? known[0];
    if (network === undefined || !known.includes(network)) return NEVER_SEEN;
    if (wanted === null && known.length > 1) context.note(`This txid stands on ${known.join(" and ")}; shown is ${network}. --network chooses.`);
    return documentOf(await transactions.transaction(network, txid, EVERYTHING));
  },
};

const NEVER_SEEN = {
  known: false, txid: null, network: null, height: null, blockHash: null, position: null, time: null, status: null, fee: null, size: null, weight: null, version: null, locktime: null, signalsRbf: null,
  coinbase: null, coinbaseText: null, synthetic: null, source: null, inputs: [], outputs: [], coinjoin: null, change: null, changeVotes: [], payout: null, flags: [],
};

function documentOf(view: TransactionView) {
  const { truncated: _whole, known, inputs, outputs, changeOpinion, ...rest } = toTransactionDto(view);
  return {
    known,
    ...rest,
    inputs: inputs.map(({ claims: _claims, moreClaims: _more, ref: _ref, ...input }, i) => ({ ...input, ...claimsOf(view.found?.inputs[i]) })),
    outputs: outputs.map(({ claims: _claims, moreClaims: _more, ref: _ref, ...output }, i) => ({ ...output, ...claimsOf(view.found?.outputs[i]) })),
    changeVotes: changeOpinion?.outputs ?? [],
  };
}

const claimsOf = (end: NonNullable<TransactionView["found"]>["inputs" | "outputs"][number] | undefined) => (end === undefined ? { claims: [] } : claimDocuments(end.claims));
