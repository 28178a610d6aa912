import { RawDocument } from "@/lib/platform/cli/command";

/** One JSON document: bigint as decimal strings, times as ISO 8601. */
export function renderJson(document: unknown, indent: number): string {
  if (document instanceof RawDocument) return document.text;
  const text = JSON.stringify(document, (_key, value: unknown) => (typeof value === "bigint" ? value.toString() : value), indent) as string | undefined;
  return `${text ?? "null"}\n`;
}

type Plain = Readonly<Record<string, unknown>>;

const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value);
const isPlain = (value: unknown): value is Plain => typeof value === "object" && value !== null && !isList(value) && !(value instanceof Date);
const isScalar = (value: unknown): boolean => !isList(value) && !isPlain(value);

/** The same document for people: members line by line, lists of alike items as tables. */
export function renderText(document: unknown): string {
  if (document instanceof RawDocument) return document.text;
  return `${lines(document).join("\n")}\n`;
}

function lines(value: unknown): string[] {
  if (isList(value)) return value.length > 0 && value.every(isPlain) ? table(value) : value.map((item) => `- ${lines(item).join("\n  ")}`);
  return isPlain(value) ? members(value) : [scalar(value)];
}

function members(object: Plain): string[] {
  const entries = Object.entries(object).filter(([, value]) => value !== undefined);
  const width = Math.max(0, ...entries.filter(([, value]) => isScalar(value)).map(([key]) => key.length));
  return entries.flatMap(([key, value]) => {
    if (isScalar(value)) return [`${scalar(key).padEnd(width)}  ${scalar(value)}`];
    const inner = lines(value);
    return inner.length === 0 ? [`${scalar(key)}: none`] : ["", `${scalar(key)}:`, ...inner.map((line) => `  ${line}`)];
  });
}

function table(rows: readonly Plain[]): string[] {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const cells = rows.map((row) => columns.map((column) => cell(row[column])));
  const widths = columns.map((column, index) => Math.max(column.length, ...cells.map((row) => row[index]?.length ?? 0)));
  const right = columns.map((column) => rows.every((row) => /^(number|bigint|undefined)$/.test(typeof row[column])));
  const format = (row: readonly string[]): string => row.map((text, index) => (right[index] === true ? text.padStart(widths[index] ?? 0) : text.padEnd(widths[index] ?? 0))).join("  ").trimEnd();
  return [format(columns.map(scalar)), ...cells.map(format)];
}

function cell(value: unknown): string {
  if (value === undefined) return "";
  return isScalar(value) ? scalar(value) : scalar(renderJson(value, 0).trimEnd());
}

/** Labels come from strangers: what would steer the terminal is made visible instead. */
function scalar(value: unknown): string {
  if (value === null || value === undefined) return "–";
  if (value instanceof Date) return value.toISOString();
  const text = typeof value === "string" ? value : renderJson(value, 0).trimEnd().replace(/^"(.*)"$/s, "$1");
  return text.replace(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu, (char) => `\\u${(char.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}`);
}
