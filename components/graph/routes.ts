import type { Point } from "@/lib/core/graph/place";

/** The way of one edge as the layout drew it, told relative to its two nodes, so that it holds while they stand so to each other. */
export interface Route {
  /** From the source node to the target node; when that changes, the route is void. */
  readonly vector: Point;
  /** Ends, from the middle of their nodes. */
  readonly start: Point;
  readonly end: Point;
  /** Bends along the line from start to end (0 to 1) and beside it (px), as cytoscape's segments take them. */
  readonly weights: readonly number[];
  readonly distances: readonly number[];
  /** How far along the way the amount stands, in px: where the layout kept room for it. */
  readonly labelAt: number;
}

interface Line {
  readonly start: Point;
  readonly end: Point;
  readonly bends: readonly Point[];
  /** The middle of the label; null: the middle of the way. */
  readonly label: Point | null;
}

export function routeOf(source: Point, target: Point, line: Line): Route {
  const { start, end, bends } = line;
  const dx = end.x - start.x;
  const dy = end.y - start.y;
  const length = Math.max(1, Math.hypot(dx, dy));
  return {
    vector: { x: target.x - source.x, y: target.y - source.y },
    start: { x: start.x - source.x, y: start.y - source.y },
    end: { x: end.x - target.x, y: end.y - target.y },
    weights: bends.map((bend) => ((bend.x - start.x) * dx + (bend.y - start.y) * dy) / (length * length)),
    distances: bends.map((bend) => ((bend.y - start.y) * dx - (bend.x - start.x) * dy) / length),
    labelAt: distanceAlong([start, ...bends, end], line.label),
  };
}

/** The length of the way up to its point nearest to `to`. */
function distanceAlong(way: readonly Point[], to: Point | null): number {
  let walked = 0;
  let best = { distance: Infinity, at: 0 };
  for (const [index, from] of way.slice(0, -1).entries()) {
    const next = way[index + 1] ?? from;
    const length = Math.hypot(next.x - from.x, next.y - from.y);
    if (to !== null && length > 0) {
      const along = Math.min(1, Math.max(0, ((to.x - from.x) * (next.x - from.x) + (to.y - from.y) * (next.y - from.y)) / (length * length)));
      const distance = Math.hypot(from.x + along * (next.x - from.x) - to.x, from.y + along * (next.y - from.y) - to.y);
      if (distance < best.distance) best = { distance, at: walked + along * length };
    }
    walked += length;
  }
  return to === null ? walked / 2 : best.at;
}

interface End {
  readonly at: Point;
  /** Of the node, in px. */
  readonly width: number;
}

/** False once a node was moved, or got another shape that the line would not reach (a card that is tagged becomes a sign). */
export const stillHolds = (route: Route, source: End, target: End): boolean =>
  Math.abs(target.at.x - source.at.x - route.vector.x) < 1 && Math.abs(target.at.y - source.at.y - route.vector.y) < 1 && touches(route.start, source) && touches(route.end, target);

/** Lines end on the left or right side of a card, or on the slanted sides of a sign. */
const touches = ({ x }: Point, { width }: End): boolean => Math.abs(Math.abs(x) - width / 2) <= SLANT_PX;
const SLANT_PX = 23;
