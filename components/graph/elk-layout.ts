import type { ELK, ElkExtendedEdge, ElkNode } from "elkjs/lib/elk-api";
import { sizeOf, type DrawnEdge, type DrawnNode, type Drawing } from "@/components/graph/drawn";
import { routeOf, type Route } from "@/components/graph/routes";
import { GLYPHS } from "@/components/ui/glyphs";
import type { Point } from "@/lib/core/graph/place";

export interface Layout {
  readonly positions: ReadonlyMap<string, Point>;
  readonly routes: ReadonlyMap<string, Route>;
}

/** Left to right; every amount gets a place of its own on its line; room for two lines of text below a sign. */
const OPTIONS = {
  "elk.algorithm": "layered",
  "elk.direction": "RIGHT",
  "elk.edgeRouting": "ORTHOGONAL",
  "elk.layered.nodePlacement.strategy": "BRANDES_KOEPF",
  "elk.spacing.nodeNode": "36",
  "elk.edgeLabels.inline": "true",
  "elk.spacing.edgeNode": "20",
  "elk.spacing.edgeEdge": "10",
  "elk.layered.spacing.nodeNodeBetweenLayers": "40",
  "elk.layered.spacing.edgeNodeBetweenLayers": "16",
  "elk.separateConnectedComponents": "true",
  "elk.spacing.componentComponent": "64",
};

let engine: Promise<ELK> | null = null;

/** The engine lives in a worker and is loaded when somebody first asks for a layout. */
async function startEngine(): Promise<ELK> {
  const { default: Elk } = await import("elkjs/lib/elk-api");
  return new Elk({ workerFactory: () => new Worker(new URL("elkjs/lib/elk-worker.min.js", import.meta.url)) });
}

export async function layOut(drawing: Drawing): Promise<Layout> {
  engine ??= startEngine();
  const elk = await engine;
  const done = await elk.layout(toElk(drawing));
  const nodes = new Map(drawing.nodes.map((node) => [node.key, node]));
  const positions = new Map((done.children ?? []).map((child) => [child.id, centreOf(child)]));
  const routes = new Map<string, Route>();
  for (const edge of done.edges ?? []) {
    const route = toRoute(edge, positions, nodes);
    if (route !== null) routes.set(edge.id, route);
  }
  return { positions, routes };
}

const toElk = ({ nodes, edges }: Drawing): ElkNode => ({
  id: "graph",
  layoutOptions: OPTIONS,
  children: nodes.map((node) => ({ id: node.key, ...sizeOf(node.look), ...(node.look === "glyph" || node.look === "mined" ? { labels: [TEXT_BELOW] } : {}) })),
  edges: edges.map((edge) => ({ id: edge.id, sources: [edge.from], targets: [edge.to], labels: [labelOf(edge)] })),
});

/** Two lines below a sign; no edge is led through them. */
const TEXT_BELOW = { text: " ", width: 130, height: 32, layoutOptions: { "elk.nodeLabels.placement": "OUTSIDE V_BOTTOM H_CENTER" } };

const labelOf = ({ label }: DrawnEdge) => ({ text: label, width: label.length * CHAR_PX + 10, height: LABEL_PX, layoutOptions: { "elk.edgeLabels.inline": "true", "elk.edgeLabels.placement": "CENTER" } });
const CHAR_PX = 5.6;
const LABEL_PX = 16;

const centreOf = ({ x = 0, y = 0, width = 0, height = 0 }: ElkNode): Point => ({ x: Math.round(x + width / 2), y: Math.round(y + height / 2) });

function toRoute(edge: ElkExtendedEdge, positions: ReadonlyMap<string, Point>, nodes: ReadonlyMap<string, DrawnNode>): Route | null {
  const [section] = edge.sections ?? [];
  const [from = "", to = ""] = [edge.sources[0], edge.targets[0]];
  const [source, target] = [positions.get(from), positions.get(to)];
  if (section === undefined || source === undefined || target === undefined) return null;
  return routeOf(source, target, {
    start: ontoShape(section.startPoint, source, nodes.get(from)),
    end: ontoShape(section.endPoint, target, nodes.get(to)),
    bends: section.bendPoints ?? [],
    label: middleOf(edge),
  });
}

function middleOf({ labels = [] }: ElkExtendedEdge): Point | null {
  const [label] = labels;
  return label?.x === undefined || label.y === undefined ? null : { x: label.x + (label.width ?? 0) / 2, y: label.y + (label.height ?? 0) / 2 };
}

/** Layouts end an edge at the box around a sign; this carries it on, straight, to the sign itself. */
function ontoShape(end: Point, centre: Point, node: DrawnNode | undefined): Point {
  if (node?.look !== "glyph") return end;
  const size = sizeOf(node.look);
  const reach = reachAt(GLYPHS[node.family].points, (end.y - centre.y) / (size.height / 2), Math.sign(end.x - centre.x));
  return reach === null ? end : { x: centre.x + (reach * size.width) / 2, y: end.y };
}

/** Where a horizontal line at height `y` leaves the polygon on one side; null where it passes above or below. */
function reachAt(points: readonly number[], y: number, side: number): number | null {
  let best: number | null = null;
  for (let i = 0; i < points.length; i += 2) {
    const next = (i + 2) % points.length;
    const [x1 = 0, y1 = 0, x2 = 0, y2 = 0] = [points[i], points[i + 1], points[next], points[next + 1]];
    if (y1 === y2 || y < Math.min(y1, y2) || y > Math.max(y1, y2)) continue;
    const x = x1 + ((y - y1) / (y2 - y1)) * (x2 - x1);
    if (best === null || x * side > best * side) best = x;
  }
  return best;
}
