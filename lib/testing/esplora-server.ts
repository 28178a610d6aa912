import { createHash } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { addressOfScript } from "@/lib/core/bitcoin/addresses";
import { hashToText, toHex } from "@/lib/core/hex";
import { networkByName, type NetworkName } from "@/lib/core/network";
import { nodeHasher } from "@/lib/platform/chain/hasher";
import { buildRawTx, hashOf, txidOf, type TestBlock, type TestChain, type TestTx } from "@/lib/testing/chain";
import { loopbackServer, sendJson, type LoopbackServer } from "@/lib/testing/loopback-server";

/** A transaction as Esplora serves it; recorded ones have more fields. */
export interface EsploraJson {
  readonly txid: string;
  readonly vin: readonly { readonly prevout?: EsploraOutput | null }[];
  readonly vout: readonly EsploraOutput[];
  readonly status?: { readonly confirmed: boolean; readonly block_height?: number | null };
}
interface EsploraOutput {
  readonly scriptpubkey: string;
  readonly scriptpubkey_address?: string;
}

/** What a server knows. Transactions in chain order, oldest first; unconfirmed ones last. */
export interface EsploraWorld {
  readonly network: NetworkName;
  readonly tip: number;
  readonly txs: readonly EsploraJson[];
}

/** What happens to a request instead of its answer. `n` counts requests from 1. */
export type EsploraFault = (path: string, n: number) => "never" | "cut" | { readonly status: number; readonly body?: string; readonly headers?: Readonly<Record<string, string>> } | null;

export interface EsploraOptions {
  readonly pageSize?: number;
  readonly fault?: EsploraFault;
  /** Bends an honest answer of a list of transactions. */
  readonly bend?: (txs: readonly EsploraJson[], path: string) => readonly unknown[];
  /** Bends what the server says of an address's number of transactions. */
  readonly bendCount?: (count: number) => number;
  /** Does not say which chain it is on. */
  readonly silent?: boolean;
}

export interface EsploraServerOfTests extends LoopbackServer {
  /** Paths asked, in order. */
  readonly asked: string[];
  /** May be exchanged while the server runs: the chain goes on. */
  world: EsploraWorld;
}

/** A small server with Esplora's own paging: newest first, 25 a page, `last_seen_txid` for the next. */
export async function startEsploraServer(world: EsploraWorld, options: EsploraOptions = {}): Promise<EsploraServerOfTests> {
  const asked: string[] = [];
  const server: EsploraServerOfTests = { ...(await loopbackServer(answer)), asked, world };
  return server;

  function answer(request: IncomingMessage, response: ServerResponse): void {
    const path = request.url ?? "/";
    asked.push(path);
    const fault = options.fault?.(path, asked.length) ?? null;
    if (fault === "never") return;
    if (fault === "cut") {
      const whole = JSON.stringify(lookUp(server.world, path, options).json ?? []);
      response.writeHead(200, { "content-type": "application/json" }).end(whole.slice(0, whole.length / 2));
    } else if (fault !== null) response.writeHead(fault.status, { "content-type": "text/plain", ...fault.headers }).end(fault.body ?? "");
    else {
      const { status, text, json } = lookUp(server.world, path, options);
      if (text === undefined) sendJson(response, json, status);
      else response.writeHead(status, { "content-type": "text/plain" }).end(text);
    }
  }
}

interface Reply {
  readonly status: number;
  readonly text?: string;
  readonly json?: unknown;
}

function lookUp(world: EsploraWorld, path: string, options: EsploraOptions): Reply {
  const [first = "", second = "", ...rest] = path.split("/").slice(1).map(decodeURIComponent);
  const chainTexts: Readonly<Record<string, string>> = options.silent === true ? {} : { "/block-height/0": networkByName(world.network).genesis, "/blocks/tip/height": String(world.tip) };
  const text = chainTexts[path];
  if (text !== undefined) return { status: 200, text };
  if (first === "tx") {
    const tx = world.txs.find(({ txid }) => txid === second);
    return tx === undefined ? { status: 404, text: "Transaction not found" } : { status: 200, json: tx };
  }
  if (first !== "address" && first !== "scripthash") return { status: 404, text: "endpoint does not exist" };
  const ours = world.txs.filter((tx) => touches(tx, first, second)).reverse();
  return { status: 200, json: rest.length === 0 ? summary(ours, options) : history(ours, { path, rest, options }) };
}

