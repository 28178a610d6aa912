import { addressOfScript, scriptOfAddress } from "@/lib/core/bitcoin/addresses";
import type { BlockFacts, Hasher } from "@/lib/core/bitcoin/columns";
import { partOfBlock } from "@/lib/core/bitcoin/esplora-json";
import { FieldError, hexBytes } from "@/lib/core/bitcoin/fields";
import type { NetworkGuess } from "@/lib/core/bitcoin/network-guess";
import type { StatedInput, StatedTx } from "@/lib/core/bitcoin/stated-tx";
import { textToHash } from "@/lib/core/hex";
import { MAX_SATS } from "@/lib/core/money";

/**
 * The columns of a CSV of transactions: one row for each input and each output, the rows of a transaction together. The first row names the columns, in
 * any order; others are ignored. An empty cell means "not said".
 *
 * - `txid`: 64 hex digits; `kind`: `input` or `output`; `n`: its place in the transaction, from 0, none left out
 * - `prev_txid`, `prev_n` (inputs): the output spent. A coinbase has one input row with `coinbase` set and these empty, or none
 * - `script` (hex) or `address`: needed for outputs, welcome for inputs (what the output spent paid to)
 * - `value_sats`: whole satoshis, needed for outputs, welcome for inputs
 * - `block_hash`, `block_height`, `time` (Unix seconds or ISO 8601 with Z): the block, on any row; hash and time are needed to name it
 * - `coinbase`, `synthetic`: `true` or `1` on any row
 */
export const CSV_COLUMNS = ["txid", "kind", "n", "prev_txid", "prev_n", "address", "script", "value_sats", "block_height", "block_hash", "time", "coinbase", "synthetic"] as const;
export type CsvColumn = (typeof CSV_COLUMNS)[number];
export const REQUIRED_CSV_COLUMNS: readonly CsvColumn[] = ["txid", "kind", "n", "value_sats"];

/** One row: its cells by column, trimmed, and the line it stands on. */
export interface CsvRow {
  readonly line: number;
  readonly cell: (column: CsvColumn) => string;
}

export interface CsvContext {
  readonly hasher: Hasher;
  readonly network: NetworkGuess;
}

/** Puts the rows of one transaction together. @throws FieldError whose path names line and column */
export function readCsvTx(rows: readonly CsvRow[], context: CsvContext): { tx: StatedTx; block: BlockFacts | null; note: string | null } {
  const [first] = rows;
  if (first === undefined) throw new FieldError("", "has no rows");
  const contradiction = context.network.see(rows.map((row) => row.cell("address")).filter((text) => text !== ""));
  if (contradiction !== null) throw new FieldError("", contradiction);
  const txid = textToHash(first.cell("txid"));
  if (txid === null) return bad(first, "txid", "must be 64 hex digits");
  const inputRows = ofKind(rows, "input");
  const outputRows = ofKind(rows, "output");
  const coinbase = isSet(rows, "coinbase");
  if (coinbase && inputRows.length > 1) return bad(inputRows[1] ?? first, "coinbase", "is set, but the transaction has several inputs");
  const { block, note } = readBlock(rows);
  return {
    tx: {
      txid,
      version: -1,
      locktime: -1,
      size: -1,
      weight: -1,
      fee: -1n,
      witness: false,
      synthetic: isSet(rows, "synthetic"),
      coinbase: coinbase ? { script: null, sequence: -1 } : null,
      inputs: coinbase ? [] : inputRows.map((row) => readInput(row, context)),
      outputs: outputRows.map((row) => readOutput(row, context)),
    },
    block,
    note,
  };
}

function bad(row: CsvRow, column: CsvColumn, reason: string): never {
  throw new FieldError(`line ${row.line}, ${column}`, reason);
}

/** The rows of one kind by their `n`, which must count from 0 without a gap. */
function ofKind(rows: readonly CsvRow[], kind: "input" | "output"): CsvRow[] {
  const found: CsvRow[] = [];
  for (const row of rows) {
    const stated = row.cell("kind");
    if (stated !== "input" && stated !== "output") bad(row, "kind", 'must be "input" or "output"');
    if (stated !== kind) continue;
    const n = whole(row, "n", rows.length);
    if (found[n] !== undefined) bad(row, "n", `is ${n}, which another ${kind} has`);
    found[n] = row;
  }
  const missing = found.findIndex((row) => (row as CsvRow | undefined) === undefined);
  if (missing >= 0) bad(rows[0] ?? NO_ROW, "n", `${kind} ${missing} is missing: the rows of a transaction stand together, counted from 0`);
  return found;
}
const NO_ROW: CsvRow = { line: 0, cell: () => "" };

