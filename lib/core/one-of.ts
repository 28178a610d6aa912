/** Narrows a text column to its union; a value outside it means that the database and the code disagree. */
export function oneOf<const T extends readonly string[]>(allowed: T, value: string): T[number] {
  const found = allowed.find((option) => option === value);
  if (found === undefined) throw new Error(`Unexpected value in the database: ${value}`);
  return found;
}

export const oneOfOrNull = <const T extends readonly string[]>(allowed: T, value: string | null): T[number] | null => (value === null ? null : oneOf(allowed, value));
