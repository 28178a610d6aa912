import { CHANGE_HEURISTICS, type EvidenceKind, type HeuristicName } from "@/lib/core/change/catalogue";
import { directChange, multiInputChange } from "@/lib/core/change/graphsense";
import { type Gap, union } from "@/lib/core/change/heuristic";
import { type ChangeView, outputsWhere } from "@/lib/core/change/view";

/** Net votes that a suggestion needs. Möser and Narayanan at 5: 0.4 % wrong, 54.5 % found (with their 26 heuristics). */
export const DEFAULT_MARGIN = 5;

/** Transactions with more outputs pay many at once: their outputs are recipients (METHODS 1.8, GraphSense's cut). */
export const MOST_OUTPUTS = 10;

/** Why no heuristic was asked. */
export type NotAsked = "coinbase" | "mixes" | "many-outputs" | "one-output";

export interface Outcome {
  readonly heuristic: HeuristicName;
  readonly kind: EvidenceKind;
  readonly votes: boolean;
  readonly candidates: readonly number[];
  /** The one output it names, if it names one. */
  readonly names: number | null;
  readonly gap: Gap | null;
}

/** Votes on one output: of the heuristics that vote, those that name it, and those that name another. */
export interface OutputVotes {
  readonly n: number;
  readonly for: readonly HeuristicName[];
  readonly against: readonly HeuristicName[];
}

export interface ChangeSuggestion {
  readonly n: number;
  /** `returns`: it goes to a script or wallet of the sender. `vote`: the heuristics name it. */
  readonly basis: "returns" | "vote";
  readonly votes: number;
  /** Votes for it less votes for others. */
  readonly margin: number;
}

/** What weighs against a suggestion, or against its being the whole truth. */
export type Caution = "other-votes" | "one-kind" | "reused-script" | "several-return" | "vote-disagrees" | "gaps";

export interface ChangeOpinion {
  readonly notAsked: NotAsked | null;
  /** Net votes that were asked for. */
  readonly needed: number;
  readonly outcomes: readonly Outcome[];
  /** One entry for each output that can be spent. */
  readonly votes: readonly OutputVotes[];
  /** Outputs that go to a script that is spent, or to the wallet of an input. */
  readonly returns: readonly number[];
  readonly suggestion: ChangeSuggestion | null;
  readonly cautions: readonly Caution[];
}

interface Head {
  readonly coinbase: boolean;
  readonly mixes: boolean;
  readonly outputCount: number;
}

/** What can be told before inputs and outputs are read. */
export function notAsked({ coinbase, mixes, outputCount }: Head): NotAsked | null {
  if (coinbase) return "coinbase";
  if (mixes) return "mixes";
  if (outputCount > MOST_OUTPUTS) return "many-outputs";
  return outputCount < 2 ? "one-output" : null;
}

export const noOpinion = (reason: NotAsked, needed: number): ChangeOpinion => ({ notAsked: reason, needed, outcomes: [], votes: [], returns: [], suggestion: null, cautions: [] });

/**
 * Which output is probably change (METHODS 1.5): each heuristic that names exactly one output has a vote for it, and an output is
 * suggested when its votes outnumber those for all others by `needed`. Heuristics that look at what is new or known do not vote,
 * as in Möser and Narayanan: their ground truth was chosen by that. But an output that goes back to a script or wallet of the
 * sender is the change when it is the only one, unless the vote names another.
 * A suggestion is never a link: it merges no wallets.
 */
export function changeOf(view: ChangeView, needed = DEFAULT_MARGIN): ChangeOpinion {
  const spendable = outputsWhere(view, () => true);
  const reason = notAsked({ coinbase: view.coinbase, mixes: view.mixes, outputCount: view.outputs.length }) ?? (spendable.length < 2 ? "one-output" : null);
  if (reason !== null) return noOpinion(reason, needed);
  const outcomes = CHANGE_HEURISTICS.map(({ name, heuristic, kind, votes }): Outcome => {
    const gap = heuristic.gap(view);
    const candidates = gap === null ? heuristic.candidates(view) : [];
    const [only = null] = candidates;
    return { heuristic: name, kind, votes, candidates, names: candidates.length === 1 ? only : null, gap };
  });
  const votes = spendable.map((n) => votesOn(n, outcomes));
  const returns = union(directChange.candidates(view), multiInputChange.candidates(view));
  const suggestion = suggest(votes, returns, needed);
  return { notAsked: null, needed, outcomes, votes, returns, suggestion, cautions: cautionsOf({ view, outcomes, votes, returns, suggestion, needed }) };
}

function votesOn(n: number, outcomes: readonly Outcome[]): OutputVotes {
  const cast = outcomes.filter((outcome) => outcome.votes && outcome.names !== null);
  const names = (those: readonly Outcome[]): HeuristicName[] => those.map(({ heuristic }) => heuristic);
  return { n, for: names(cast.filter((outcome) => outcome.names === n)), against: names(cast.filter((outcome) => outcome.names !== n)) };
}

/** Votes for an output less votes for all others. */
export const netVotes = (votes: OutputVotes): number => votes.for.length - votes.against.length;

const winnerOf = (votes: readonly OutputVotes[], needed: number): OutputVotes | null => votes.find((one) => netVotes(one) >= Math.max(1, needed)) ?? null;

function suggest(votes: readonly OutputVotes[], returns: readonly number[], needed: number): ChangeSuggestion | null {
  const winner = winnerOf(votes, needed);
  const [only] = returns;
  if (returns.length === 1 && only !== undefined) {
    const own = votes.find(({ n }) => n === only);
    return winner !== null && winner.n !== only ? null : { n: only, basis: "returns", votes: own?.for.length ?? 0, margin: own === undefined ? 0 : netVotes(own) };
  }
  if (winner === null || (returns.length > 0 && !returns.includes(winner.n))) return null;
  return { n: winner.n, basis: "vote", votes: winner.for.length, margin: netVotes(winner) };
}

interface Weighed extends Pick<ChangeOpinion, "outcomes" | "votes" | "returns" | "suggestion" | "needed"> {
  readonly view: ChangeView;
}

function cautionsOf({ view, outcomes, votes, returns, suggestion, needed }: Weighed): readonly Caution[] {
  const winner = winnerOf(votes, needed);
  const chosen = suggestion === null ? undefined : votes.find(({ n }) => n === suggestion.n);
  const kinds = new Set(outcomes.filter((outcome) => outcome.votes && outcome.names === suggestion?.n).map(({ kind }) => kind));
  const output = suggestion === null ? undefined : view.outputs[suggestion.n];
  const holds: Readonly<Record<Caution, boolean>> = {
    "vote-disagrees": winner !== null && returns.length > 0 && !returns.includes(winner.n),
    "several-return": returns.length > 1,
    "other-votes": chosen !== undefined && chosen.against.length > 0,
    "one-kind": suggestion?.basis === "vote" && kinds.size === 1,
    "reused-script": suggestion?.basis === "vote" && output?.seenBefore === true,
    gaps: outcomes.some((outcome) => outcome.votes && outcome.gap !== null),
  };
  return CAUTIONS.filter((caution) => holds[caution]);
}

const CAUTIONS: readonly Caution[] = ["vote-disagrees", "several-return", "other-votes", "one-kind", "reused-script", "gaps"];
