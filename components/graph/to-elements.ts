import type { ElementDefinition } from "cytoscape";
import { sizeOf, type DrawnEdge, type DrawnNode, type DrawnRemainder, type Drawing } from "@/components/graph/drawn";
import { nodeImage } from "@/components/graph/node-image";
import type { Palette } from "@/components/graph/palette";
import { routeOf, stillHolds, type Route } from "@/components/graph/routes";
import type { Selection } from "@/lib/core/graph/graph-state";
import type { Point } from "@/lib/core/graph/place";

export interface View {
  readonly selection: Selection;
  readonly routes: ReadonlyMap<string, Route>;
  readonly palette: Palette;
}

export type Element = Omit<ElementDefinition, "data" | "classes"> & { readonly data: ElementDefinition["data"] & { readonly id: string }; readonly classes: readonly string[] };

/** The drawing as cytoscape takes it. Pure: the same drawing gives the same elements. */
export function toElements(drawing: Drawing, view: View): Element[] {
  const nodes = new Map(drawing.nodes.map((node) => [node.key, node]));
  const degrees = degreesOf(drawing.edges);
  const selected = new Set(view.selection.kind === "nodes" ? view.selection.keys : []);
  return [
    ...drawing.nodes.map((node) => nodeElement(node, selected.has(node.key), view.palette)),
    ...drawing.remainders.flatMap((remainder) => {
      const node = nodes.get(remainder.of);
      return node === undefined ? [] : remainderElements(remainder, node, selected.has(node.key));
    }),
    ...drawing.edges.map((edge) => edgeElement(edge, { nodes, degrees, selected, view })),
  ];
}

function nodeElement(node: DrawnNode, selected: boolean, palette: Palette): Element {
  const { image, width, height } = nodeImage(node, palette);
  const size = sizeOf(node.look);
  return {
    group: "nodes",
    data: { id: node.key, label: node.label, image, imageWidth: width, imageHeight: height, width: size.width, height: size.height },
    position: { ...node.position },
    classes: [
      "party", node.look, `family-${node.family}`,
      ...(node.standing === null ? [] : [`standing-${node.standing.status}`]),
      ...(node.standing?.inherited === true ? ["inherited"] : []),
      ...(node.data === null ? ["waiting"] : []),
      ...(node.data?.known === false ? ["never-seen"] : []),
      ...(selected ? ["chosen"] : []),
    ],
  };
}

/** Folded, it is a tab at the corner of its node; while the node is chosen it stands beside it and says how much it holds. */
function remainderElements({ id, of, side, label, short }: DrawnRemainder, node: DrawnNode, open: boolean): Element[] {
  const size = sizeOf(node.look);
  const text = open ? label : short;
  const width = Math.round(text.length * CHAR_PX) + (open ? 16 : 8);
  const across = size.width / 2 + width / 2 + (open ? (node.look === "card" ? 14 : 44) : node.look === "card" ? -10 : 3);
  const dx = side === "out" ? across : -across;
  const dy = size.height / 2 + (open ? 18 : node.look === "card" ? 0 : -8);
  const [source, target] = side === "out" ? [of, id] : [id, of];
  return [
    { group: "nodes", data: { id, label: text, of, side, dx, dy, width }, position: { x: node.position.x + dx, y: node.position.y + dy }, classes: ["remainder", open ? "open" : "folded"], grabbable: false },
    ...(open ? [{ group: "edges" as const, data: { id: `to ${id}`, source, target }, classes: ["remainder-edge"] }] : []),
  ];
}

const CHAR_PX = 5.1;

interface EdgeContext {
  readonly nodes: ReadonlyMap<string, DrawnNode>;
  readonly degrees: ReadonlyMap<string, number>;
  readonly selected: ReadonlySet<string>;
  readonly view: View;
}

