/** One entry of a list of addresses, and the line it stands in. */
export interface ListedAddress {
  readonly address: string;
  /** From 1. */
  readonly line: number;
}

const SEPARATORS = [",", ";", "\t"] as const;

/**
 * One address a line, or a CSV with a column named `address` (RFC 4180; commas, semicolons or tabs). Empty lines and what follows
 * # in a plain list are passed over; each address stands once.
 * @returns null for a CSV without such a column
 */
export function readAddressList(text: string): readonly ListedAddress[] | null {
  const lines = text.replace(/^\ufeff/, "").split(/\r\n|\n|\r/);
  const head = lines.findIndex((line) => line.trim() !== "");
  const first = lines[head] ?? "";
  const separator = SEPARATORS.find((each) => first.includes(each));
  const columns = separator === undefined ? [cellOf(first)] : cellsOf(first, separator);
  const column = columns.findIndex((name) => name.toLowerCase() === "address");
  if (separator !== undefined && column === -1) return null;
  const rows = column === -1 ? lines : lines.map((line, i) => (i <= head ? "" : line));
  const found = new Map<string, ListedAddress>();
  rows.forEach((line, i) => {
    const address = separator === undefined ? cellOf(line.replace(/#.*/, "")) : (cellsOf(line, separator)[column] ?? "");
    if (address !== "" && !found.has(address)) found.set(address, { address, line: i + 1 });
  });
  return [...found.values()];
}

const cellOf = (text: string): string => text.trim().replace(/^"(.*)"$/, "$1").trim();

/** Cells of a line; quoted ones may hold the separator, and line breaks within them are not looked for. */
function cellsOf(line: string, separator: string): readonly string[] {
  const cells: string[] = [];
  let cell = "";
  let quoted = false;
  for (const char of line) {
    if (char === '"') quoted = !quoted;
    if (char === separator && !quoted) {
      cells.push(cellOf(cell));
      cell = "";
    } else cell += char;
  }
  return [...cells, cellOf(cell)];
}
