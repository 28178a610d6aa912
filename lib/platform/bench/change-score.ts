import type { HeuristicName } from "@/lib/core/change/catalogue";
import { type ChangeOpinion, netVotes } from "@/lib/core/change/vote";

/** A transaction whose change is known: the position, or null where no output is change. */
export interface KnownChange {
  readonly opinion: ChangeOpinion;
  readonly change: number | null;
}

/** How often it named an output, and how often that was the change. */
export interface Score {
  readonly named: number;
  readonly right: number;
  /** Right of those named; null when it named none. */
  readonly precision: number | null;
  /** Right of all transactions that have change. */
  readonly recall: number | null;
}

export interface HeuristicScore extends Score {
  readonly heuristic: HeuristicName;
  readonly votes: boolean;
}

export interface MarginScore extends Score {
  readonly margin: number;
}

export function scoreHeuristics(known: readonly KnownChange[]): readonly HeuristicScore[] {
  const outcomes = known[0]?.opinion.outcomes ?? [];
  return outcomes.map(({ heuristic, votes }, i) => ({ heuristic, votes, ...scoreOf(known, ({ opinion }) => opinion.outcomes[i]?.names ?? null) }));
}

/** The vote alone, at every margin. */
export const scoreMargins = (known: readonly KnownChange[], margins: readonly number[]): readonly MarginScore[] =>
  margins.map((margin) => ({ margin, ...scoreOf(known, ({ opinion }) => opinion.votes.find((votes) => netVotes(votes) >= margin)?.n ?? null) }));

/** What is shown: the vote, and outputs that go back to the sender. */
export const scoreSuggestions = (known: readonly KnownChange[]): Score => scoreOf(known, ({ opinion }) => opinion.suggestion?.n ?? null);

function scoreOf(known: readonly KnownChange[], named: (one: KnownChange) => number | null): Score {
  const answers = known.flatMap((one) => {
    const n = named(one);
    return n === null ? [] : [n === one.change];
  });
  const right = answers.filter(Boolean).length;
  const changes = known.filter(({ change }) => change !== null).length;
  return { named: answers.length, right, precision: share(right, answers.length), recall: share(right, changes) };
}

const share = (part: number, whole: number): number | null => (whole === 0 ? null : Math.round((10_000 * part) / whole) / 10_000);
