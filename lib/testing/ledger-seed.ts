import { addressOfScript } from "@/lib/core/bitcoin/addresses";
import { TX_COINBASE, TX_SYNTHETIC } from "@/lib/core/bitcoin/columns";
import { scriptTypeId } from "@/lib/core/bitcoin/script-type";
import { classifyScript } from "@/lib/core/bitcoin/scripts";
import { chainOrder, unplacedOrder } from "@/lib/core/graph/order";
import { hashToText, textToHash } from "@/lib/core/hex";
import { networkByName, type NetworkName } from "@/lib/core/network";
import { nodeHasher } from "@/lib/platform/chain/hasher";
import type { Db } from "@/lib/platform/db/pool";

export interface SeededTx {
  readonly id: bigint;
  readonly txid: string;
  readonly network: NetworkName;
  readonly outputs: readonly SeedOutput[];
}
export type SeedOutput = { readonly script: Uint8Array; readonly value: bigint } | { readonly data: Uint8Array; readonly value?: bigint };
/** An output of a transaction seeded before, or an outpoint whose transaction is not in the store. */
export type SeedInput = { readonly tx: SeededTx; readonly n: number } | { readonly pending: string; readonly n: number; readonly previous?: { readonly script: Uint8Array; readonly value: bigint } };

export interface SeedTx {
  readonly network?: NetworkName;
  /** Null: no block is known. */
  readonly height?: number | null;
  readonly position?: number;
  readonly coinbase?: Uint8Array;
  readonly inputs?: readonly SeedInput[];
  readonly outputs: readonly SeedOutput[];
  readonly fee?: bigint;
  readonly synthetic?: boolean;
  readonly reorganisedOut?: boolean;
}

const TIME = 1_500_000_000n;

/** Puts blocks and transactions into the ledger tables row by row, as an importer would leave them, for tests of what reads them. */
export class LedgerSeed {
  readonly #db: Db;
  #txs = 0n;
  #addresses = 0n;
  #blocks = 0n;
  readonly #scripts = new Map<string, bigint>();
  readonly #heights = new Map<string, bigint>();

  constructor(db: Db) {
    this.#db = db;
  }

