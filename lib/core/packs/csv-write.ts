import type { ExportClaim } from "@/lib/core/packs/export-claim";

const COLUMNS: readonly (readonly [name: string, pick: (claim: ExportClaim) => string | number | null])[] = [
  ["id", ({ id }) => id],
  ["kind", ({ subject }) => subject.kind],
  ["network", ({ subject }) => subject.network],
  ["address", ({ subject }) => (subject.kind === "transaction" ? null : subject.ref)],
  ["txid", ({ subject }) => (subject.kind === "transaction" ? subject.ref : null)],
  ["label", ({ label }) => label],
  ["category", ({ category }) => category],
  ["role", ({ role }) => role],
  ["entity", ({ entity }) => entity?.name ?? null],
  ["source", ({ source }) => source.name],
  ["source_url", ({ source }) => source.url],
  ["source_date", ({ source }) => source.date],
  ["quote", ({ source }) => source.quote],
  ["confidence", ({ method }) => method],
  ["reliability", ({ reliability }) => reliability],
  ["credibility", ({ credibility }) => credibility],
  ["likelihood", ({ likelihood }) => likelihood],
  ["tlp", ({ tlp }) => tlp],
  ["status", ({ status }) => status],
  ["note", ({ note }) => note],
  ["author", ({ author }) => author],
  ["at", ({ at }) => at],
];

/** Claims as CSV (RFC 4180, with a byte order mark so that spreadsheets read UTF-8). Every cell is quoted, and none is a formula. */
export function writeClaimsCsv(claims: readonly ExportClaim[]): string {
  const rows = [COLUMNS.map(([name]) => name), ...claims.map((claim) => COLUMNS.map(([, pick]) => pick(claim)?.toString() ?? ""))];
  return `\ufeff${rows.map((row) => row.map(csvCell).join(",")).join("\r\n")}\r\n`;
}

/** What a spreadsheet takes for a formula: an operator, full-width ones included, after whatever white space or separators. */
const FORMULA = /^[\s;,|'"]*[=+\-@\uff1d\uff0b\uff0d\uff20]|^[\t\r\n]/;

/** An apostrophe before it makes a spreadsheet show the text as it is. */
export const csvCell = (text: string): string => `"${(FORMULA.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;

/** The text that `csvCell` wrote. */
export const withoutApostrophe = (cell: string): string => (cell.startsWith("'") && FORMULA.test(cell.slice(1)) ? cell.slice(1) : cell);
