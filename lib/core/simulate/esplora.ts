import { hashToText, toHex } from "@/lib/core/hex";
import type { Coin, Key, KeyType, SimulatedBlock, Tx, TxOutput } from "@/lib/core/simulate/model";
import { scriptSigOf, WITNESS_ITEMS } from "@/lib/core/simulate/transaction";

const TYPE_NAMES: Readonly<Record<KeyType, string>> = { p2wpkh: "v0_p2wpkh", p2pkh: "p2pkh", p2sh: "p2sh", p2tr: "v1_p2tr" };
const witnessText = (type: KeyType): string => {
  const items = WITNESS_ITEMS[type].map((item) => `"${toHex(item)}"`);
  return items.length === 0 ? "" : `"witness":[${items.join(",")}],`;
};
const WITNESSES: Readonly<Record<KeyType, string>> = {
  p2wpkh: witnessText("p2wpkh"), p2pkh: witnessText("p2pkh"), p2sh: witnessText("p2sh"), p2tr: witnessText("p2tr"),
};
const NO_TXID = "0".repeat(64);

/**
 * Writes a block's transactions as Esplora's API prints them, one a line, each with `"synthetic":true`. By hand, because
 * amounts are bigint and the lines many. The `asm` twins of scripts are left out.
 */
export class EsploraPrinter {
  private readonly addressOf: (key: Key) => string;

  constructor(addressOf: (key: Key) => string) {
    this.addressOf = addressOf;
  }

  /** All lines of a block, each with its end. */
  block(block: SimulatedBlock): string {
    const hash = hashToText(block.hash);
    const status = `"status":{"confirmed":true,"block_height":${block.height},"block_hash":"${hash}","block_time":${block.time}},"synthetic":true}\n`;
    let text = "";
    for (const tx of block.transactions) text += this.transaction(tx) + status;
    return text;
  }

  private transaction(tx: Tx): string {
    let vin = "";
    if (tx.coinbase !== null) vin = coinbaseText(tx.coinbase, tx.sequence);
    for (const coin of tx.inputs) vin += `${vin === "" ? "" : ","}${this.input(coin, tx.sequence)}`;
    let vout = "";
    for (const output of tx.outputs) vout += `${vout === "" ? "" : ","}${this.output(output)}`;
    const head = `"txid":"${hashToText(tx.txid)}","version":${tx.version},"locktime":${tx.locktime}`;
    return `{${head},"vin":[${vin}],"vout":[${vout}],"size":${tx.size},"weight":${tx.weight},"fee":${tx.fee},`;
  }

  private input(coin: Coin, sequence: number): string {
    const { key } = coin;
    const scriptSig = key.redeem === null && key.type !== "p2pkh" ? "" : toHex(scriptSigOf(key));
    const spent = `"txid":"${hashToText(coin.txid)}","vout":${coin.n},"prevout":{${this.key(key)}"value":${coin.value}}`;
    return `{${spent},"scriptsig":"${scriptSig}",${WITNESSES[key.type]}"is_coinbase":false,"sequence":${sequence}}`;
  }

  private output({ script, value, payment }: TxOutput): string {
    if (payment !== null) return `{${this.key(payment.key)}"value":${value}}`;
    return `{"scriptpubkey":"${toHex(script)}","scriptpubkey_type":"op_return","value":${value}}`;
  }

  private key(key: Key): string {
    key.printed ??= `"scriptpubkey":"${toHex(key.script)}","scriptpubkey_type":"${TYPE_NAMES[key.type]}","scriptpubkey_address":"${this.addressOf(key)}",`;
    return key.printed;
  }
}

function coinbaseText({ script, witness }: NonNullable<Tx["coinbase"]>, sequence: number): string {
  const fields = `"txid":"${NO_TXID}","vout":4294967295,"prevout":null,"scriptsig":"${toHex(script)}","witness":["${toHex(witness)}"]`;
  return `{${fields},"is_coinbase":true,"sequence":${sequence}}`;
}
