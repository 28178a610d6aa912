import type { Point, Side } from "@/lib/core/graph/place";
import type { Standing } from "@/lib/core/graph/labels-claims";
import type { Family } from "@/lib/core/graph/labels-family";
import type { GraphEdgeDto, GraphNodeDto } from "@/lib/features/flows/flows.contract";

/** What stands on the canvas, still without colours: the same goes to cytoscape, to the table twin and to the legend. */
export type NodeLook = "card" | "glyph" | "mined" | "unknown-origin";

export interface DrawnNode {
  readonly key: string;
  readonly position: Point;
  readonly look: NodeLook;
  readonly family: Family;
  readonly standing: Standing | null;
  readonly label: string;
  readonly pinned: boolean;
  /** False: the history in the store may have gaps. Null while it is not known yet. */
  readonly complete: boolean | null;
  readonly conflict: boolean;
  readonly sanctioned: boolean;
  /** Null while its facts are on the way. */
  readonly data: GraphNodeDto | null;
}

export interface DrawnEdge {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly label: string;
  readonly width: number;
  readonly data: GraphEdgeDto;
}

/** "+143 more, 2.1 BTC": what a node's flows hold beyond the canvas. */
export interface DrawnRemainder {
  readonly id: string;
  readonly of: string;
  readonly side: Side;
  /** "+143", while its node is not chosen: the canvas stays calm. */
  readonly short: string;
  /** "+143 more · 2.1 BTC" */
  readonly label: string;
  readonly parties: number;
  /** Satoshis. */
  readonly value: string;
}

export interface Drawing {
  readonly nodes: readonly DrawnNode[];
  readonly edges: readonly DrawnEdge[];
  readonly remainders: readonly DrawnRemainder[];
  /** Keys of the document that turned out to be one wallet with a node that is drawn. */
  readonly aliases: ReadonlyMap<string, string>;
}

export const CARD = { width: 128, height: 32 };
export const GLYPH = { width: 44, height: 44 };
export const sizeOf = (look: NodeLook): { readonly width: number; readonly height: number } => (look === "card" || look === "unknown-origin" ? CARD : GLYPH);