function summary(ours: readonly EsploraJson[], { bendCount }: EsploraOptions): unknown {
  const confirmed = ours.filter(isConfirmed).length;
  return { chain_stats: { tx_count: bendCount?.(confirmed) ?? confirmed }, mempool_stats: { tx_count: ours.length - confirmed } };
}

/** `txs` or `txs/chain/:last_seen_txid` */
function history(ours: readonly EsploraJson[], { path, rest: [, chain, after = ""], options }: { path: string; rest: readonly string[]; options: EsploraOptions }): readonly unknown[] {
  const size = options.pageSize ?? 25;
  const confirmed = ours.filter(isConfirmed);
  const at = confirmed.findIndex(({ txid }) => txid === after);
  const older = at < 0 ? [] : confirmed.slice(at + 1, at + 1 + size);
  const page = chain === "chain" ? older : [...ours.filter((tx) => !isConfirmed(tx)).slice(0, 50), ...confirmed.slice(0, size)];
  return options.bend?.(page, path) ?? page;
}

const isConfirmed = ({ status }: EsploraJson): boolean => status?.confirmed !== false;

function touches(tx: EsploraJson, kind: string, key: string): boolean {
  const ends = [...tx.vout, ...tx.vin.flatMap(({ prevout }) => prevout ?? [])];
  return ends.some((end) => (kind === "address" ? end.scriptpubkey_address === key : createHash("sha256").update(end.scriptpubkey, "hex").digest("hex") === key));
}

/** A chain of the tests as an Esplora server would know it, with previous outputs and fees; then what is not in a block yet. */
export function esploraWorld(chain: TestChain, mempool: readonly TestTx[] = []): EsploraWorld {
  const outputs = new Map<string, { value: bigint; script: Uint8Array }>();
  const txs: EsploraJson[] = [];
  const add = (tx: TestTx, block: TestBlock | null): void => {
    txs.push(toEsplora(tx, block, { outputs, network: chain.network }));
    tx.outputs.forEach((output, n) => outputs.set(`${hashToText(txidOf(tx))}:${n}`, output));
  };
  for (const block of chain.blocks) for (const tx of block.txs) add(tx, block);
  for (const tx of mempool) add(tx, null);
  return { network: chain.network, tip: chain.tip.height, txs };
}

function toEsplora(tx: TestTx, block: TestBlock | null, { outputs, network }: { outputs: ReadonlyMap<string, { value: bigint; script: Uint8Array }>; network: NetworkName }): EsploraJson {
  const outputJson = ({ value, script }: { value: bigint; script: Uint8Array }) => {
    const address = addressOfScript(script, networkByName(network), nodeHasher);
    return { value: parseInt(value.toString(), 10), scriptpubkey: toHex(script), ...(address !== null && { scriptpubkey_address: address }) };
  };
  const inputs = tx.coinbase === undefined ? (tx.inputs ?? []) : [];
  const vin = inputs.map(({ prevTxid, prevN, scriptSig, sequence, witness }) => {
    const txid = hashToText(hashOf(prevTxid));
    const prevout = outputs.get(`${txid}:${prevN}`);
    return { txid, vout: prevN, is_coinbase: false, scriptsig: toHex(scriptSig ?? new Uint8Array(0)), sequence: sequence ?? 0xffffffff, witness: (witness ?? []).map(toHex), prevout: prevout === undefined ? null : outputJson(prevout) };
  });
  const coinbase = { txid: "00".repeat(32), vout: 0xffffffff, is_coinbase: true, scriptsig: toHex(tx.coinbase ?? new Uint8Array(0)), sequence: 0xffffffff, prevout: null };
  return {
    txid: hashToText(txidOf(tx)),
    ...{ version: tx.version ?? 2, locktime: tx.locktime ?? 0, size: buildRawTx(tx).length },
    vin: tx.coinbase === undefined ? vin : [coinbase],
    vout: tx.outputs.map(outputJson),
    status: block === null ? { confirmed: false } : { confirmed: true, block_height: block.height, ...{ block_hash: hashToText(block.hash), block_time: block.time } },
  };
}
