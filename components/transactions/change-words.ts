import { plural } from "@/components/ui/amount";
import type { HeuristicName } from "@/lib/core/change/catalogue";
import type { ChangeDto, ChangeOpinionDto } from "@/lib/features/change/change.contract";

type Gap = NonNullable<ChangeOpinionDto["heuristics"][number]["gap"]>;

/** What a heuristic says of the output it names: "probably change, because …". */
export const BECAUSE: Readonly<Record<HeuristicName, string>> = {
  power_of_ten_1: "every other amount is a multiple of 10 sat",
  power_of_ten_2: "every other amount is a multiple of 100 sat",
  power_of_ten_3: "every other amount is a multiple of 1,000 sat",
  power_of_ten_4: "every other amount is a multiple of 10,000 sat",
  power_of_ten_5: "every other amount is a multiple of 100,000 sat",
  power_of_ten_6: "every other amount is a multiple of 1,000,000 sat",
  power_of_ten_7: "every other amount is a multiple of 10,000,000 sat",
  power_of_ten_8: "every other amount is a multiple of 100,000,000 sat",
  power_of_ten_2_to_7: "every other amount is round",
  optimal_change: "it alone is smaller than every input",
  optimal_change_with_fee: "it alone is smaller than every input, even with the fee added",
  address_type: "it alone has the script type of the inputs",
  peeling_chain: "it alone goes on in a peeling chain",
  locktime: "it alone may go on with the same use of lock times",
  fixed_fee: "it alone may go on at the same fee rate",
  spent: "it alone is spent",
  address_reuse: "it alone pays a script that the inputs spend",
  client_change_address_behavior: "it alone pays a script never seen before",
  legacy: "it alone is small and pays a new script, as Bitcoin's client did before 0.6",
  meiklejohn_local: "it alone pays a script never seen before, and no input's script is paid",
  meiklejohn_global: "it alone pays a script that is paid never else, and no input's script is paid",
  direct_change: "it pays a script that the inputs spend",
  multi_input_change: "it pays the sender's wallet, as common inputs elsewhere show",
  one_time_change: "it alone is of the inputs' type, small, not round, and paid never else",
  graphsense_consensus: "GraphSense's rules together name it",
  fp_version: "its spender alone has the same version number",
  fp_locktime: "its spender alone sets lock times the same way",
  fp_rbf: "its spender alone signals replacement the same way",
  fp_segwit: "its spender alone is the same in having a witness",
  fp_ordered: "its spender alone is the same in ordering its ends (BIP 69)",
  fp_multisig: "its spender alone is the same in spending multisig",
  fp_address_type: "its spender alone spends the same script types",
  fp_p2pkh: "its spender alone is the same in spending P2PKH",
  fp_p2sh: "its spender alone is the same in spending P2SH",
  fp_p2wpkh: "its spender alone is the same in spending P2WPKH",
  fp_p2wsh: "its spender alone is the same in spending P2WSH",
  fp_absolute_fee: "its spender alone pays the same fee",
  fp_relative_fee: "its spender alone pays the same fee rate",
  fp_inout_count: "its spender alone has about as many inputs and outputs",
  fp_output_count: "its spender alone has about as many outputs",
};

export const GAPS: Readonly<Record<Gap, string>> = {
  "input-scripts": "an input is not in the store",
  "input-values": "the value of an input is not known",
  fee: "a fee is not known",
  history: "not analysed yet",
  wallets: "an input has no wallet yet",
  unspent: "an output has no spend in the store",
  spenders: "no source states it of every transaction",
  "wrapped-scripts": "what a script hash wraps is not in the ledger",
};

export const NOT_ASKED: Readonly<Record<NonNullable<ChangeOpinionDto["notAsked"]>, string>> = {
  coinbase: "A coinbase has no change.",
  mixes: "Not asked: the inputs of a CoinJoin belong to several people, and each has change of their own.",
  "many-outputs": "Not asked: a transaction with more than ten outputs pays many at once, and they are recipients.",
  "one-output": "Not asked: there is only one output that can be spent.",
};

/** The reasons of the votes for an output. Of round amounts only the roundest is told: the smaller ones follow from it. */
export function reasonsFor(names: readonly HeuristicName[]): readonly string[] {
  const roundest = names.filter((name) => name.startsWith("power_of_ten_")).at(-1);
  const told = names.filter((name) => !name.startsWith("power_of_ten_") || name === roundest);
  const round = names.length - told.length;
  return told.map((name) => (name === roundest && round > 0 ? `${BECAUSE[name]} (${round + 1} votes)` : BECAUSE[name]));
}

/** Why an output is change that goes back to the sender. */
export function returnReason({ because, n }: ChangeDto): string {
  const direct = because.some((one) => one.heuristic === "direct_change" && one.for === n);
  return direct ? BECAUSE.direct_change : BECAUSE.multi_input_change;
}

/** What weighs against, one sentence each. */
export function against(opinion: ChangeOpinionDto, change: ChangeDto | null): readonly string[] {
  const others = opinion.outputs.filter((output) => output.n !== change?.n && output.for.length > 0);
  const leader = [...opinion.outputs].sort((a, b) => b.for.length - a.for.length)[0];
  const back = opinion.outputs.filter((output) => output.returns).map(({ n }) => n);
  const words: Readonly<Record<ChangeOpinionDto["cautions"][number], () => string>> = {
    "vote-disagrees": () => `The vote names output ${leader?.n ?? "?"}, but output ${back.join(" and ")} goes back to the sender.`,
    "several-return": () => `Outputs ${back.join(" and ")} all go back to the sender.`,
    "other-votes": () => others.map((output) => `${plural(output.for.length, "vote")} for output ${output.n}: ${reasonsFor(output.for).join("; ")}.`).join(" "),
    "one-kind": () => "All votes look at one and the same thing, so they are hardly more than one.",
    "reused-script": () => "Its script was seen before; most wallets make a new one for change.",
    gaps: () => gapSentence(opinion),
  };
  const [conflict] = opinion.conflict === null ? [] : [opinion.conflict];
  return [
    ...(conflict === undefined ? [] : [`Claims name two services, ${conflict[0].entity} on the inputs and ${conflict[1].entity} on this output: do not link them by change.`]),
    ...opinion.warnings.map((warning) => `A link would join wallets of ${plural(warning.senderAddresses, "address", "addresses")} and of ${plural(warning.outputAddresses, "address", "addresses")}: look twice.`),
    ...opinion.cautions.map((caution) => words[caution]()),
  ];
}

function gapSentence({ heuristics }: ChangeOpinionDto): string {
  const voters = heuristics.filter(({ votes }) => votes);
  const reasons = new Map<Gap, number>();
  for (const { gap } of voters) if (gap !== null) reasons.set(gap, (reasons.get(gap) ?? 0) + 1);
  const told = [...reasons].map(([gap, times]) => (reasons.size === 1 ? GAPS[gap] : `${times} because ${GAPS[gap]}`));
  const missing = [...reasons.values()].reduce((sum, times) => sum + times, 0);
  return `${missing} of ${voters.length} votes could not be cast: ${told.join(", ")}.`;
}
