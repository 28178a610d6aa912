import { AppError } from "@/lib/core/errors";
import { hashToText, textToHash } from "@/lib/core/hex";
import { NETWORKS, type Network, type NetworkName } from "@/lib/core/network";
import type { BlockRef, CoreNode, FetchHow, FetchedBlock, NodeState } from "@/lib/features/sync/sync.ports";
import { makeBlockFetcher } from "@/lib/platform/chain/core-rpc-blocks";
import { RPC_INVALID_PARAMETER, RPC_MISC, RPC_NOT_FOUND, refused, type CoreRpc, type RpcAnswer } from "@/lib/platform/chain/core-rpc";

/** What nodes call their chains; Litecoin's use the same words, so that only the genesis block tells which chain it is. */
const CHAIN_NAMES: Readonly<Record<NetworkName, readonly string[]>> = {
  bitcoin: ["main"],
  testnet3: ["test", "testnet"],
  testnet4: ["testnet4"],
  signet: ["signet"],
  regtest: ["regtest"],
  litecoin: ["main"],
  "litecoin-regtest": ["regtest"],
};

interface NodeOptions {
  /** The network its owner says it has. */
  readonly expected?: NetworkName | null;
  readonly how?: FetchHow;
}

/** A node that speaks Bitcoin Core's RPC, as the use cases want it. */
export function makeCoreNode(name: string, rpc: CoreRpc, { expected = null, how = "raw" }: NodeOptions = {}): CoreNode {
  const fetcher = makeBlockFetcher(name, rpc, how);
  let network: Network | null = null;
  return {
    name,
    state: async (signal) => {
      const info = asObject(name, "getblockchaininfo", await rpc.call("getblockchaininfo", [], signal));
      network ??= await networkOf(name, rpc, { chain: info["chain"], expected }, signal);
      return toState(name, network, info);
    },
    hashes: async (from, count, signal) => {
      const calls = Array.from({ length: count }, (_, i) => ({ method: "getblockhash", params: [from + i] }));
      return toHashes(name, await rpc.batch(calls, signal), from);
    },
    blocks: async function* (wanted: readonly BlockRef[], signal: AbortSignal): AsyncGenerator<FetchedBlock> {
      network ??= await networkOf(name, rpc, { chain: undefined, expected }, signal);
      yield* fetcher.fetch(wanted, network, signal);
    },
    standing: async (hash, signal) => {
      const call = { method: "getblockheader", params: [hashToText(hash)] };
      const [answer] = await rpc.batch([call], signal);
      if (answer === undefined || answer.error !== null) {
        // bcoin says -1 where Core says -5.
        if (answer?.error.code === RPC_NOT_FOUND || answer?.error.code === RPC_MISC) return "unknown";
        throw refused(name, call, answer?.error ?? { code: 0, message: "nothing" });
      }
      const { confirmations } = asObject(name, "getblockheader", answer.result);
      return typeof confirmations === "number" && confirmations > 0 ? "best" : "stale";
    },
    requests: () => rpc.requests(),
    close: () => rpc.close(),
  };
}

async function networkOf(name: string, rpc: CoreRpc, { chain, expected }: { readonly chain: unknown; readonly expected: NetworkName | null }, signal: AbortSignal): Promise<Network> {
  const genesis = await rpc.call("getblockhash", [0], signal);
  const found = NETWORKS.find((each) => each.genesis === genesis);
  if (found === undefined) throw odd(name, `has a genesis block (${String(genesis).slice(0, 64)}) of no chain that Assay knows`);
  if (typeof chain === "string" && !CHAIN_NAMES[found.name].includes(chain)) throw odd(name, `calls its chain “${chain.slice(0, 40)}”, but its genesis block is that of ${found.name}`);
  if (expected !== null && expected !== found.name) throw odd(name, `is on ${found.name}, where ${expected} was expected`);
  return found;
}

function toState(name: string, network: Network, info: Readonly<Record<string, unknown>>): NodeState {
  const { blocks, bestblockhash, pruned, pruneheight } = info;
  const hash = typeof bestblockhash === "string" ? textToHash(bestblockhash) : null;
  if (!isHeight(blocks) || hash === null) throw odd(name, "does not say in getblockchaininfo how high its chain is");
  return { network: network.name, tip: { height: blocks, hash }, prunedBelow: pruned === true && isHeight(pruneheight) ? pruneheight : 0 };
}

const isHeight = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0 && (value as number) < 100_000_000;

/** The chain ends at the first height that is out of range, which may be lower than a moment ago. */
function toHashes(name: string, answers: readonly RpcAnswer[], from: number): readonly Uint8Array[] {
  const hashes: Uint8Array[] = [];
  for (const [i, answer] of answers.entries()) {
    if (answer.error?.code === RPC_INVALID_PARAMETER) break;
    if (answer.error !== null) throw refused(name, { method: "getblockhash", params: [from + i] }, answer.error);
    const hash = typeof answer.result === "string" ? textToHash(answer.result) : null;
    if (hash === null) throw odd(name, `answered getblockhash ${from + i} with something that is no hash`);
    hashes.push(hash);
  }
  return hashes;
}

function asObject(name: string, method: string, value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null) throw odd(name, `answered ${method} with something that is no object`);
  return value as Readonly<Record<string, unknown>>;
}

const odd = (name: string, said: string): AppError => new AppError("source_unavailable", `Source “${name}” ${said}. Is the URL that of the right node?`);
