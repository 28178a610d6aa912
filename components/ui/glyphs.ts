import type { Family } from "@/lib/core/graph/labels-family";

/**
 * The shape and the icon of every category family, drawn on a field of 24 × 24. Tables, legends and the canvas draw from
 * this one table, so that a category looks the same everywhere.
 */
export interface Glyph {
  /** Corners from -1 to 1, as cytoscape takes them; SVG paths are made of the same. */
  readonly points: readonly number[];
  /** Strokes of the icon inside; empty for none. */
  readonly icon: string;
  /** Name of the colour: `--cat-NAME`. */
  readonly tone: "actor" | "hash-rental" | "cloud-mining" | "mining-pool" | "exchange" | "mixer" | "incident" | "other";
  /** Payouts and neutral shapes are drawn as outlines even when accepted. */
  readonly outlined?: true;
}

const TRIANGLE = [0, -0.95, 1, 0.82, -1, 0.82];
const HEXAGON = [-0.52, -0.9, 0.52, -0.9, 1, 0, 0.52, 0.9, -0.52, 0.9, -1, 0];
const SQUARE = [-0.86, -0.86, 0.86, -0.86, 0.86, 0.86, -0.86, 0.86];
const HOUSE = [0, -1, 1, -0.28, 0.8, -0.28, 0.8, 0.9, -0.8, 0.9, -0.8, -0.28, -1, -0.28];
const DIAMOND = [0, -1, 1, 0, 0, 1, -1, 0];
const OCTAGON = [-0.4, -0.94, 0.4, -0.94, 0.94, -0.4, 0.94, 0.4, 0.4, 0.94, -0.4, 0.94, -0.94, 0.4, -0.94, -0.4];
const CARD = [-1, -0.62, 1, -0.62, 1, 0.62, -1, 0.62];

const BURST_TIPS = 10;
const BURST = Array.from({ length: BURST_TIPS * 2 }, (_, corner) => {
  const angle = (Math.PI * corner) / BURST_TIPS - Math.PI / 2;
  const radius = corner % 2 === 0 ? 1 : 0.7;
  return [Math.round(Math.cos(angle) * radius * 1000) / 1000, Math.round(Math.sin(angle) * radius * 1000) / 1000];
}).flat();

const HASH = "M10.2 7.5 9.2 16.5M14.8 7.5 13.8 16.5M7.6 10.3H16.6M7.2 13.7H16.2";
const CLOUD = "M8.6 15.6a2.3 2.3 0 0 1-.2-4.6 3.6 3.6 0 0 1 6.9-.6 2.6 2.6 0 0 1 .3 5.2Z";
const PERSON = "M12 10.6a1.9 1.9 0 1 0 0 3.8 1.9 1.9 0 0 0 0-3.8M8.6 19.2c.3-2 1.6-3.1 3.4-3.1s3.1 1.1 3.4 3.1";
const WAVES = "M6.5 10c1.4-1.3 2.4-1.3 3.7 0s2.3 1.3 3.6 0 2.3-1.3 3.7 0M6.5 14.4c1.4-1.3 2.4-1.3 3.7 0s2.3 1.3 3.6 0 2.3-1.3 3.7 0";
const ARROW_OUT = "M8.2 15.8 15.6 8.4M10 8.2h5.8V14";
const ARROW_IN = "M15.8 8.2 8.4 15.6M14 15.8H8.2V10";
const SWAP = "M8.2 12.4h7.6l-2-2M15.8 15.6H8.2l2 2";
const CROSSING = "M8.2 9.6h1.4l4.8 4.8h1.4M8.2 14.4h1.4l4.8-4.8h1.4";
const BANG = "M12 7.6v5.2M12 16v.2";

export const GLYPHS: Record<Family, Glyph> = {
  actor: { points: TRIANGLE, icon: PERSON, tone: "actor" },
  "hash-rental": { points: HEXAGON, icon: HASH, tone: "hash-rental" },
  "cloud-mining": { points: HEXAGON, icon: CLOUD, tone: "cloud-mining" },
  "mining-pool": { points: SQUARE, icon: WAVES, tone: "mining-pool" },
  "payout-paying": { points: SQUARE, icon: ARROW_OUT, tone: "mining-pool", outlined: true },
  "payout-member": { points: SQUARE, icon: ARROW_IN, tone: "mining-pool", outlined: true },
  exchange: { points: HOUSE, icon: SWAP, tone: "exchange" },
  mixer: { points: DIAMOND, icon: CROSSING, tone: "mixer" },
  incident: { points: BURST, icon: BANG, tone: "incident" },
  sanctioned: { points: CARD, icon: "", tone: "other", outlined: true },
  other: { points: OCTAGON, icon: "M8.6 12h.1M12 12h.1M15.4 12h.1", tone: "other" },
  unknown: { points: CARD, icon: "", tone: "other", outlined: true },
};

const FIELD = 24;
const REACH = 10.5;

/** The outline as an SVG path on the field. */
export function outlineOf({ points }: Glyph): string {
  const corners: string[] = [];
  for (let index = 0; index < points.length; index += 2) {
    const [x = 0, y = 0] = [points[index], points[index + 1]];
    corners.push(`${(FIELD / 2 + x * REACH).toFixed(2)} ${(FIELD / 2 + y * REACH).toFixed(2)}`);
  }
  return `M${corners.join("L")}Z`;
}
