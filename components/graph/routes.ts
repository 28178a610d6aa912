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
}

export function routeOf(source: Point, target: Point, line: { readonly start: Point; readonly end: Point; readonly bends: readonly Point[] }): Route {
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
  };
}

export const stillHolds = (route: Route, source: Point, target: Point): boolean =>
  Math.abs(target.x - source.x - route.vector.x) < 1 && Math.abs(target.y - source.y - route.vector.y) < 1;
