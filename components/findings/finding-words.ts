import type { Disposition } from "@/lib/core/casework/disposition";
import type { FindingGrade, FindingKind } from "@/lib/core/detect/findings";

export const KIND_NAMES: Record<FindingKind, string> = {
  "mining-round-trip": "Mining round trip",
  "actor-mining": "Actor paid by pools",
  commingling: "Commingling",
  "shared-deposit": "Shared deposit",
  "dirty-to-pool": "Dirty coins to a pool",
  "victim-collection": "Gathered thefts",
  "peel-chain": "Peel chain",
};

/** What each kind says, for somebody who reads it first. */
export const KIND_LEADS: Record<FindingKind, string> = {
  "mining-round-trip": "Payments to a service that rents out or sells mining, and payouts of pools that they may explain. The ledger has no link between the two: it is inferred.",
  "actor-mining": "A wallet claimed for an actor and payouts of mining pools are in one hand.",
  commingling: "Payouts of mining pools met coins of a wallet claimed for a theft or an actor.",
  "shared-deposit": "Payouts and dirty coins came to one deposit address, which a service keeps for one customer.",
  "dirty-to-pool": "Dirty coins were paid to a wallet claimed for a mining pool, which rarely takes deposits.",
  "victim-collection": "Payments of many were gathered and spent together, with dirty coins among them.",
  "peel-chain": "Dirty coins were paid out piece by piece, the rest moving on each time.",
};

export const GRADE_LEADS: Record<FindingGrade, string> = {
  lead: "Worth a look: an honest person may leave the same traces.",
  supported: "Several independent things agree; other readings remain.",
  corroborated: "One hand signed for both sides, away from any service.",
};

export const DISPOSITION_WORDS: Record<Disposition, string> = { open: "open", "relied-on": "relied on", dismissed: "dismissed" };
export const MEETING_WORDS = { "co-spend": "spent together", "shared-address": "paid to one address", consolidation: "brought together" } as const;

export const findingHref = (id: string): string => `/findings/${id}`;
