import type { PlacedNode } from "@/lib/core/graph/document";

/** Distance of columns and rows on the canvas, in px at zoom 1: room for a card, an amount and an arrow between columns. */
export const COLUMN = 320;
export const ROW = 84;

/** Nearer than this in both directions, two nodes (with the text below them) would touch. */
const CLEAR_X = 200;
const CLEAR_Y = 72;

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Where money goes from a node stands right of it, where it came from left of it. */
export type Side = "in" | "out";

/**
 * Finds places for new nodes and never moves a placed one: the column beside the anchor, the free slots nearest to its
 * height, taken from top to bottom in the order of `keys` (largest first, as the caller sorts them).
 * @param side null puts them into the anchor's own column, for nodes that come from a search.
 */
export function place(placed: readonly PlacedNode[], keys: readonly string[], anchor: Point, side: Side | null): PlacedNode[] {
  const known = new Set(placed.map((node) => node.key));
  const fresh = [...new Set(keys)].filter((key) => !known.has(key));
  const x = anchor.x + (side === null ? 0 : side === "out" ? COLUMN : -COLUMN);
  const near = placed.filter((node) => Math.abs(node.x - x) < CLEAR_X);
  const slots = freeSlots(near, anchor.y, fresh.length);
  return fresh.map((key, index) => ({ key, x, y: slots[index] ?? anchor.y, pinned: false }));
}

/** The `count` heights nearest to `y` that no node of the column stands in, from top to bottom. */
function freeSlots(column: readonly Point[], y: number, count: number): number[] {
  const found: number[] = [];
  for (let step = 0; found.length < count; step += 1) {
    for (const slot of step === 0 ? [y] : [y + step * ROW, y - step * ROW]) {
      if (found.length < count && column.every((node) => Math.abs(node.y - slot) >= CLEAR_Y)) found.push(slot);
    }
  }
  return found.sort((a, b) => a - b);
}

/** True when the two would be drawn over each other. */
export const overlaps = (a: Point, b: Point): boolean => Math.abs(a.x - b.x) < CLEAR_X && Math.abs(a.y - b.y) < CLEAR_Y;

/**
 * A computed layout laid over what people pinned: pinned nodes stay, the rest is shifted as one so that it stands around
 * them, and a node that would cover a pinned one goes to the nearest free slot of its column.
 */
export function aroundPinned(placed: readonly PlacedNode[], layout: ReadonlyMap<string, Point>): PlacedNode[] {
  const pinned = placed.filter((node) => node.pinned);
  const shift = meanShift(pinned, layout);
  const result: PlacedNode[] = [...pinned];
  for (const node of placed) {
    if (node.pinned) continue;
    const target = layout.get(node.key);
    const wanted = target === undefined ? node : { x: target.x + shift.x, y: target.y + shift.y };
    const blocked = result.some((other) => other.pinned && overlaps(other, wanted));
    result.push(blocked ? { ...node, ...slotBeside(result, wanted) } : { ...node, x: wanted.x, y: wanted.y });
  }
  return result;
}

/** Two people may put something into the same place: of the nodes that would cover another one, those that may move go to the nearest free slot. */
export function unstack(placed: readonly PlacedNode[], movable: ReadonlySet<string>): PlacedNode[] {
  const result = placed.filter((node) => !movable.has(node.key));
  for (const node of placed) {
    if (!movable.has(node.key)) continue;
    result.push(result.some((other) => overlaps(other, node)) ? { ...node, ...slotBeside(result, node) } : node);
  }
  return result;
}

function slotBeside(placed: readonly PlacedNode[], wanted: Point): Point {
  const [y = wanted.y] = freeSlots(placed.filter((node) => Math.abs(node.x - wanted.x) < CLEAR_X), wanted.y, 1);
  return { x: wanted.x, y };
}

function meanShift(pinned: readonly PlacedNode[], layout: ReadonlyMap<string, Point>): Point {
  let x = 0;
  let y = 0;
  let count = 0;
  for (const node of pinned) {
    const target = layout.get(node.key);
    if (target === undefined) continue;
    x += node.x - target.x;
    y += node.y - target.y;
    count += 1;
  }
  return count === 0 ? { x: 0, y: 0 } : { x: Math.round(x / count), y: Math.round(y / count) };
}

/** The node that an arrow key leads to: the nearest one in that direction, straight ones first. */
export function neighbourTowards(placed: readonly PlacedNode[], from: Point, towards: "left" | "right" | "up" | "down"): PlacedNode | null {
  let best: PlacedNode | null = null;
  let bestCost = Infinity;
  for (const node of placed) {
    const dx = node.x - from.x;
    const dy = node.y - from.y;
    const [along, across] = towards === "right" ? [dx, dy] : towards === "left" ? [-dx, dy] : towards === "down" ? [dy, dx] : [-dy, dx];
    const cost = along + 2 * Math.abs(across);
    if (along > 0 && cost < bestCost) [best, bestCost] = [node, cost];
  }
  return best;
}
