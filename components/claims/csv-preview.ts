import { parse } from "csv-parse/browser/esm/sync";
import { kindOfText } from "@/lib/core/packs/detect";

export interface CsvPreview {
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

const BEGINNING = 64 << 10;
const ROWS = 5;

/** The first rows of a file that looks like a CSV with a header; null for anything else. Only for the eye: the server reads the file itself. */
export async function readCsvPreview(file: File): Promise<CsvPreview | null> {
  const text = await file.slice(0, BEGINNING).text();
  if (kindOfText(text) !== "csv") return null;
  const first = text.split(/[\r\n]/, 1)[0] ?? "";
  const delimiter = [",", ";", "\t"].reduce((best, char) => (first.split(char).length > first.split(best).length ? char : best));
  const [header = [], ...rows] = parse(text, { delimiter, bom: true, to: ROWS + 1, relax_column_count: true, relax_quotes: true, skip_empty_lines: true });
  return { header, rows };
}
