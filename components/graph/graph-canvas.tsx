"use client";

import type { Core, EventObject } from "cytoscape";
import { useEffect, useEffectEvent, useImperativeHandle, useRef, useState, type KeyboardEvent, type Ref } from "react";
import { patch } from "@/components/graph/cytoscape-patch";
import { graphStyle } from "@/components/graph/graph-style";
import type { Palette } from "@/components/graph/palette";
import type { Element } from "@/components/graph/to-elements";
import type { Point, Side } from "@/lib/core/graph/place";

export interface CanvasHandle {
  readonly fit: () => void;
  /** Brings these into sight, and moves nothing when they are. */
  readonly reveal: (keys: readonly string[]) => void;
  readonly middle: () => Point;
}

export interface CanvasEvents {
  readonly onNode: (key: string, more: boolean) => void;
  readonly onEdge: (from: string, to: string) => void;
  readonly onRemainder: (key: string, side: Side) => void;
  readonly onBackground: () => void;
  readonly onMoved: (places: readonly { readonly key: string; readonly x: number; readonly y: number }[]) => void;
  readonly onArrow: (towards: "left" | "right" | "up" | "down") => void;
}

interface Props extends CanvasEvents {
  readonly elements: readonly Element[];
  readonly palette: Palette;
  readonly ref: Ref<CanvasHandle>;
}

const FIT_PADDING = 40;
const REVEAL_PX = 24;
const GLIDE_MS = 160;
const ARROWS: Readonly<Record<string, "left" | "right" | "up" | "down">> = { ArrowLeft: "left", ArrowRight: "right", ArrowUp: "up", ArrowDown: "down" };