function edgeElement(edge: DrawnEdge, context: EdgeContext): Element {
  const [from, to] = [context.nodes.get(edge.from), context.nodes.get(edge.to)];
  const [source, target] = [from?.position ?? ORIGIN, to?.position ?? ORIGIN];
  const route = context.view.routes.get(edge.id);
  const holds = route !== undefined && stillHolds(route, { at: source, width: widthOf(from) }, { at: target, width: widthOf(to) });
  const valid = holds ? route : besideColumn(edge, source, target, context);
  const end = labelEnd(edge, context);
  return {
    group: "edges",
    data: { id: edge.id, source: edge.from, target: edge.to, label: edge.label, width: edge.width, ...(valid === null ? { turn: turnOf(edge, end, context.nodes) } : routeData(valid)) },
    classes: ["flow", shapeOf(valid, source, target), ...(valid === null ? [`label-at-${end}`] : []), ...stateOf(edge, context)],
  };
}

const widthOf = (node: DrawnNode | undefined): number => sizeOf(node?.look ?? "card").width;

const COLUMN_PX = 100;
const ASIDE_PX = 30;

/** Between two nodes of one column: out on the right, up or down beside the nodes in between, and back. */
function besideColumn({ from, to }: DrawnEdge, source: Point, target: Point, { nodes }: EdgeContext): Route | null {
  if (Math.abs(target.x - source.x) > COLUMN_PX) return null;
  const reach = (key: string): number => widthOf(nodes.get(key)) / 2;
  const [start, end] = [{ x: source.x + reach(from), y: source.y }, { x: target.x + reach(to), y: target.y }];
  const x = Math.max(source.x, target.x) + sizeOf("card").width / 2 + ASIDE_PX;
  return routeOf(source, target, { start, end, bends: [{ x, y: source.y }, { x, y: target.y }], label: { x, y: (source.y + target.y) / 2 } });
}

/** The amount stands at the end where fewer flows meet. */
function labelEnd({ from, to }: DrawnEdge, { degrees }: EdgeContext): "target" | "source" {
  return (degrees.get(from) ?? 0) >= (degrees.get(to) ?? 0) ? "target" : "source";
}

const LANES = 5;
/** How far the text below a sign reaches beyond it. */
const TEXT_BESIDE_PX = 46;

/** Where the step is, near the end that many flows share; nodes of one column step in different lanes, so that their lines do not merge. */
function turnOf({ from, to }: DrawnEdge, label: "target" | "source", nodes: EdgeContext["nodes"]): string {
  const shared = label === "target" ? from : to;
  const text = nodes.get(shared)?.look === "card" ? 0 : TEXT_BESIDE_PX;
  const lane = text + 16 + 6 * (hashOf(shared) % LANES);
  return `${label === "target" ? lane : -lane - 6}px`;
}

const hashOf = (text: string): number => Array.from(text).reduce((sum, char) => (sum * 31 + (char.codePointAt(0) ?? 0)) % 9973, 7);

function stateOf(edge: DrawnEdge, { selected, view }: EdgeContext): string[] {
  const lit = selected.has(edge.from) || selected.has(edge.to);
  return [...(isChosen(edge, view.selection) ? ["chosen"] : []), ...(lit ? ["lit"] : [])];
}

const ORIGIN: Point = { x: 0, y: 0 };

const isChosen = (edge: DrawnEdge, selection: Selection): boolean => selection.kind === "edge" && selection.from === edge.from && selection.to === edge.to;

const pixels = ({ x, y }: Point): string => `${x.toFixed(1)}px ${y.toFixed(1)}px`;

const routeData = (route: Route) => ({ weights: route.weights, distances: route.distances, start: pixels(route.start), end: pixels(route.end), labelAt: Math.round(route.labelAt) });

const CLEAR = 150;

/** As the layout routed it; else to the right with one step, or back, up and down in a bow, so that both ways between two nodes can be told apart. */
function shapeOf(route: Route | null, source: Point, target: Point): string {
  if (route !== null) return route.weights.length > 0 ? "routed" : "routed-straight";
  return target.x - source.x > CLEAR ? "forward" : "bow";
}

function degreesOf(edges: readonly DrawnEdge[]): Map<string, number> {
  const degrees = new Map<string, number>();
  for (const { from, to } of edges) for (const key of [from, to]) degrees.set(key, (degrees.get(key) ?? 0) + 1);
  return degrees;
}
