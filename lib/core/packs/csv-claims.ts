import { LIKELIHOODS, METHODS, RELIABILITIES, ROLES, SUBJECT_KINDS, TLPS, type Category } from "@/lib/core/casework/claims";
import { categoryOf } from "@/lib/core/casework/taxonomy";
import { NETWORK_NAMES } from "@/lib/core/network";
import { withoutApostrophe } from "@/lib/core/packs/csv-write";
import { itemOf, networksOf, quoted, RecordError, subjectOf, type PackContext, type PackItem, type PackRecord } from "@/lib/core/packs/record";
import { dayOf, lineOf, linkOf, requiredLine, textComplaint, wordOf } from "@/lib/core/packs/text";

/** Columns that a claim may have, and the other names that files give them. */
export const CLAIM_COLUMNS_OF_CSV = {
  address: ["addr", "wallet"],
  txid: ["tx_hash", "tx", "transaction"],
  kind: [],
  network: ["chain"],
  currency: ["coin", "symbol"],
  label: ["name", "tag"],
  category: ["type", "concept"],
  role: [],
  entity: ["actor", "owner"],
  source: ["source_name"],
  source_url: ["url", "link"],
  source_date: ["date", "lastmod"],
  quote: [],
  confidence: ["method"],
  reliability: [],
  credibility: [],
  likelihood: [],
  tlp: [],
  note: ["notes", "comment", "context"],
} as const satisfies Record<string, readonly string[]>;
export type CsvClaimColumn = keyof typeof CLAIM_COLUMNS_OF_CSV;

const isColumn = (name: string): name is CsvClaimColumn => Object.hasOwn(CLAIM_COLUMNS_OF_CSV, name);
export const CSV_CLAIM_COLUMNS: readonly CsvClaimColumn[] = Object.keys(CLAIM_COLUMNS_OF_CSV).filter(isColumn);

/** Which column of the file holds what. */
export type ColumnMapping = Readonly<Partial<Record<CsvClaimColumn, number>>>;

/**
 * The mapping of a header row: by the columns' own names, then by usual other names. What the caller maps by hand (`label=Owner name`) goes first.
 * @returns null when no column holds an address or a txid
 */
export function mapColumns(header: readonly string[], byHand: Readonly<Partial<Record<CsvClaimColumn, string>>> = {}): ColumnMapping | null {
  const names = header.map((name) => name.trim().toLowerCase().replace(/[\s-]+/g, "_"));
  const mapping: Partial<Record<CsvClaimColumn, number>> = {};
  for (const column of CSV_CLAIM_COLUMNS) {
    const wanted = byHand[column]?.trim().toLowerCase().replace(/[\s-]+/g, "_");
    const at = wanted === undefined ? [column, ...CLAIM_COLUMNS_OF_CSV[column]].map((name) => names.indexOf(name)).find((index) => index >= 0) : names.indexOf(wanted);
    if (at !== undefined && at >= 0) mapping[column] = at;
  }
  return mapping.address === undefined && mapping.txid === undefined ? null : mapping;
}

/** Reads one row. @param source the name of the source where the row names none */
export function readClaimRow(cells: readonly string[], place: { readonly index: number; readonly line: number }, { mapping, source, context }: { readonly mapping: ColumnMapping; readonly source: string; readonly context: PackContext }): PackItem {
  const position = `line ${place.line}`;
  const cell = (column: CsvClaimColumn): string | null => {
    const text = withoutApostrophe(cells[mapping[column] ?? -1] ?? "");
    return text.trim() === "" ? null : text;
  };
  return itemOf(position, () => recordOf(cell, { index: place.index, position }, source, context));
}

type Cell = (column: CsvClaimColumn) => string | null;

function recordOf(cell: Cell, place: { readonly index: number; readonly position: string }, defaultSource: string, context: PackContext): PackRecord {
  const entity = lineOf("entity", cell("entity"), 200);
  const credibility = wordOf("credibility", cell("credibility"), ["1", "2", "3", "4", "5", "6"]);
  return {
    ...place,
    subject: subjectOfRow(cell, context),
    label: lineOf("label", cell("label")) ?? requiredLine("label", entity),
    category: categoryOfRow(cell),
    role: wordOf("role", cell("role"), ROLES),
    actor: entity,
    source: sourceOfRow(cell, defaultSource),
    method: wordOf("confidence", cell("confidence"), METHODS) ?? "unknown",
    reliability: wordOf("reliability", cell("reliability")?.toUpperCase(), RELIABILITIES),
    credibility: credibility === null ? null : parseInt(credibility, 10),
    likelihood: wordOf("likelihood", cell("likelihood"), LIKELIHOODS),
    tlp: wordOf("tlp", cell("tlp")?.toLowerCase().replace(/^tlp:/, ""), TLPS),
    note: longText("note", cell("note")),
    original: null,
  };
}

function categoryOfRow(cell: Cell): Category {
  const word = lineOf("category", cell("category")) ?? "other";
  const category = categoryOf(word);
  if (category === null) throw new RecordError(`the category ${quoted(word)} is not known`);
  return category;
}

function sourceOfRow(cell: Cell, defaultSource: string): PackRecord["source"] {
  const source = lineOf("source", cell("source"), 2000);
  const url = lineOf("source_url", cell("source_url"), 2000);
  return { name: source ?? url ?? defaultSource, url: linkOf(url ?? source ?? ""), quote: longText("quote", cell("quote")), date: dateOf(cell("source_date")) };
}

function subjectOfRow(cell: Cell, context: PackContext): PackRecord["subject"] {
  const address = lineOf("address", cell("address"), 200);
  const txid = lineOf("txid", cell("txid"), 200);
  if ((address === null) === (txid === null)) throw new RecordError("it must have either an address or a txid");
  const chain = lineOf("network", cell("network"), 40) ?? lineOf("currency", cell("currency"), 20);
  const networks = chain === null ? NETWORK_NAMES : networksOf(chain);
  if (txid !== null) return subjectOf("transaction", txid, networks, context);
  return subjectOf(wordOf("kind", cell("kind"), SUBJECT_KINDS) === "wallet" ? "wallet" : "address", address ?? "", networks, context);
}

function longText(field: string, text: string | null): string | null {
  const complaint = text === null ? null : textComplaint(text, { most: 4000, lines: true });
  if (complaint !== null) throw new RecordError(`its ${field} ${complaint}`);
  return text;
}

function dateOf(text: string | null): string | null {
  const day = dayOf(text);
  if (text !== null && day === null) throw new RecordError(`its date ${quoted(text)} is not a day written as YYYY-MM-DD`);
  return day;
}
