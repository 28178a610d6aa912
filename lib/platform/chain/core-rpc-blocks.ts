import { sameBytes } from "@/lib/core/bitcoin/bytes";
import { decodeWholeBlock } from "@/lib/core/bitcoin/blocks";
import type { ChainRecord, Decoded } from "@/lib/core/bitcoin/columns";
import { hexBytes } from "@/lib/core/bitcoin/fields";
import { decodeCoreBlock } from "@/lib/core/bitcoin/core-json";
import { NetworkGuess } from "@/lib/core/bitcoin/network-guess";
import { AppError } from "@/lib/core/errors";
import { hashToText } from "@/lib/core/hex";
import type { Network } from "@/lib/core/network";
import type { BlockRef, FetchHow, FetchedBlock } from "@/lib/features/sync/sync.ports";
import { RPC_MISC, RPC_TYPE, type CoreRpc, type RpcAnswer } from "@/lib/platform/chain/core-rpc";
import { nodeHasher } from "@/lib/platform/chain/hasher";

/** Bytes of reply to aim at in one request, and requests under way at once: together they bound the memory. */
const AIM_BYTES = 4_000_000;
const MOST_BLOCKS = 32;
const WINDOW = 3;
/** Raw blocks are at most 4 MB, 8 MB in hex; JSON of one is many times as much. */
const MAX_BYTES = 96_000_000;

/** How a node is asked for a block: raw by a number since Core 0.15, by a boolean before; as JSON with prevouts since 23. */
type Verbosity = 0 | false | 3;
const JSON_WITH_PREVOUTS = 3;
/** JSON is many times as large as the block itself. */
const JSON_FACTOR = 15;

export interface BlockFetcher {
  fetch(wanted: readonly BlockRef[], network: Network, signal: AbortSignal): AsyncGenerator<FetchedBlock>;
}

interface State {
  readonly name: string;
  readonly rpc: CoreRpc;
  verbosity: Verbosity;
  /** Of the last replies: grows and shrinks with the chain's own blocks. */
  bytesPerBlock: number;
}

/** Fetches blocks raw, since that is fast and proves itself; as JSON where raw bytes cannot be had or read. */
export function makeBlockFetcher(name: string, rpc: CoreRpc, how: FetchHow): BlockFetcher {
  const state: State = { name, rpc, verbosity: how === "raw" ? 0 : JSON_WITH_PREVOUTS, bytesPerBlock: AIM_BYTES / 4 };
  return { fetch: (wanted, network, signal) => fetchAhead(state, { wanted, network }, signal) };
}

interface Order {
  readonly wanted: readonly BlockRef[];
  readonly network: Network;
}

async function* fetchAhead(state: State, { wanted, network }: Order, signal: AbortSignal): AsyncGenerator<FetchedBlock> {
  const stop = new AbortController();
  const both = (): void => { stop.abort(); };
  signal.addEventListener("abort", both, { once: true });
  if (signal.aborted) both();
  const underWay: Promise<readonly FetchedBlock[]>[] = [];
  let next = 0;
  try {
    while (next < wanted.length || underWay.length > 0) {
      while (next < wanted.length && underWay.length < WINDOW) {
        const size = Math.max(1, Math.min(MOST_BLOCKS, Math.floor(AIM_BYTES / state.bytesPerBlock)));
        underWay.push(watched(fetchBatch(state, { wanted: wanted.slice(next, next + size), network }, stop.signal)));
        next += size;
      }
      yield* (await underWay.shift()) ?? [];
    }
  } finally {
    // The reader stopped early, or a batch failed: the others are not waited for by anybody else.
    stop.abort();
    signal.removeEventListener("abort", both);
    await Promise.allSettled(underWay);
  }
}

/** A failure is met when its turn comes; until then nobody listens, which must not end the process. */
function watched<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}

