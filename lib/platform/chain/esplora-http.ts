import { AppError } from "@/lib/core/errors";
import { toHex } from "@/lib/core/hex";
import { NETWORKS, networkByName, type Network, type NetworkName } from "@/lib/core/network";
import type { EsploraReply, EsploraServer, HistorySubject, NetworkHint, TransactionPage } from "@/lib/features/sync/sync.ports";
import { decodePage, networkOfItems } from "@/lib/platform/chain/esplora-http-page";
import type { HttpClient } from "@/lib/platform/chain/http-client";
import { describeBody, plain, readJson, readStatus, type RawReply, type Reading } from "@/lib/platform/chain/http-client-reading";

/** A page holds 25 confirmed and 50 unconfirmed transactions of up to a few hundred kB of JSON each. */
const MAX_PAGE_BYTES = 64_000_000;

type Get = <T>(path: string, read: (reply: RawReply) => Reading<EsploraReply<T>>, signal: AbortSignal) => Promise<EsploraReply<T>>;

/**
 * The Esplora HTTP API (Blockstream's electrs, mempool.space, …). Such a server learns which addresses are looked at: nothing is asked but what
 * the subject needs.
 */
export function makeEsploraServer(name: string, http: HttpClient): EsploraServer {
  let settled: Network | null = null;
  const get: Get = (path, read, signal) => http.send({ method: "GET", path, maxBytes: MAX_PAGE_BYTES, accept: isRefusal, read: (reply) => refusalOr(reply, read) }, signal);
  const page = async (path: string, subject: HistorySubject | null, signal: AbortSignal): Promise<EsploraReply<TransactionPage>> => {
    if (settled === null) throw new Error("The network of the server was not settled.");
    const items = await get(path, subject === null ? readOne : readList, signal);
    return items.ok ? { ok: true, value: decodePage(items.value, { name, network: settled, subject }) } : items;
  };
  return {
    name,
    network: async (hint, signal) => {
      const genesis = await get("/block-height/0", readText, signal);
      const found = genesis.ok ? byGenesis(name, genesis.value, hint.expected) : await byHint(hint, get, signal);
      settled = networkByName(found);
      return found;
    },
    tip: async (signal) => {
      const text = await get("/blocks/tip/height", readText, signal);
      return text.ok && /^\d{1,8}$/.test(text.value) ? parseInt(text.value, 10) : null;
    },
    confirmedCount: (subject, signal) => get(pathOf(subject), readCount, signal),
    newest: (subject, signal) => page(`${pathOf(subject)}/txs`, subject, signal),
    older: (subject, than, signal) => page(`${pathOf(subject)}/txs/chain/${encodeURIComponent(than)}`, subject, signal),
    transaction: (txid, signal) => page(`/tx/${encodeURIComponent(txid)}`, null, signal),
    requests: () => http.requests(),
    close: () => http.close(),
  };
}

/** Esplora writes the hash of a script as it is, not reversed as Electrum does. */
const pathOf = ({ address, scriptHash }: HistorySubject): string => (address === null ? `/scripthash/${toHex(scriptHash)}` : `/address/${encodeURIComponent(address)}`);

/** "Invalid address", "Too many history entries", "Transaction not found": about what was asked for, not about the server. */
const isRefusal = ({ status }: RawReply): boolean => status === 400 || status === 404;

function refusalOr<T>(reply: RawReply, read: (reply: RawReply) => Reading<EsploraReply<T>>): Reading<EsploraReply<T>> {
  if (!isRefusal(reply)) return read(reply);
  const status = readStatus(reply);
  return { kind: "done", value: { ok: false, reason: status === null || status.kind === "done" ? `answered ${reply.status}` : status.reason } };
}

const done = <T>(value: T): Reading<EsploraReply<T>> => ({ kind: "done", value: { ok: true, value } });

function readText(reply: RawReply): Reading<EsploraReply<string>> {
  const text = reply.body.length > 200 ? null : plain(reply.body.toString("utf8"));
  // Some servers serve every text as a JSON string.
  return text === null || text.includes("<") ? { kind: "fail", reason: `answered with ${describeBody(reply)}, which is not the Esplora API`, remedy: "Is the URL that of the API itself, with its path (for example …/api)?" } : done(text.replace(/^"|"$/g, ""));
}

function readList(reply: RawReply): Reading<EsploraReply<readonly unknown[]>> {
  const json = readJson(reply);
  if (json.kind !== "done") return json;
  return Array.isArray(json.value) ? done(json.value as readonly unknown[]) : { kind: "fail", reason: `answered with ${describeBody(reply)}, which is no list of transactions` };
}

function readOne(reply: RawReply): Reading<EsploraReply<readonly unknown[]>> {
  const json = readJson(reply);
  return json.kind === "done" ? done([json.value]) : json;
}

/** chain_stats.tx_count */
function readCount(reply: RawReply): Reading<EsploraReply<number>> {
  const json = readJson(reply);
  if (json.kind !== "done") return json;
  const stats = member(json.value, "chain_stats");
  const count = member(stats, "tx_count");
  return Number.isSafeInteger(count) && (count as number) >= 0 ? done(count as number) : { kind: "done", value: { ok: false, reason: "does not say how many transactions there are" } };
}

const member = (value: unknown, key: string): unknown => (typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>)[key] : undefined);

/** @throws AppError when the server is on a chain that Assay does not know, or on another one than expected. */
function byGenesis(name: string, hash: string, expected: NetworkName | null): NetworkName {
  const found = NETWORKS.find(({ genesis }) => genesis === hash)?.name;
  if (found === undefined) throw new AppError("source_unavailable", `Source “${name}” has a genesis block (${hash.slice(0, 64)}) of no chain that Assay knows.`);
  if (expected !== null && expected !== found) throw new AppError("source_unavailable", `Source “${name}” is on ${found}, where ${expected} was expected.`);
  return found;
}

async function byHint({ expected, addresses, txid }: NetworkHint, get: Get, signal: AbortSignal): Promise<NetworkName> {
  if (expected !== null) return expected;
  const one = addresses.length > 0 || txid === null ? null : await get(`/tx/${encodeURIComponent(txid)}`, readOne, signal);
  return networkOfItems(addresses, one?.ok === true ? one.value : []);
}
