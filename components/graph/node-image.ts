import { GLYPH, sizeOf, type DrawnNode } from "@/components/graph/drawn";
import type { Palette } from "@/components/graph/palette";
import { GLYPHS, outlineOf } from "@/components/ui/glyphs";

/** Room around a node for its badges, in px. */
const MARGIN = 24;
const ICON_FIELD = 21;

/** One picture a node, laid over the shape that cytoscape draws: hatching, icon and badges. Equal nodes share one picture. */
export function nodeImage(node: DrawnNode, palette: Palette): { readonly image: string; readonly width: number; readonly height: number } {
  const size = sizeOf(node.look);
  const [width, height] = [size.width + 2 * MARGIN, size.height + 2 * MARGIN];
  const parts = [shapePart(node, palette), node.sanctioned ? bar(size, palette) : "", badges(node, size, palette)].join("");
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="${-MARGIN} ${-MARGIN} ${width} ${height}">${parts}</svg>`;
  return { image: `data:image/svg+xml,${encodeURIComponent(svg)}`, width, height };
}

function shapePart(node: DrawnNode, palette: Palette): string {
  if (node.look === "mined") return icon("M14.5 9.5 5 19M9 5.5c4.5-.3 9 4 9.5 9.5M12.2 7.6 16.6 12", palette.ink);
  if (node.look !== "glyph") return "";
  const glyph = GLYPHS[node.family];
  const tone = palette.tones[glyph.tone];
  if (tone === undefined) return "";
  const standing = node.standing ?? { status: "hypothesis", inherited: false };
  const filled = standing.status === "accepted" && !standing.inherited && glyph.outlined !== true;
  const hatch = standing.inherited ? hatching(outlineOf(glyph), tone.line, standing.status === "accepted") : "";
  return `${hatch}${glyph.icon === "" ? "" : icon(glyph.icon, filled ? tone.on : standing.inherited ? palette.ink : tone.line)}`;
}

const onField = (content: string): string => `<g transform="scale(${GLYPH.width / ICON_FIELD}) translate(-1.5 -1.5)">${content}</g>`;
const icon = (path: string, colour: string): string => onField(`<path d="${path}" fill="none" stroke="${colour}" stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round"/>`);

function hatching(outline: string, colour: string, bold: boolean): string {
  const lines = Array.from({ length: 16 }, (_, index) => `M${index * 3 - 24} 24L${index * 3} 0`).join("");
  return onField(`<clipPath id="c"><path d="${outline}"/></clipPath><path clip-path="url(#c)" d="${lines}" stroke="${colour}" stroke-width="${bold ? 1.3 : 0.6}" fill="none"/>`);
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/** Across a sign; across the left end of a card, whose text stays readable. */
function bar(size: Size, palette: Palette): string {
  const end = Math.min(size.width, size.height);
  const path = `M-5 ${size.height + 4}L${end === size.width ? end + 5 : end - 14} -4`;
  return `<path d="${path}" stroke="${palette.bench}" stroke-width="7"/><path d="${path}" stroke="${palette.ink}" stroke-width="3.5"/>`;
}

const INCOMPLETE = (palette: Palette): string => `<circle r="3" fill="none" stroke="${palette.inkSoft}" stroke-width="1.2" stroke-dasharray="1.6 1.54"/>`;
const CONFLICT = (palette: Palette): string => `<path d="M-3-1.4H3M-3 1.6H3M1.6-3.6-1.6 3.8" fill="none" stroke="${palette.ink}" stroke-width="1.2" stroke-linecap="round"/>`;
const PIN = (palette: Palette): string => `<path d="M0 4V.6M-2.6.6H2.6L1.6-1.4V-4H-1.6V-1.4Z" fill="${palette.brass}" stroke="${palette.brass}" stroke-width="1" stroke-linejoin="round"/>`;
const BADGE_PX = 14;

/** On the right, from the corner outwards: a broken ring for an incomplete history, ≠ for claims that disagree. On the left a pin. */
function badges(node: DrawnNode, size: Size, palette: Palette): string {
  const place = (x: number, content: string): string => `<g transform="translate(${x} 0)"><circle r="6.5" fill="${palette.surface}" stroke="${palette.lineStrong}" stroke-width="1"/>${content}</g>`;
  const right = [...(node.complete === false ? [INCOMPLETE(palette)] : []), ...(node.conflict ? [CONFLICT(palette)] : [])];
  return right.map((content, index) => place(size.width + index * BADGE_PX, content)).join("") + (node.pinned ? place(0, PIN(palette)) : "");
}
