import type { Sats } from "@/lib/core/money";
import type { StopReason } from "@/lib/core/tracing/trace";

/** A stop as the picture of a trace needs it. */
export interface StagedStop {
  readonly reason: StopReason;
  readonly tainted: Sats;
  readonly hops: number;
  /** Who holds it; null where nobody is named. */
  readonly entity: string | null;
}

/** What came to an end in one stage, for one reason, with one holder. */
export interface Exit {
  readonly reason: StopReason | "fees" | "smaller";
  readonly entity: string | null;
  readonly tainted: Sats;
  readonly count: number;
}

/** The hops `from` to `to` of a trace: what was still under way before them, what ended in them, and what went on. */
export interface Stage {
  readonly from: number;
  readonly to: number;
  readonly entering: Sats;
  /** Largest first. */
  readonly exits: readonly Exit[];
}

export interface StageLimits {
  /** Stages beyond these are merged with their neighbours, later ones first. */
  readonly stages: number;
  /** Exits of a stage beyond these are shown as one, `smaller`. */
  readonly exits: number;
}

/**
 * A trace as a river: its whole enters on one side, and stage by stage, by hops from the seeds, parts of it come to rest. What enters a stage
 * is what ends in it and what enters the next; together with the fees, which have no place of their own, that is all of the trace.
 */
export function stagesOf(stops: readonly StagedStop[], limits: StageLimits): readonly Stage[] {
  const byHops = new Map<number, StagedStop[]>();
  for (const stop of stops) byHops.set(stop.hops, [...(byHops.get(stop.hops) ?? []), stop]);
  const hops = [...byHops.keys()].sort((a, b) => a - b);
  let entering = stops.reduce((sum, { tainted }) => sum + tainted, 0n);
  return groupsOf(hops, limits.stages).map((group) => {
    const ended = group.flatMap((hop) => byHops.get(hop) ?? []);
    const stage: Stage = { from: group[0] ?? 0, to: group.at(-1) ?? 0, entering, exits: exitsOf(ended, limits.exits) };
    entering -= ended.reduce((sum, { tainted }) => sum + tainted, 0n);
    return stage;
  });
}

/** The first hops stand alone, as near stops matter most; the others share what is left of the groups evenly. */
function groupsOf(hops: readonly number[], most: number): readonly (readonly number[])[] {
  if (hops.length <= most) return hops.map((hop) => [hop]);
  const alone = most >> 1;
  const rest = hops.slice(alone);
  const groups = most - alone;
  const size = Math.ceil(rest.length / groups);
  return [...hops.slice(0, alone).map((hop) => [hop]), ...Array.from({ length: Math.ceil(rest.length / size) }, (_, i) => rest.slice(i * size, (i + 1) * size))];
}

function exitsOf(stops: readonly StagedStop[], most: number): readonly Exit[] {
  const exits = new Map<string, Exit>();
  for (const { reason, entity, tainted } of stops) {
    const key = `${reason}\n${entity ?? ""}`;
    const exit = exits.get(key);
    exits.set(key, { reason, entity, tainted: tainted + (exit?.tainted ?? 0n), count: 1 + (exit?.count ?? 0) });
  }
  const sorted = [...exits.entries()].sort(([a, one], [b, other]) => (one.tainted > other.tainted ? -1 : one.tainted < other.tainted ? 1 : a < b ? -1 : 1)).map(([, exit]) => exit);
  if (sorted.length <= most) return sorted;
  const small = sorted.slice(most - 1);
  return [...sorted.slice(0, most - 1), { reason: "smaller", entity: null, tainted: small.reduce((sum, { tainted }) => sum + tainted, 0n), count: small.reduce((sum, { count }) => sum + count, 0) }];
}
