import type { Core, ElementDefinition } from "cytoscape";
import type { Element } from "@/components/graph/to-elements";

const MOVE_MS = 180;

interface Options {
  /** Nodes glide to their new places, unless the reader wants no motion. */
  readonly animate: boolean;
}

/** Brings the instance to `elements` by the smallest change: cytoscape is a view and owns nothing. */
export function patch(cy: Core, elements: readonly Element[], { animate }: Options): void {
  const wanted = new Map(elements.map((element) => [element.data.id, element]));
  cy.batch(() => {
    cy.elements().forEach((element) => {
      if (!wanted.has(element.id())) element.remove();
    });
    const fresh = elements.filter((element) => cy.getElementById(element.data.id).empty());
    cy.add(fresh.map((element): ElementDefinition => ({ ...element, classes: element.classes.join(" ") })));
    for (const element of elements) update(cy, element, animate);
  });
}

function update(cy: Core, wanted: Element, animate: boolean): void {
  const element = cy.getElementById(wanted.data.id);
  if (!same(element.data() as object, wanted.data)) element.data(wanted.data);
  const classes = wanted.classes.join(" ");
  const hovered = element.hasClass("hovered");
  if (element.classes().filter((name) => name !== "hovered").join(" ") !== classes) element.classes(hovered ? `${classes} hovered` : classes);
  if (wanted.position === undefined || !element.isNode()) return;
  const now = element.position();
  if (Math.abs(now.x - wanted.position.x) < 0.5 && Math.abs(now.y - wanted.position.y) < 0.5) return;
  if (animate && !window.matchMedia("(prefers-reduced-motion: reduce)").matches) element.animate({ position: wanted.position, duration: MOVE_MS, easing: "ease-out" });
  else element.position(wanted.position);
}

/** Shallow, with lists compared by their members; a route has lists of numbers. */
function same(a: object, b: object): boolean {
  const now = a as Readonly<Record<string, unknown>>;
  return Object.entries(b).every(([key, value]) => now[key] === value || (Array.isArray(value) && String(now[key]) === String(value)));
}
