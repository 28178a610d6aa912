import { csvCell } from "@/lib/core/packs/csv-write";
import type { TraceDto, TraceStopDto } from "@/lib/features/tracing/tracing.contract";

const COLUMNS: readonly (readonly [name: string, pick: (stop: TraceStopDto) => string | number | null])[] = [
  ["reason", ({ reason }) => reason],
  ["txid", ({ txid }) => txid],
  ["n", ({ n }) => n],
  ["address", ({ address }) => address],
  ["value_sats", ({ value }) => value],
  ["tainted_sats", ({ tainted }) => tainted],
  ["hops", ({ hops }) => hops],
  ["time", ({ time }) => time],
  ["entity", ({ service }) => service?.entity ?? null],
  ["category", ({ service }) => service?.category ?? null],
  ["claim_id", ({ service }) => service?.claimId ?? null],
  ["claim_status", ({ service }) => service?.status ?? null],
];

/** What makes a row worth anything away from its file: by which method, and on which data. */
const CONTEXT = ["method", "method_version", "direction", "network", "data_height"] as const;

/** Stops as CSV (RFC 4180, with a byte order mark), and a last row of what left as fees, so that the column of amounts adds up. No cell is a formula. */
export function writeTraceCsv(trace: TraceDto): string {
  const context = [trace.method, trace.version, trace.direction, trace.network, trace.dataHeight];
  const rows = [
    [...COLUMNS.map(([name]) => name), ...CONTEXT],
    ...trace.stops.map((stop) => [...COLUMNS.map(([, pick]) => pick(stop)), ...context]),
    [...COLUMNS.map(([name]) => (name === "reason" ? "fees" : name === "tainted_sats" ? trace.fees : null)), ...context],
  ];
  return `\ufeff${rows.map((row) => row.map((cell) => csvCell(cell?.toString() ?? "")).join(",")).join("\r\n")}\r\n`;
}
