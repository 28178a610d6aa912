import type { ServerResponse } from "node:http";
import { hashToText, toHex } from "@/lib/core/hex";
import { genesisBlock } from "@/lib/testing/genesis";
import type { TestBlock, TestChain } from "@/lib/testing/chain";
import { loopbackServer, sendJson, type LoopbackServer } from "@/lib/testing/loopback-server";

interface Call {
  readonly id: unknown;
  readonly method: string;
  readonly params: readonly unknown[];
}

/** Bitcoin Core's RPC over a chain of the tests, with the habits and faults that real nodes have. */
export interface NodeHabits {
  /** getblock takes true and false only, as before Core 0.15. */
  booleansOnly?: boolean;
  noBatches?: boolean;
  prunedBelow?: number;
  /** Heights whose blocks it names and does not give. */
  missing?: readonly number[];
  /** Gives this block for every other. */
  always?: TestBlock;
  /** Answers instead of the node; null lets it answer. Counts requests from 1. */
  fault?: (n: number, calls: readonly Call[]) => { readonly status: number; readonly body: string } | "drop" | null;
  /** Called, and waited for, before each request: for chains that move while they are read, and nodes that are slow. */
  before?: (n: number) => void | Promise<void>;
}

export interface SimulatedNode extends LoopbackServer {
  readonly habits: NodeHabits;
  /** First words of what was asked: method and number of calls. */
  readonly asked: string[];
}

class RpcFailure extends Error {
  readonly code: number;
  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

/** Remembers every block it ever had, as nodes do. */
export async function startSimulatedNode(chain: TestChain, habits: NodeHabits = {}): Promise<SimulatedNode> {
  const genesis = genesisBlock(chain.network);
  const seen = new Map<string, TestBlock>();
  const asked: string[] = [];
  const server = await loopbackServer(async (request, response, body) => {
    const parsed = JSON.parse(body) as Call | Call[];
    const calls = Array.isArray(parsed) ? parsed : [parsed];
    const n = asked.push(`${calls[0]?.method ?? ""} ${calls.length}`);
    await habits.before?.(n);
    for (const block of [genesis, ...chain.blocks]) seen.set(hashToText(block.hash), block);
    const fault = habits.fault?.(n, calls) ?? null;
    if (fault === "drop") request.socket.destroy();
    else if (fault !== null) response.writeHead(fault.status, { "content-type": "text/html" }).end(fault.body);
    else answer(response, parsed);
  });
  return { ...server, habits, asked };

  function answer(response: ServerResponse, parsed: Call | Call[]): void {
    if (Array.isArray(parsed) && habits.noBatches === true) sendJson(response, { result: null, error: { code: -32600, message: "Invalid request" }, id: null }, 400);
    else if (Array.isArray(parsed)) sendJson(response, parsed.map(reply));
    else {
      const one = reply(parsed);
      sendJson(response, one, one.error === null ? 200 : one.error.code === -32601 ? 404 : 500);
    }
  }

  function reply({ id, method, params }: Call): { result: unknown; error: { code: number; message: string } | null; id: unknown } {
    try {
      return { result: run(method, params), error: null, id };
    } catch (error) {
      if (!(error instanceof RpcFailure)) throw error;
      return { result: null, error: { code: error.code, message: error.message }, id };
    }
  }

  function run(method: string, params: readonly unknown[]): unknown {
    const best = [genesis, ...chain.blocks];
    const tip = best.at(-1) ?? genesis;
    if (method === "getblockchaininfo") {
      const pruned = habits.prunedBelow === undefined ? { pruned: false } : { pruned: true, pruneheight: habits.prunedBelow };
      return { chain: chain.network === "bitcoin" ? "main" : chain.network.replace("litecoin-", ""), blocks: tip.height, bestblockhash: hashToText(tip.hash), ...pruned };
    }
    if (method === "getblockhash") {
      const block = best[params[0] as number];
      if (block === undefined) throw new RpcFailure(-8, "Block height out of range");
      return hashToText(block.hash);
    }
    if (method !== "getblock" && method !== "getblockheader") throw new RpcFailure(-32601, "Method not found");
    const block = seen.get(String(params[0]));
    if (block === undefined) throw new RpcFailure(-5, "Block not found");
    const onBest = best[block.height] === block;
    if (method === "getblockheader") return { hash: hashToText(block.hash), height: block.height, confirmations: onBest ? tip.height - block.height + 1 : -1 };
    return getblock(block, params[1]);
  }

  function getblock(block: TestBlock, verbosity: unknown): unknown {
    if (habits.booleansOnly === true && typeof verbosity !== "boolean") throw new RpcFailure(-1, "JSON value is not a boolean as expected");
    if (block.height < (habits.prunedBelow ?? 0)) throw new RpcFailure(-1, "Block not available (pruned data)");
    if (habits.missing?.includes(block.height) === true) throw new RpcFailure(-1, "Block not found on disk");
    if (verbosity !== 0 && verbosity !== false) throw new RpcFailure(-1, "this node of the tests gives raw blocks only");
    return toHex((habits.always ?? block).raw);
  }
}

