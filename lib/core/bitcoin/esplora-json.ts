import type { BlockFacts } from "@/lib/core/bitcoin/columns";
import { type Fields } from "@/lib/core/bitcoin/fields";
import type { StatedInput, StatedTx } from "@/lib/core/bitcoin/stated-tx";

/** An Esplora transaction: what goes into columns, and what goes around them. */
export interface EsploraTx {
  readonly tx: StatedTx;
  readonly block: BlockFacts | null;
  readonly addresses: readonly string[];
  readonly note: string | null;
}

const MAX_HEIGHT = 100_000_000;
const MAX_UINT32 = 0xffff_ffff;
const MAX_SIZE = 32_000_000;

/**
 * Reads a transaction as Esplora serves it (data/esplora/API.md). Needed are `txid`, of each `vin` the outpoint or `is_coinbase`, of each `vout`
 * `value` (satoshis) and `scriptpubkey`; all else may be missing or null. `synthetic: true` marks generated data.
 * @throws FieldError
 */
export function readEsploraTx(record: Fields): EsploraTx {
  const vin = record.objects("vin");
  const vout = record.objects("vout");
  const [first] = vin;
  const coinbase = vin.length === 1 && first !== undefined && isCoinbase(first) ? first : null;
  const addresses: string[] = [];
  const inputs = coinbase === null ? vin.map((input) => readInput(input, addresses)) : [];
  const outputs = vout.map((output) => {
    noteAddress(output, addresses);
    return { value: output.sats("value"), script: output.bytes("scriptpubkey") };
  });
  const { block, note } = readStatus(record);
  return {
    tx: {
      txid: record.hash("txid"),
      version: record.uint32OrUnknown("version"),
      locktime: record.intOrUnknown("locktime", 0, MAX_UINT32),
      size: record.intOrUnknown("size", 0, MAX_SIZE),
      weight: record.intOrUnknown("weight", 0, 4 * MAX_SIZE),
      fee: coinbase !== null || record.lacks("fee") ? -1n : record.sats("fee"),
      witness: vin.some(hasWitness),
      synthetic: record.isTrue("synthetic"),
      coinbase: coinbase === null ? null : { script: coinbase.bytesOrUnknown("scriptsig"), sequence: coinbase.intOrUnknown("sequence", 0, MAX_UINT32) },
      inputs,
      outputs,
    },
    block,
    addresses,
    note,
  };
}

/** A coinbase says so, or spends the null outpoint. */
function isCoinbase(input: Fields): boolean {
  if (input.isTrue("is_coinbase")) return true;
  return !input.lacks("txid") && input.get("vout") === MAX_UINT32 && /^0{64}$/.test(input.text("txid"));
}

const hasWitness = (input: Fields): boolean => !input.lacks("witness") && input.list("witness").length > 0;

function readInput(input: Fields, addresses: string[]): StatedInput {
  if (input.isTrue("is_coinbase")) input.fail("is_coinbase", "is set, but the transaction has other inputs");
  const previous = input.lacks("prevout") ? null : input.object("prevout");
  if (previous !== null) noteAddress(previous, addresses);
  return {
    prevTxid: input.hash("txid"),
    prevN: input.int("vout", 0, 0x7fff_ffff),
    sequence: input.intOrUnknown("sequence", 0, MAX_UINT32),
    scriptSig: input.bytesOrUnknown("scriptsig"),
    value: previous === null || previous.lacks("value") ? -1n : previous.sats("value"),
    script: previous?.bytesOrUnknown("scriptpubkey") ?? null,
  };
}

function noteAddress(output: Fields, addresses: string[]): void {
  if (!output.lacks("scriptpubkey_address")) addresses.push(output.text("scriptpubkey_address"));
}

/** The block that `status` names, which needs its hash and time: the ledger keeps no block without them. */
function readStatus(record: Fields): { block: BlockFacts | null; note: string | null } {
  if (record.lacks("status")) return { block: null, note: null };
  const status = record.object("status");
  if (!status.isTrue("confirmed") && status.lacks("block_hash")) return { block: null, note: null };
  const height = status.intOrUnknown("block_height", 0, MAX_HEIGHT);
  const time = status.intOrUnknown("block_time", 0, MAX_UINT32);
  if (status.lacks("block_hash") || time < 0) {
    const missing = status.lacks("block_hash") ? "block_hash" : "block_time";
    return { block: null, note: `its status does not name the block whole (${missing} is missing), so it is kept as unconfirmed` };
  }
  return { block: partOfBlock(status.hash("block_hash"), height, time), note: null };
}

/** A block known only because a transaction names it. */
export const partOfBlock = (hash: Uint8Array, height: number, time: number): BlockFacts => ({
  hash,
  prevHash: null,
  height: height < 0 ? null : height,
  heightSource: height < 0 ? null : "source",
  time,
  bits: null,
  size: null,
  txCount: null,
  complete: false,
  stale: false,
});
