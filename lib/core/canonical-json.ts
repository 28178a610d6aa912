/**
 * JSON with one spelling for one value: keys sorted by code unit, no spaces (RFC 8785 for the values Assay writes).
 * bigint becomes a decimal string; undefined members are left out. What is hashed or signed is written with this.
 */
export function canonicalJson(value: unknown): string {
  if (typeof value === "bigint") return `"${value.toString()}"`;
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(",")}]`;
  if (typeof value === "object" && value !== null) {
    const members = Object.entries(value).filter(([, member]) => member !== undefined);
    members.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
    return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`).join(",")}}`;
  }
  // Typed as always a string, but undefined for undefined and functions.
  const text = JSON.stringify(value) as string | undefined;
  return text ?? "null";
}
