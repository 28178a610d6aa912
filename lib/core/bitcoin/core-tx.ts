import type { Fields } from "@/lib/core/bitcoin/fields";
import type { StatedInput, StatedTx } from "@/lib/core/bitcoin/stated-tx";
import { sameBytes } from "@/lib/core/bitcoin/bytes";

export interface CoreTx {
  readonly tx: StatedTx;
  /** The transaction's bytes, where Core prints them (`hex`). */
  readonly hex: Uint8Array | null;
  readonly addresses: readonly string[];
  readonly fields: Fields;
}

const MAX_UINT32 = 0xffff_ffff;
const MAX_SIZE = 32_000_000;

/**
 * Reads a transaction as `getblock` prints it in a block. Shapes differ by version: `addresses` (a list) until 22, `address` since; `fee` where undo
 * data is at hand; `prevout` in verbosity 3; amounts in coins.
 * @throws FieldError
 */
export function readCoreTx(fields: Fields): CoreTx {
  const vin = fields.objects("vin");
  const [first] = vin;
  const coinbase = vin.length === 1 && first !== undefined && !first.lacks("coinbase") ? first : null;
  const addresses: string[] = [];
  const txid = fields.hash("txid");
  const inputs = coinbase === null ? vin.map((input) => readInput(input, addresses)) : [];
  const outputs = fields.objects("vout").map((output, n) => readOutput(output, n, addresses));
  return {
    tx: {
      txid,
      version: fields.uint32OrUnknown("version"),
      locktime: fields.intOrUnknown("locktime", 0, MAX_UINT32),
      size: fields.intOrUnknown("size", 0, MAX_SIZE),
      weight: fields.intOrUnknown("weight", 0, 4 * MAX_SIZE),
      fee: coinbase !== null || fields.lacks("fee") ? -1n : fields.coins("fee"),
      witness: vin.some(hasWitness) || (!fields.lacks("hash") && !sameBytes(fields.hash("hash"), txid)),
      synthetic: false,
      coinbase: coinbase === null ? null : { script: coinbase.bytes("coinbase"), sequence: coinbase.intOrUnknown("sequence", 0, MAX_UINT32) },
      inputs,
      outputs,
    },
    hex: fields.bytesOrUnknown("hex"),
    addresses,
    fields,
  };
}

const hasWitness = (input: Fields): boolean => !input.lacks("txinwitness") && input.list("txinwitness").length > 0;

function readInput(input: Fields, addresses: string[]): StatedInput {
  refuseMweb(input);
  const previous = input.lacks("prevout") ? null : input.object("prevout");
  const script = previous === null || previous.lacks("scriptPubKey") ? null : previous.object("scriptPubKey");
  if (script !== null) noteAddresses(script, addresses);
  return {
    prevTxid: input.hash("txid"),
    prevN: input.int("vout", 0, 0x7fff_ffff),
    sequence: input.intOrUnknown("sequence", 0, MAX_UINT32),
    scriptSig: input.lacks("scriptSig") ? null : input.object("scriptSig").bytesOrUnknown("hex"),
    value: previous === null || previous.lacks("value") ? -1n : previous.coins("value"),
    script: script?.bytesOrUnknown("hex") ?? null,
  };
}

function readOutput(output: Fields, n: number, addresses: string[]): { value: bigint; script: Uint8Array } {
  refuseMweb(output);
  if (!output.lacks("n") && output.int("n", 0, MAX_UINT32) !== n) output.fail("n", `must be ${n}, its place in the list`);
  const script = output.object("scriptPubKey");
  noteAddresses(script, addresses);
  return { value: output.coins("value"), script: script.bytes("hex") };
}

/** Litecoin: amounts of the extension block are hidden, so such a transaction cannot be kept. */
function refuseMweb(part: Fields): void {
  if (part.isTrue("ismweb")) part.fail("ismweb", "is set: MimbleWimble inputs and outputs are not supported");
}

/** Of a bare multisig old versions print the addresses of its keys; they tell the network just as well. */
function noteAddresses(script: Fields, addresses: string[]): void {
  if (!script.lacks("address")) addresses.push(script.text("address"));
  if (script.lacks("addresses")) return;
  for (const address of script.list("addresses")) if (typeof address === "string") addresses.push(address);
}
