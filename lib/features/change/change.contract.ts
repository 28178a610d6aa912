import { z } from "zod";
import { HEURISTIC_NAMES } from "@/lib/core/change/catalogue";
import { CATEGORIES } from "@/lib/core/casework/claims";

const HeuristicDto = z.enum(HEURISTIC_NAMES);
const HolderDto = z.strictObject({ entity: z.string(), category: z.enum(CATEGORIES) });

export const ChangeDto = z.strictObject({
  n: z.int(),
  basis: z.enum(["returns", "vote"]),
  votes: z.int(),
  /** Votes for it less votes for other outputs. */
  margin: z.int(),
  /** Every heuristic that names one output: `for` is that output, `votes` whether it has a vote. */
  because: z.array(z.strictObject({ heuristic: HeuristicDto, for: z.int(), votes: z.boolean() })),
});
export type ChangeDto = z.output<typeof ChangeDto>;

export const ChangeOpinionDto = z.strictObject({
  notAsked: z.enum(["coinbase", "mixes", "many-outputs", "one-output"]).nullable(),
  /** The margin that a suggestion needs. */
  needed: z.int(),
  outputs: z.array(z.strictObject({ n: z.int(), for: z.array(HeuristicDto), against: z.array(HeuristicDto), returns: z.boolean() })),
  heuristics: z.array(
    z.strictObject({
      heuristic: HeuristicDto,
      kind: z.enum(["round amounts", "small amount", "script types", "known scripts", "new scripts", "later spends", "shape"]),
      source: z.enum(["BlockSci", "Möser and Narayanan 2022", "Meiklejohn et al. 2013", "GraphSense"]),
      /** As Möser and Narayanan measured them; null: never published. */
      accuracy: z.number().nullable(),
      tpr: z.number().nullable(),
      votes: z.boolean(),
      candidates: z.array(z.int()),
      names: z.int().nullable(),
      /** What is missing to ask it. */
      gap: z.enum(["input-scripts", "input-values", "fee", "history", "wallets", "unspent", "spenders", "wrapped-scripts"]).nullable(),
    }),
  ),
  cautions: z.array(z.enum(["other-votes", "one-kind", "reused-script", "several-return", "vote-disagrees", "gaps"])),
  /** What a link made of the suggestion would do; nothing makes one by itself. */
  warnings: z.array(z.strictObject({ kind: z.literal("growth"), senderAddresses: z.int(), outputAddresses: z.int() })),
  /** Sender and suggested output are two wallets, which a link would join. */
  joins: z.boolean(),
  /** Custodial services claimed on both sides. */
  conflict: z.tuple([HolderDto, HolderDto]).nullable(),
});
export type ChangeOpinionDto = z.output<typeof ChangeOpinionDto>;
