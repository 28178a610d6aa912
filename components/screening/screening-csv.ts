import { csvCell } from "@/lib/core/packs/csv-write";
import type { ScreenResultDto } from "@/lib/features/screening/screening.contract";

const COLUMNS: readonly (readonly [name: string, pick: (result: ScreenResultDto) => string])[] = [
  ["address", ({ address }) => address],
  ["network", ({ network }) => network],
  ["verdict", ({ verdict }) => verdict],
  ["reasons", ({ reasons }) => reasons.map(({ text }) => text).join(" ")],
  ["direct", ({ direct }) => direct.map(({ entity, label, category, inherited }) => `${entity ?? label} (${category}${inherited ? ", same wallet" : ""})`).join("; ")],
  ["received_from", (result) => exposures(result, "from")],
  ["sent_to", (result) => exposures(result, "to")],
  ["findings", ({ findings }) => findings.map(({ id, kind, grade }) => `${kind} ${grade} ${id}`).join("; ")],
  ["open_share_received", ({ open }) => open.from?.toString() ?? ""],
  ["open_share_sent", ({ open }) => open.to?.toString() ?? ""],
  ["known", ({ known }) => (known ? "yes" : "no")],
  ["history_complete", ({ complete }) => (complete === null ? "" : complete ? "yes" : "no")],
];

const exposures = ({ indirect }: ScreenResultDto, direction: "from" | "to"): string =>
  indirect.filter((hit) => hit.direction === direction).map(({ entity, category, value, share, hops }) => `${entity ?? category} (${category}): ${value} sat, share ${share}, ${hops} hops`).join("; ");

/** As CSV (RFC 4180, with a byte order mark); no cell is a formula. */
export function screeningCsv(results: readonly ScreenResultDto[]): string {
  const rows = [COLUMNS.map(([name]) => name), ...results.map((result) => COLUMNS.map(([, pick]) => pick(result)))];
  return `\ufeff${rows.map((row) => row.map(csvCell).join(",")).join("\r\n")}\r\n`;
}