/** Owns the cytoscape instance, which shows `elements` and reports what people do with it; three effects: mount, patch, listen. */
export function GraphCanvas({ elements, palette, ref, ...events }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const [cy, setCy] = useState<Core | null>(null);
  const drawn = useRef(false);
  const toReveal = useRef<readonly string[]>([]);
  const emit = useEffectEvent<Emit>((tell) => { tell(events); });

  useEffect(() => {
    let core: Core | null = null;
    let gone = false;
    const mount = async () => {
      // A fallback font that the system lacks fails to load; the canvas is drawn with what there is.
      const fonts = Promise.allSettled([palette.sans, palette.mono].map((family) => document.fonts.load(`11px ${family}`)));
      const [{ default: cytoscape }] = await Promise.all([import("cytoscape"), fonts]);
      if (gone || box.current === null) return;
      core = cytoscape({ container: box.current, pixelRatio: 1, minZoom: 0.08, maxZoom: 2.5, boxSelectionEnabled: false, autounselectify: true, layout: { name: "preset" } });
      setCy(core);
    };
    void mount();
    return () => {
      gone = true;
      drawn.current = false;
      core?.destroy();
      setCy(null);
    };
    // Fonts are the same in both themes, so a change of colours mounts nothing anew.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, []);

  useEffect(() => {
    if (cy === null) return;
    cy.style(graphStyle(palette));
    patch(cy, elements, { animate: drawn.current });
    if (!drawn.current && cy.nodes().nonempty()) {
      drawn.current = true;
      fit(cy, 0);
    }
    if (reveal(cy, toReveal.current)) toReveal.current = [];
  }, [cy, elements, palette]);

  useEffect(() => (cy === null ? undefined : listen(cy, (tell) => { emit(tell); })), [cy]);

  useImperativeHandle(ref, () => ({
    fit: () => { if (cy !== null) fitWhenStill(cy); },
    reveal: (keys) => { toReveal.current = cy !== null && reveal(cy, keys) ? [] : keys; },
    middle: () => middleOf(cy),
  }), [cy]);

  const onKeyDown = (event: KeyboardEvent) => {
    const towards = ARROWS[event.key];
    if (towards === undefined) return;
    event.preventDefault();
    events.onArrow(towards);
  };

  return <div ref={box} role="application" aria-label="Graph. Arrow keys choose a node; the table view holds all of it." tabIndex={0} onKeyDown={onKeyDown} className="size-full focus-visible:outline-1 focus-visible:-outline-offset-1" />;
}

/** All of it in the window; a small graph is not blown up. */
function fit(cy: Core, duration: number): void {
  const box = cy.elements().boundingBox({});
  const zoom = Math.min(1, (cy.width() - 2 * FIT_PADDING) / box.w, (cy.height() - 2 * FIT_PADDING) / box.h);
  const pan = { x: cy.width() / 2 - (zoom * (box.x1 + box.x2)) / 2, y: cy.height() / 2 - (zoom * (box.y1 + box.y2)) / 2 };
  if (duration === 0 || still()) cy.viewport({ zoom, pan });
  else cy.animate({ zoom, pan, duration });
}

/** Nodes on the move would be framed where they are no more. */
function fitWhenStill(cy: Core): void {
  if (cy.destroyed()) return;
  if (cy.nodes(":animated").nonempty()) setTimeout(() => { fitWhenStill(cy); }, 40);
  else fit(cy, GLIDE_MS);
}

const still = (): boolean => window.matchMedia("(prefers-reduced-motion: reduce)").matches;

/** @returns false while some of them are not drawn yet */
function reveal(cy: Core, keys: readonly string[]): boolean {
  const wantedKeys = new Set(keys);
  const eles = cy.nodes().filter((node) => wantedKeys.has(node.id()));
  if (eles.length < wantedKeys.size) return false;
  if (eles.empty()) return true;
  const [seen, wanted] = [cy.extent(), eles.boundingBox({})];
  const margin = REVEAL_PX / cy.zoom();
  const dx = shiftInto(seen.x1 + margin, seen.x2 - margin, wanted.x1, wanted.x2);
  const dy = shiftInto(seen.y1 + margin, seen.y2 - margin, wanted.y1, wanted.y2);
  if (dx === null || dy === null) fit(cy, GLIDE_MS);
  else if (dx !== 0 || dy !== 0) cy.animate({ panBy: { x: dx * cy.zoom(), y: dy * cy.zoom() }, duration: still() ? 0 : GLIDE_MS });
  return true;
}

/** How far a range must move to lie within another: no further than needed; null when it is too long. */
function shiftInto(from: number, to: number, first: number, last: number): number | null {
  if (last - first > to - from) return null;
  return first < from ? from - first : last > to ? to - last : 0;
}

function middleOf(cy: Core | null): Point {
  if (cy === null) return { x: 0, y: 0 };
  const { x1, x2, y1, y2 } = cy.extent();
  return { x: Math.round((x1 + x2) / 2), y: Math.round((y1 + y2) / 2) };
}

type Emit = (tell: (events: CanvasEvents) => void) => void;

/** @returns what takes the listeners off again */
function listen(cy: Core, emit: Emit): () => void {
  const tapNode = ({ target, originalEvent }: EventObject) => {
    const data = dataOf(target);
    const { of } = data;
    const more = originalEvent instanceof MouseEvent && (originalEvent.shiftKey || originalEvent.ctrlKey || originalEvent.metaKey);
    if (of === undefined) emit((events) => { events.onNode(data.id, more); });
    else emit((events) => { events.onRemainder(of, data.side === "in" ? "in" : "out"); });
  };
  const tapEdge = ({ target }: EventObject) => {
    const { source, target: to } = dataOf(target);
    if (source !== undefined && to !== undefined) emit((events) => { events.onEdge(source, to); });
  };
  const tap = ({ target }: EventObject) => { if (target === cy) emit((events) => { events.onBackground(); }); };
  const drag = ({ target }: EventObject) => { carryRemainders(cy, dataOf(target).id); };
  const free = ({ target }: EventObject) => {
    const key = dataOf(target).id;
    const { x, y } = cy.getElementById(key).position();
    emit((events) => { events.onMoved([{ key, x: Math.round(x), y: Math.round(y) }]); });
  };
  const over = ({ target }: EventObject) => { cy.getElementById(dataOf(target).id).addClass("hovered"); cy.container()?.classList.add("cursor-pointer"); };
  const out = () => { cy.elements(".hovered").removeClass("hovered"); cy.container()?.classList.remove("cursor-pointer"); };
  cy.on("tap", "node", tapNode).on("tap", "edge.flow", tapEdge).on("tap", tap).on("drag", "node.party", drag).on("dragfree", "node.party", free).on("mouseover", "node, edge.flow", over).on("mouseout", "node, edge.flow", out);
  return () => { cy.off("tap drag dragfree mouseover mouseout"); };
}

interface Data {
  readonly id: string;
  readonly of?: string;
  readonly side?: string;
  readonly source?: string;
  readonly target?: string;
}
const dataOf = (target: unknown): Data => (target as { data: () => Data }).data();

/** What hangs on a node moves with it while it is dragged. */
function carryRemainders(cy: Core, key: string): void {
  const { x, y } = cy.getElementById(key).position();
  cy.nodes(".remainder").forEach((node) => {
    const { of, dx, dy } = node.data() as { of: string; dx: number; dy: number };
    if (of === key) node.position({ x: x + dx, y: y + dy });
  });
}
