import * as blocksci from "@/lib/core/change/blocksci";
import * as fp from "@/lib/core/change/fingerprints";
import * as graphsense from "@/lib/core/change/graphsense";
import type { Heuristic } from "@/lib/core/change/heuristic";
import { meiklejohnGlobal, meiklejohnLocal } from "@/lib/core/change/meiklejohn";

/** What a heuristic looks at. Votes of one kind say much the same thing, however many they are. */
export type EvidenceKind = "round amounts" | "small amount" | "script types" | "known scripts" | "new scripts" | "later spends" | "shape";

export type ChangeSource = "BlockSci" | "Möser and Narayanan 2022" | "Meiklejohn et al. 2013" | "GraphSense";

/**
 * Accuracy: of the transactions where it names one output, the share where that is the change. TPR: the share of all whose
 * change it names rightly. Both as Möser and Narayanan measured them on 35,257,428 transactions (METHODS 1.5); null: never published.
 */
export interface CatalogueEntry {
  readonly name: HeuristicName;
  readonly heuristic: Heuristic;
  readonly kind: EvidenceKind;
  readonly source: ChangeSource;
  readonly accuracy: number | null;
  readonly tpr: number | null;
  /** It has a vote. The others are shown, and vote not: see `vote.ts`. */
  readonly votes: boolean;
}

export const HEURISTIC_NAMES = [
  "power_of_ten_1", "power_of_ten_2", "power_of_ten_3", "power_of_ten_4", "power_of_ten_5", "power_of_ten_6", "power_of_ten_7", "power_of_ten_8", "power_of_ten_2_to_7",
  "optimal_change", "optimal_change_with_fee", "address_type", "peeling_chain", "locktime", "fixed_fee", "spent",
  "address_reuse", "client_change_address_behavior", "legacy", "meiklejohn_local", "meiklejohn_global",
  "direct_change", "multi_input_change", "one_time_change", "graphsense_consensus",
  "fp_version", "fp_locktime", "fp_rbf", "fp_segwit", "fp_ordered", "fp_multisig", "fp_address_type", "fp_p2pkh", "fp_p2sh", "fp_p2wpkh", "fp_p2wsh",
  "fp_absolute_fee", "fp_relative_fee", "fp_inout_count", "fp_output_count",
] as const;
export type HeuristicName = (typeof HEURISTIC_NAMES)[number];

type Measured = readonly [accuracy: number, tpr: number] | null;
type Row = readonly [name: HeuristicName, heuristic: Heuristic, measured: Measured];

const rows = (kind: EvidenceKind, source: ChangeSource, votes: boolean, list: readonly Row[]): CatalogueEntry[] =>
  list.map(([name, heuristic, measured]) => ({ name, heuristic, kind, source, accuracy: measured?.[0] ?? null, tpr: measured?.[1] ?? null, votes }));

const { powerOfTen } = blocksci;

/** Every heuristic there is, the telling ones of each kind first. */
export const CHANGE_HEURISTICS: readonly CatalogueEntry[] = [
  ...rows("round amounts", "BlockSci", true, [
    ["power_of_ten_2", powerOfTen(2), [0.9755, 0.467]],
    ["power_of_ten_3", powerOfTen(3), [0.9855, 0.42]],
    ["power_of_ten_4", powerOfTen(4), [0.9867, 0.3748]],
    ["power_of_ten_5", powerOfTen(5), [0.9819, 0.3023]],
    ["power_of_ten_6", powerOfTen(6), [0.977, 0.2111]],
    ["power_of_ten_7", powerOfTen(7), [0.9953, 0.1068]],
  ]),
  ...rows("small amount", "BlockSci", true, [["optimal_change", blocksci.optimalChange, [0.9208, 0.306]]]),
  ...rows("small amount", "Möser and Narayanan 2022", true, [["optimal_change_with_fee", blocksci.optimalChangeWithFee, [0.922, 0.2391]]]),
  ...rows("script types", "BlockSci", true, [["address_type", blocksci.addressType, [0.8858, 0.2369]]]),
  ...rows("later spends", "Möser and Narayanan 2022", true, [
    ["fp_multisig", fp.fpMultisig, [0.9961, 0.1398]],
    ["fp_locktime", fp.fpLocktime, [0.9878, 0.3082]],
    ["fp_version", fp.fpVersion, [0.9833, 0.2459]],
    ["fp_rbf", fp.fpRbf, [0.9634, 0.0755]],
    ["fp_p2pkh", fp.fpP2pkh, [0.9465, 0.2392]],
    ["fp_p2sh", fp.fpP2sh, [0.9463, 0.2687]],
    ["fp_address_type", fp.fpAddressType, [0.9233, 0.2938]],
    ["fp_p2wsh", fp.fpP2wsh, [0.8976, 0.0632]],
    ["fp_p2wpkh", fp.fpP2wpkh, [0.8956, 0.1809]],
    ["fp_segwit", fp.fpSegwit, [0.8924, 0.1908]],
    ["fp_relative_fee", fp.fpRelativeFee, [0.8379, 0.0419]],
    ["fp_absolute_fee", fp.fpAbsoluteFee, [0.8226, 0.1174]],
    ["fp_ordered", fp.fpOrdered, [0.8058, 0.304]],
    ["fp_inout_count", fp.fpInOutCount, [0.7108, 0.2631]],
  ]),
  ...rows("known scripts", "GraphSense", false, [
    ["direct_change", graphsense.directChange, null],
    ["multi_input_change", graphsense.multiInputChange, null],
    ["one_time_change", graphsense.oneTimeChange, null],
    ["graphsense_consensus", graphsense.consensus, null],
  ]),
  ...rows("known scripts", "BlockSci", false, [["address_reuse", blocksci.addressReuse, null]]),
  ...rows("new scripts", "BlockSci", false, [
    ["client_change_address_behavior", blocksci.clientChange, [0.9598, 0.5496]],
    ["legacy", blocksci.legacy, null],
  ]),
  ...rows("new scripts", "Meiklejohn et al. 2013", false, [
    ["meiklejohn_local", meiklejohnLocal, [0.9598, 0.5496]],
    ["meiklejohn_global", meiklejohnGlobal, [0.9485, 0.5615]],
  ]),
  ...rows("round amounts", "BlockSci", false, [
    ["power_of_ten_2_to_7", blocksci.powerOfTenFrom(2, 7), [0.9708, 0.523]],
    ["power_of_ten_1", powerOfTen(1), [0.9131, 0.4493]],
    ["power_of_ten_8", powerOfTen(8), [0.9959, 0.0558]],
  ]),
  ...rows("later spends", "BlockSci", false, [
    ["locktime", blocksci.locktime, null],
    ["fixed_fee", blocksci.fixedFee, null],
    ["spent", blocksci.spent, null],
  ]),
  ...rows("shape", "BlockSci", false, [["peeling_chain", blocksci.peelingChain, null]]),
  ...rows("later spends", "Möser and Narayanan 2022", false, [["fp_output_count", fp.fpOutputCount, [0.6865, 0.2834]]]),
];