  async source(network: NetworkName, synthetic = false): Promise<number> {
    const { rows } = await this.#db.query<{ id: number }>(
      "INSERT INTO source(kind, name, network, synthetic) VALUES ('block', 'seed', $1, $2) ON CONFLICT (kind, name, network, synthetic) DO UPDATE SET name = 'seed' RETURNING id",
      [networkByName(network).id, synthetic],
    );
    return rows[0]!.id;
  }

  /** @returns its hash as people write it */
  async block(height: number | null, options: { network?: NetworkName; main?: boolean; complete?: boolean; txCount?: number } = {}): Promise<string> {
    const { network = "bitcoin", main = true, complete = true, txCount = null } = options;
    this.#blocks += 1n;
    const hash = nodeHasher.sha256(Buffer.from(`block ${this.#blocks}`));
    await this.#db.query(
      "INSERT INTO block(id, network, hash, height, height_source, time, tx_count, main, complete, source_id) VALUES ($1, $2, $3, $4, 'chain', $5, $6, $7, $8, $9)",
      [this.#blocks, networkByName(network).id, Buffer.from(hash), height, TIME + 600n * BigInt(height ?? 0), txCount, main, complete, await this.source(network)],
    );
    if (height !== null) this.#heights.set(blockKey(network, height, main), this.#blocks);
    return hashToText(hash);
  }

  async tx(tx: SeedTx): Promise<SeededTx> {
    const { network = "bitcoin", inputs = [], outputs, coinbase } = tx;
    this.#txs += 1n;
    const id = this.#txs;
    const txid = hashToText(nodeHasher.sha256(Buffer.from(`tx ${id}`)));
    const { height = null, reorganisedOut = false } = tx;
    // A transaction may name a block of which nothing else is known.
    if (height !== null && !this.#heights.has(blockKey(network, height, !reorganisedOut))) await this.block(height, { network, main: !reorganisedOut, complete: false });
    await this.#head(tx, id, txid);
    for (const [n, output] of outputs.entries()) await this.#output(id, n, network, output);
    for (const [n, input] of inputs.entries()) await this.#input(id, n, network, input);
    if (coinbase !== undefined) await this.#db.query("INSERT INTO coinbase(tx_id, script) VALUES ($1, $2)", [id, Buffer.from(coinbase)]);
    await this.#db.query("UPDATE ledger_state SET version = version + 1, next_tx = $1, next_address = $2, next_block = $3", [this.#txs + 1n, this.#addresses + 1n, this.#blocks + 1n]);
    return { id, txid, network, outputs };
  }

  async #head(tx: SeedTx, id: bigint, txid: string): Promise<void> {
    const { network = "bitcoin", inputs = [], outputs, synthetic = false, coinbase, fee = null } = tx;
    const { blockId, position, ord, time, status } = this.#place(tx, id);
    const flags = (coinbase === undefined ? 0 : TX_COINBASE) | (synthetic ? TX_SYNTHETIC : 0);
    await this.#db.query(
      `INSERT INTO tx(id, network, txid, block_id, position, ord, time, fee, version, locktime, size, weight, input_count, output_count, status, flags, source_id)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 2, 0, 200, 800, $9, $10, $11, $12, $13)`,
      [id, networkByName(network).id, wire(txid), blockId, position, ord, time, fee, coinbase === undefined ? inputs.length : 1, outputs.length, status, flags, await this.source(network, synthetic)],
    );
  }

  #place({ network = "bitcoin", height = null, position, reorganisedOut = false }: SeedTx, id: bigint) {
    if (height === null) return { blockId: null, position: null, ord: unplacedOrder(id), time: null, status: 1 };
    const at = position ?? Number(id);
    const blockId = this.#heights.get(blockKey(network, height, !reorganisedOut)) ?? null;
    const ord = reorganisedOut ? unplacedOrder(id) : chainOrder(height, at);
    return { blockId, position: at, ord, time: TIME + 600n * BigInt(height), status: reorganisedOut ? 2 : 0 };
  }

  async #output(txId: bigint, n: number, network: NetworkName, output: SeedOutput): Promise<void> {
    const [address, data] = "data" in output ? [null, Buffer.from(output.data)] : [await this.script(output.script, network), null];
    await this.#db.query("INSERT INTO output(tx_id, n, address_id, value, data) VALUES ($1, $2, $3, $4, $5)", [txId, n, address, output.value ?? 0n, data]);
  }

  async #input(txId: bigint, n: number, network: NetworkName, input: SeedInput): Promise<void> {
    const spent = "tx" in input ? input.tx.outputs[input.n] : input.previous;
    const address = spent === undefined || "data" in spent ? null : await this.script(spent.script, network);
    await this.#db.query("INSERT INTO input(tx_id, n, prev_tx_id, prev_n, address_id, value, sequence) VALUES ($1, $2, $3, $4, $5, $6, 4294967295)", [
      txId, n, "tx" in input ? input.tx.id : null, input.n, address, spent?.value ?? null,
    ]);
    if ("pending" in input) await this.#db.query("INSERT INTO pending_input(prev_txid, prev_n, network, tx_id, n) VALUES ($1, $2, $3, $4, $5)", [wire(input.pending), input.n, networkByName(network).id, txId, n]);
  }

  /** @returns the id of the script's row, made when it is new */
  async script(script: Uint8Array, network: NetworkName = "bitcoin"): Promise<bigint> {
    const hash = nodeHasher.sha256(script);
    const key = `${network} ${hashToText(hash)}`;
    const known = this.#scripts.get(key);
    if (known !== undefined) return known;
    this.#addresses += 1n;
    const type = classifyScript(script);
    const text = addressOfScript(script, networkByName(network), nodeHasher);
    const { id } = networkByName(network);
    await this.#db.query("INSERT INTO address(id, network, script_hash, script, text, type) VALUES ($1, $2, $3, $4, $5, $6)", [this.#addresses, id, Buffer.from(hash), Buffer.from(script), text, scriptTypeId(type)]);
    if (type === "p2pk") await this.#db.query("INSERT INTO address_alias(text, network, address_id) VALUES ($1, $2, $3)", [text, id, this.#addresses]);
    this.#scripts.set(key, this.#addresses);
    return this.#addresses;
  }
}

const blockKey = (network: NetworkName, height: number, main: boolean): string => `${network} ${height} ${main ? "main" : "stale"}`;
const wire = (hash: string): Buffer => Buffer.from(textToHash(hash) ?? []);
