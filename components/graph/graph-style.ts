import type { StylesheetJson } from "cytoscape";
import type { Palette } from "@/components/graph/palette";
import { GLYPHS } from "@/components/ui/glyphs";
import { FAMILIES } from "@/lib/core/graph/labels-family";

/** How the canvas looks; the colours come from the page. Fonts smaller than 7 px on the screen are not drawn at all. */
export function graphStyle(palette: Palette): StylesheetJson {
  return [...nodeStyle(palette), ...familyStyle(palette), ...standingStyle(palette), ...edgeStyle(palette), ...stateStyle(palette)];
}

const FONT_PX = 11;

function nodeStyle(palette: Palette): StylesheetJson {
  return [
    {
      selector: "node",
      style: {
        "font-family": palette.sans, "font-size": FONT_PX, "min-zoomed-font-size": 7, color: palette.ink, label: "data(label)", "text-wrap": "wrap", "line-height": 1.25,
        "text-events": "yes", "transition-duration": 0, "overlay-opacity": 0,
      },
    },
    {
      selector: "node.party",
      style: {
        width: "data(width)", height: "data(height)", "background-color": palette.surface, "border-width": 1.5, "border-color": palette.edge,
        "background-image": "data(image)", "background-width": "data(imageWidth)", "background-height": "data(imageHeight)", "background-clip": "none", "background-image-containment": "over", "bounds-expansion": 24,
      },
    },
    { selector: "node.card", style: { shape: "round-rectangle", "corner-radius": "6px", "font-family": palette.mono, "text-valign": "center", "text-halign": "center" } },
    { selector: "node.unknown-origin", style: { shape: "round-rectangle", "corner-radius": "6px", "border-style": "dashed", "text-valign": "center", "text-halign": "center", color: palette.inkSoft, "font-style": "italic" } },
    { selector: "node.mined", style: { shape: "ellipse", "border-width": 2, "border-color": palette.inkSoft } },
    { selector: "node.glyph, node.mined", style: { "text-valign": "bottom", "text-halign": "center", "text-margin-y": 5, "text-background-color": palette.bench, "text-background-opacity": 0.85, "text-background-padding": "1px" } },
    {
      selector: "node.remainder",
      style: {
        shape: "round-rectangle", width: "data(width)", "background-color": palette.bench, "border-width": 1, "border-color": palette.inkFaint,
        color: palette.inkSoft, "font-size": 10, "text-valign": "center", "text-halign": "center", "z-index": 5,
      },
    },
    { selector: "node.remainder.folded", style: { "corner-radius": "4px", height: 14, "font-size": 9, "border-color": palette.edge } },
    { selector: "node.remainder.open", style: { "corner-radius": "10px", height: 20, "border-style": "dashed", color: palette.ink, "z-index": 8 } },
    { selector: "node.never-seen", style: { "border-style": "dashed", color: palette.inkSoft } },
    { selector: "node.waiting", style: { opacity: 0.55 } },
  ];
}

function familyStyle(palette: Palette): StylesheetJson {
  return FAMILIES.filter((family) => family !== "unknown" && family !== "sanctioned").map((family) => {
    const glyph = GLYPHS[family];
    const tone = palette.tones[glyph.tone];
    return {
      selector: `node.glyph.family-${family}`,
      style: {
        shape: "polygon", "shape-polygon-points": glyph.points.join(" "), "border-color": tone?.line ?? palette.ink, "border-join": "round",
        "background-color": glyph.outlined === true ? palette.surface : tone?.fill ?? palette.surface,
      },
    };
  });
}

/** Accepted claims are filled, inherited ones hatched, proposed ones outlined, hypotheses dotted. */
function standingStyle(palette: Palette): StylesheetJson {
  return [
    { selector: "node.glyph.standing-accepted", style: { "border-width": 2 } },
    { selector: "node.glyph.standing-accepted.family-payout-paying, node.glyph.standing-accepted.family-payout-member", style: { "border-width": 4 } },
    { selector: "node.glyph.inherited, node.glyph.standing-proposed, node.glyph.standing-hypothesis", style: { "background-color": palette.surface, "border-width": 2.5 } },
    { selector: "node.glyph.standing-hypothesis", style: { "border-style": "dotted", "border-width": 2.5 } },
  ];
}

function edgeStyle(palette: Palette): StylesheetJson {
  const label = { "text-background-color": palette.bench, "text-background-opacity": 1, "text-background-padding": "2px", "font-family": palette.sans, "font-size": FONT_PX, "min-zoomed-font-size": 7, color: palette.inkSoft } as const;
  return [
    { selector: "edge", style: { "overlay-opacity": 0, "line-color": palette.edge, "target-arrow-color": palette.edge, "target-arrow-shape": "triangle", "arrow-scale": 0.9 } },
    { selector: "edge.flow", style: { width: "data(width)", ...label } },
    { selector: "edge.forward", style: { "curve-style": "round-taxi", "taxi-direction": "rightward", "taxi-radius": 8, "taxi-turn-min-distance": 8 } },
    { selector: "edge.forward.label-at-target", style: { "taxi-turn": "data(turn)", "target-label": "data(label)", "target-text-offset": 58 } },
    { selector: "edge.forward.label-at-source", style: { "taxi-turn": "data(turn)", "source-label": "data(label)", "source-text-offset": 58 } },
    { selector: "edge.bow", style: { "curve-style": "unbundled-bezier", "control-point-distances": [56], "control-point-weights": [0.5], label: "data(label)" } },
    { selector: "edge.routed", style: { "curve-style": "round-segments", "segment-weights": "data(weights)", "segment-distances": "data(distances)", "segment-radii": [8], "radius-type": "arc-radius" } },
    { selector: "edge.routed-straight", style: { "curve-style": "straight" } },
    { selector: "edge.routed, edge.routed-straight", style: { "edge-distances": "endpoints", "source-endpoint": "data(start)", "target-endpoint": "data(end)", "source-label": "data(label)", "source-text-offset": "data(labelAt)" } },
    { selector: "edge.remainder-edge", style: { width: 1, "line-style": "dotted", "line-color": palette.inkFaint, "target-arrow-shape": "none", "curve-style": "straight", events: "no" } },
    // Reserved for links that no ledger shows (purchase to payout): dashed, never summed.
    { selector: "edge.inferred", style: { "line-style": "dashed", "line-dash-pattern": [7, 5] } },
  ] as StylesheetJson;
}

function stateStyle(palette: Palette): StylesheetJson {
  return [
    { selector: "edge.lit", style: { "line-color": palette.inkSoft, "target-arrow-color": palette.inkSoft, color: palette.ink } },
    { selector: "edge.chosen", style: { "line-color": palette.brass, "target-arrow-color": palette.brass, color: palette.ink, "z-index": 9 } },
    { selector: "node.chosen", style: { "outline-color": palette.brass, "outline-width": 2, "outline-offset": 3, "outline-style": "solid" } as Record<string, unknown> },
    { selector: "node.card.chosen", style: { "border-color": palette.brass } },
    { selector: "node.hovered", style: { "border-color": palette.brass } },
    { selector: "edge.hovered", style: { "line-color": palette.brass, "target-arrow-color": palette.brass } },
  ] as StylesheetJson;
}