async function fetchBatch(state: State, { wanted, network }: Order, signal: AbortSignal): Promise<readonly FetchedBlock[]> {
  const { verbosity } = state;
  const answers = await ask(state, wanted, verbosity, signal);
  if (verbosity === 0 && answers.length > 0 && answers.every(wantsBoolean)) {
    state.verbosity = false;
    return fetchBatch(state, { wanted, network }, signal);
  }
  const fetched: FetchedBlock[] = [];
  for (const [i, ref] of wanted.entries()) {
    const answer = answers[i] ?? { result: null, error: { code: 0, message: "no answer" } };
    state.bytesPerBlock = 0.8 * state.bytesPerBlock + 0.2 * bytesOf(answer.result);
    fetched.push({ ref, decoded: await decodeAnswer(state, { ref, network, answer }, signal) });
  }
  return fetched;
}

function bytesOf(result: unknown): number {
  if (typeof result === "string") return Math.max(500, result.length);
  const size = typeof result === "object" && result !== null ? (result as { size?: unknown }).size : null;
  return typeof size === "number" && size > 0 ? JSON_FACTOR * size : 2000;
}

const ask = ({ rpc }: State, wanted: readonly BlockRef[], verbosity: Verbosity, signal: AbortSignal): Promise<readonly RpcAnswer[]> =>
  rpc.batch(wanted.map(({ hash }) => ({ method: "getblock", params: [hashToText(hash), verbosity] })), signal, { maxBytes: MAX_BYTES });

const wantsBoolean = ({ error }: RpcAnswer): boolean => error !== null && (error.code === RPC_MISC || error.code === RPC_TYPE) && /bool/i.test(error.message);

interface One {
  readonly ref: BlockRef;
  readonly network: Network;
  readonly answer: RpcAnswer;
}

/** Raw bytes that cannot be read may still be a legal block of a kind we do not know: its JSON decides. */
async function decodeAnswer(state: State, { ref, network, answer }: One, signal: AbortSignal): Promise<Decoded> {
  const raw = decodeOne(state.name, { ref, network, answer });
  if (raw.kind === "record" || typeof answer.result !== "string") return raw;
  const [json] = await ask(state, [ref], JSON_WITH_PREVOUTS, signal);
  const decoded = json === undefined ? raw : decodeOne(state.name, { ref, network, answer: json });
  return decoded.kind === "record" ? decoded : raw;
}

function decodeOne(name: string, { ref, network, answer }: One): Decoded {
  const place = { file: name, position: `block ${ref.height}` };
  const reject = (reason: string): Decoded => ({ kind: "rejected", rejection: { ...place, reason } });
  const { result, error } = answer;
  if (error !== null) {
    if (error.code === METHOD_NOT_FOUND) throw new AppError("source_unavailable", `Source “${name}” has no getblock: ${error.message.slice(0, 200)}. Is the URL that of a node's RPC port?`);
    return reject(`the node does not give block ${hashToText(ref.hash)}: ${error.message.slice(0, 200)} (code ${error.code})`);
  }
  const source = { hasher: nodeHasher, ...place, next: ref.height + 1 };
  const bytes = typeof result === "string" ? hexBytes(result.trim()) : null;
  if (bytes === null && (typeof result !== "object" || result === null)) return reject("the node answered with something that is no block");
  const decoded = bytes === null ? decodeCoreBlock(result, { ...source, network: new NetworkGuess(network, nodeHasher) }) : decodeWholeBlock(bytes, { ...source, network });
  return decoded.kind === "record" ? placed(decoded.record, ref, reject) : decoded;
}
const METHOD_NOT_FOUND = -32601;

/** The hash must be the one asked for. The height is the node's word; where the block itself says the same, it stays the block's. */
function placed(record: ChainRecord, ref: BlockRef, reject: (reason: string) => Decoded): Decoded {
  const { block } = record;
  if (block === null || !sameBytes(block.hash, ref.hash)) return reject(`the node was asked for block ${hashToText(ref.hash)} and gave ${block === null ? "none" : hashToText(block.hash)}`);
  const own = block.height === ref.height;
  return { kind: "record", record: { ...record, block: own ? block : { ...block, height: ref.height, heightSource: "source" } } };
}
