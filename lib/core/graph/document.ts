/**
 * What an investigator put on the canvas and where. The document holds keys and places only: flows, claims and totals are
 * looked up each time, so that a stored graph never shows stale facts.
 */
export interface GraphDocument {
  readonly nodes: readonly PlacedNode[];
}
export interface PlacedNode {
  readonly key: string;
  readonly x: number;
  readonly y: number;
  readonly pinned: boolean;
}
export const EMPTY_GRAPH: GraphDocument = { nodes: [] };
