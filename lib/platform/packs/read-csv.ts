import { CsvError, type InfoRecord, type Options } from "csv-parse";
import { parse } from "csv-parse/sync";
import { AppError } from "@/lib/core/errors";
import { mapColumns, readClaimRow, type CsvClaimColumn } from "@/lib/core/packs/csv-claims";
import { rejected, type PackContext, type PackItem } from "@/lib/core/packs/record";

/** A claim is some hundred bytes. */
const MOST_ROW = 64 << 10;
/** Of one row, where a row before it was broken. */
const MOST_LINES = 20;

export interface CsvOrder {
  readonly source: string;
  readonly columns: Readonly<Partial<Record<CsvClaimColumn, string>>>;
  readonly context: PackContext;
}

type Row = { readonly line: number } & ({ readonly cells: readonly string[] } | { readonly problem: string });

/**
 * Claims of a CSV with a header row; comma, semicolon or tab between the cells. A row that is ragged or broken costs itself only.
 * @throws AppError invalid_input when no column holds an address or a txid
 */
export function readClaimsCsv(text: string, { source, columns, context }: CsvOrder): Iterable<PackItem> {
  const [header, ...rows] = rowsOf(text);
  const names = header === undefined || "problem" in header ? [] : header.cells;
  const mapping = mapColumns(names, columns);
  if (mapping === null) throw new AppError("invalid_input", "The first row of the CSV must name its columns, and one of them must be “address” or “txid”.");
  return readRows(rows, names.length, { mapping, source, context });
}

function* readRows(rows: readonly Row[], width: number, reading: Parameters<typeof readClaimRow>[2]): Generator<PackItem> {
  for (const [at, row] of rows.entries()) {
    const position = `line ${row.line}`;
    if ("problem" in row) yield rejected(position, row.problem);
    else if (row.cells.length !== width) yield rejected(position, `it has ${row.cells.length} cells, the first row has ${width}`);
    else yield readClaimRow(row.cells, { index: at + 1, line: row.line }, reading);
  }
}

/** All at once; from the first row that is no CSV on line by line, since the parser cannot tell where the next row begins. */
function rowsOf(text: string): Row[] {
  const options = { delimiter: delimiterOf(text), skip_empty_lines: true, relax_column_count: true, max_record_size: MOST_ROW };
  const rows: Row[] = [];
  const take = (cells: string[], { lines }: InfoRecord): null => {
    rows.push({ line: lines, cells });
    return null;
  };
  try {
    parse(text, { ...options, bom: true, on_record: take });
    return rows;
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
  }
  const lines = text.split(/\r\n|\n|\r/);
  for (let at = rows.at(-1)?.line ?? 0; at < lines.length; ) {
    const { row, length } = rowAt(lines, at, options);
    if (row !== null) rows.push(row);
    at += length;
  }
  return rows;
}

/** The row that begins at a line; one with line breaks in its cells takes some more. */
function rowAt(lines: readonly string[], at: number, options: Options): { readonly row: Row | null; readonly length: number } {
  let problem: CsvError | null = null;
  for (let length = 1; length <= MOST_LINES && at + length <= lines.length; length += 1) {
    try {
      const [cells] = parse(lines.slice(at, at + length).join("\n"), options);
      return { row: cells === undefined ? null : { line: at + length, cells }, length };
    } catch (error) {
      if (!(error instanceof CsvError)) throw error;
      problem ??= error;
      if (error.code !== "CSV_QUOTE_NOT_CLOSED") break;
    }
  }
  return { row: { line: at + 1, problem: `it is not CSV: ${(problem?.message ?? "").replace(/ at line \d+/g, "").slice(0, 160)}` }, length: 1 };
}

function delimiterOf(text: string): string {
  const first = text.replace(/^\ufeff/, "").split(/[\r\n]/, 1)[0] ?? "";
  const count = (char: string): number => first.split(char).length;
  return [",", ";", "\t"].reduce((best, char) => (count(char) > count(best) ? char : best));
}
