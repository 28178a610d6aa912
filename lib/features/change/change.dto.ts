import { CHANGE_HEURISTICS } from "@/lib/core/change/catalogue";
import type { ClaimedHolder } from "@/lib/core/change/guards";
import type { ChangeOpinion } from "@/lib/core/change/vote";
import type { ChangeDto, ChangeOpinionDto } from "@/lib/features/change/change.contract";
import type { ChangeAdvice } from "@/lib/features/change/change.ports";

export function toChangeDto({ suggestion, outcomes }: ChangeOpinion): ChangeDto | null {
  if (suggestion === null) return null;
  const { n, basis, votes, margin } = suggestion;
  return { n, basis, votes, margin, because: outcomes.flatMap((outcome) => (outcome.names === null ? [] : [{ heuristic: outcome.heuristic, for: outcome.names, votes: outcome.votes }])) };
}

const CATALOGUE = new Map(CHANGE_HEURISTICS.map((entry) => [entry.name, entry]));

export function toChangeOpinionDto({ opinion, link, warnings, conflict }: Pick<ChangeAdvice, "opinion" | "link" | "warnings"> & { readonly conflict: readonly [ClaimedHolder, ClaimedHolder] | null }): ChangeOpinionDto {
  return {
    notAsked: opinion.notAsked,
    needed: opinion.needed,
    outputs: opinion.votes.map((votes) => ({ n: votes.n, for: [...votes.for], against: [...votes.against], returns: opinion.returns.includes(votes.n) })),
    heuristics: opinion.outcomes.flatMap(({ heuristic, votes, candidates, names, gap }) => {
      const entry = CATALOGUE.get(heuristic);
      return entry === undefined ? [] : [{ heuristic, kind: entry.kind, source: entry.source, accuracy: entry.accuracy, tpr: entry.tpr, votes, candidates: [...candidates], names, gap }];
    }),
    cautions: [...opinion.cautions],
    warnings: [...warnings],
    joins: link !== null,
    conflict: conflict === null ? null : [conflict[0], conflict[1]],
  };
}