const isSet = (rows: readonly CsvRow[], column: "coinbase" | "synthetic"): boolean => rows.some((row) => /^(true|1)$/i.test(row.cell(column)));

function whole(row: CsvRow, column: CsvColumn, max: number): number {
  const text = row.cell(column);
  const value = /^\d{1,15}$/.test(text) ? parseInt(text, 10) : -1;
  return value < 0 || value > max ? bad(row, column, `must be a whole number from 0 to ${max}`) : value;
}

function readInput(row: CsvRow, context: CsvContext): StatedInput {
  const prevTxid = textToHash(row.cell("prev_txid"));
  if (prevTxid === null) return bad(row, "prev_txid", "must be 64 hex digits");
  return {
    prevTxid,
    prevN: whole(row, "prev_n", 0x7fff_ffff),
    sequence: -1,
    scriptSig: null,
    value: row.cell("value_sats") === "" ? -1n : sats(row),
    script: readScript(row, context),
  };
}

function readOutput(row: CsvRow, context: CsvContext): StatedTx["outputs"][number] {
  const script = readScript(row, context);
  return script === null ? bad(row, "script", "or address is needed for an output") : { value: sats(row), script };
}

function sats(row: CsvRow): bigint {
  const text = row.cell("value_sats");
  const value = /^\d{1,16}$/.test(text) ? BigInt(text) : -1n;
  return value < 0n || value > MAX_SATS ? bad(row, "value_sats", "must be a whole number of satoshis") : value;
}

/** The script, which must be the address's where both are stated. */
function readScript(row: CsvRow, { hasher, network }: CsvContext): Uint8Array | null {
  const address = row.cell("address");
  const stated = row.cell("script") === "" ? null : hexBytes(row.cell("script"));
  if (row.cell("script") !== "" && stated === null) bad(row, "script", "must be an even number of hex digits");
  if (address === "") return stated;
  const read = scriptOfAddress(address, network.likeliest(), hasher);
  if (!read.ok) return bad(row, "address", `is no address: ${read.reason}`);
  if (stated === null) return read.script;
  // The address of a P2PK script is that of its key, whose own script is another.
  const canonical = addressOfScript(read.script, network.likeliest(), hasher);
  return addressOfScript(stated, network.likeliest(), hasher) === canonical ? stated : bad(row, "address", "is not the address of the script");
}

function readBlock(rows: readonly CsvRow[]): { block: BlockFacts | null; note: string | null } {
  const hashRow = stating(rows, "block_hash");
  const timeRow = stating(rows, "time");
  const heightRow = stating(rows, "block_height");
  if (hashRow === null || timeRow === null) {
    const some = hashRow ?? timeRow ?? heightRow;
    return { block: null, note: some === null ? null : "its block is not named whole (block_hash and time are needed), so it is kept as unconfirmed" };
  }
  const hash = textToHash(hashRow.cell("block_hash"));
  if (hash === null) return bad(hashRow, "block_hash", "must be 64 hex digits");
  return { block: partOfBlock(hash, heightRow === null ? -1 : whole(heightRow, "block_height", 100_000_000), readTime(timeRow)), note: null };
}

/** The first row that states a column; other rows must agree. */
function stating(rows: readonly CsvRow[], column: CsvColumn): CsvRow | null {
  const found = rows.find((row) => row.cell(column) !== "");
  if (found === undefined) return null;
  const other = rows.find((row) => row.cell(column) !== "" && row.cell(column) !== found.cell(column));
  return other === undefined ? found : bad(other, column, "differs from another row of the transaction");
}

function readTime(row: CsvRow): number {
  const text = row.cell("time");
  if (/^\d+$/.test(text)) return whole(row, "time", 0xffff_ffff);
  const millis = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?Z$/.test(text) ? Date.parse(text) : NaN;
  const seconds = Math.floor(millis / 1000);
  return seconds >= 0 && seconds <= 0xffff_ffff ? seconds : bad(row, "time", "must be Unix seconds or a time like 2009-01-12T03:30:25Z");
}
