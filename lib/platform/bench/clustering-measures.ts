/** A part of a bench's report. */
export interface Measures {
  readonly figures: Readonly<Record<string, number>>;
  readonly ratio: Readonly<Record<string, number>>;
  /** What could not be measured, and why. */
  readonly notes: readonly string[];
}

export const merged = (parts: readonly Measures[]): Measures => ({
  figures: Object.assign({}, ...parts.map((part) => part.figures)) as Record<string, number>,
  ratio: Object.assign({}, ...parts.map((part) => part.ratio)) as Record<string, number>,
  notes: parts.flatMap((part) => part.notes),
});
