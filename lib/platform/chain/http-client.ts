import { Pool } from "undici";
import { AppError } from "@/lib/core/errors";
import type { OutboundLog } from "@/lib/features/sources/sources.ports";
import { guardedLookup, isNamedPrivate, targetBelow } from "@/lib/platform/chain/http-client-guard";
import { RETRIES, backOff, makeRateLimit, realTiming, retryAfterMs, throwIfCancelled, type RetryPlan, type Timing } from "@/lib/platform/chain/http-client-pace";
import { readStatus, unavailable, type RawReply, type Reading } from "@/lib/platform/chain/http-client-reading";

/**
 * The Authorization header, made anew for every request: a node's cookie changes with each of its starts.
 * Throws NotReady when it cannot be made now and may be later.
 */
export type Authorize = () => Promise<string | null>;
export class NotReady extends Error {}

export interface HttpClientOptions {
  /** Names the source in log and errors; never holds credentials. */
  readonly source: string;
  /** See `parseSourceUrl`. Nothing but this scheme, host, port and path is ever asked. */
  readonly base: URL;
  readonly authorize?: Authorize;
  /** The owner says that this name may lead to the own machine or network. Plain private addresses say so themselves. */
  readonly privateNetwork?: boolean;
  /** Requests per second on average; null for no limit. Default: none on the own network, 4 elsewhere. */
  readonly perSecond?: number | null;
  readonly connections?: number;
  readonly log: OutboundLog;
  readonly timing?: Timing;
  readonly retries?: Partial<RetryPlan>;
  readonly timeouts?: Partial<Timeouts>;
}

/** Milliseconds: to a connection; to the next byte (shorter while the source has never answered); for all of a reply. */
export interface Timeouts {
  readonly connect: number;
  readonly firstAnswer: number;
  readonly idle: number;
  readonly total: number;
}

const TIMEOUTS: Timeouts = { connect: 10_000, firstAnswer: 10_000, idle: 30_000, total: 120_000 };
const MAX_BYTES = 10 * 1024 * 1024;

export interface HttpRequest<T> {
  readonly method: "GET" | "POST";
  /** Below the base's path; segments from outside must be encoded. */
  readonly path: string;
  /** For the log and for messages, when method and path do not say it. */
  readonly what?: string;
  readonly body?: string;
  /** A longer reply is refused. Default 10 MB. */
  readonly maxBytes?: number;
  /** Statuses to hand to `read`; by default those below 300. */
  readonly accept?: (reply: RawReply) => boolean;
  readonly read: (reply: RawReply) => Reading<T>;
}

export interface HttpClient {
  /** @throws AppError source_unavailable, cancelled */
  send<T>(request: HttpRequest<T>, signal: AbortSignal): Promise<T>;
  /** How many requests left the machine, tries again included. */
  requests(): number;
  close(): Promise<void>;
}

type Failure = { readonly kind: "retry" | "fail"; readonly reason: string; readonly remedy?: string; readonly retryAfter?: number | null; readonly cause?: unknown };
type Outcome<T> = { readonly kind: "done"; readonly value: T } | Failure;

interface State {
  readonly options: HttpClientOptions;
  readonly pool: Pool;
  readonly timing: Timing;
  readonly timeouts: Timeouts;
  readonly turn: (signal: AbortSignal) => Promise<void>;
  requests: number;
  answered: boolean;
}

/** The one way out of the machine for chain data: guarded, limited, retried, and in the log before it leaves. */
export function makeHttpClient(options: HttpClientOptions): HttpClient {
  const ownNetwork = isNamedPrivate(options.base.hostname);
  const timing = options.timing ?? realTiming;
  const timeouts = { ...TIMEOUTS, ...options.timeouts };
  const perSecond = options.perSecond === undefined ? (ownNetwork ? null : 4) : options.perSecond;
  const pool = new Pool(options.base.origin, {
    connections: options.connections ?? 4,
    connect: { timeout: timeouts.connect, lookup: guardedLookup(options.privateNetwork === true || ownNetwork) },
    bodyTimeout: timeouts.idle,
    maxHeaderSize: 32 * 1024,
  });
  const state: State = { options, pool, timing, timeouts, turn: makeRateLimit(perSecond, Math.max(1, perSecond ?? 1), timing), requests: 0, answered: false };
  return {
    send: (request, signal) => sendWithRetries(state, request, signal),
    requests: () => state.requests,
    close: () => pool.destroy(),
  };
}

async function sendWithRetries<T>(state: State, request: HttpRequest<T>, signal: AbortSignal): Promise<T> {
  const plan = { ...RETRIES, ...state.options.retries };
  const started = state.timing.now();
  for (let tries = 1; ; tries += 1) {
    const outcome = await attempt(state, request, signal);
    if (outcome.kind === "done") return outcome.value;
    const fail = (reason = outcome.reason): AppError => unavailable(state.options.source, described(request), { ...outcome, reason, tries }, outcome.cause);
    const most = state.answered ? plan.tries : plan.triesBeforeFirstAnswer;
    const patience = state.timing.now() - started < plan.patienceMs;
    if (outcome.kind === "fail" || tries >= most || !patience) throw fail();
    const asked = outcome.retryAfter ?? 0;
    if (asked > plan.longestRetryAfterMs) throw fail(`${outcome.reason} and asks to wait ${Math.ceil(asked / 1000)} seconds`);
    await state.timing.sleep(Math.max(asked, backOff(plan, tries, state.timing.random())), signal);
  }
}

const described = (request: HttpRequest<unknown>): string => request.what ?? `${request.method} ${request.path}`;

async function attempt<T>(state: State, request: HttpRequest<T>, signal: AbortSignal): Promise<Outcome<T>> {
  const { options, timing } = state;
  await state.turn(signal);
  const target = targetBelow(options.base, request.path);
  const authorization = await authorized(options);
  if (authorization instanceof NotReady) return { kind: "retry", reason: authorization.message, cause: authorization };
  const id = await options.log.begin({ source: options.source, what: described(request).slice(0, 400) });
  state.requests += 1;
  const started = timing.now();
  let reply: RawReply | null = null;
  let outcome: Outcome<T>;
  try {
    reply = await exchange(state, { request, target, authorization }, signal);
    outcome = judge(request, reply);
    if (outcome.kind === "done") state.answered = true;
    else if (reply.status === 401 && (await authorized(options)) !== authorization) outcome = { ...outcome, kind: "retry" };
  } catch (cause) {
    outcome = signal.aborted ? { kind: "fail", reason: "was cancelled" } : connectionFailure(cause);
  }
  const error = outcome.kind === "done" ? null : outcome.reason.slice(0, 400);
  await options.log.end(id, { status: reply?.status ?? null, bytes: reply?.body.length ?? null, millis: Math.round(timing.now() - started), error });
  throwIfCancelled(signal);
  return outcome;
}

async function authorized({ authorize }: HttpClientOptions): Promise<string | null | NotReady> {
  try {
    return (await authorize?.()) ?? null;
  } catch (error) {
    if (error instanceof NotReady) return error;
    throw error;
  }
}

function judge<T>(request: HttpRequest<T>, reply: RawReply): Outcome<T> {
  const reading = request.accept?.(reply) === true ? request.read(reply) : (readStatus(reply) ?? request.read(reply));
  return reading.kind === "done" ? reading : { ...reading, retryAfter: retryAfterMs(reply.headers["retry-after"], Date.now()) };
}

interface Exchange {
  readonly request: HttpRequest<unknown>;
  readonly target: URL;
  readonly authorization: string | null;
}

class TooLong extends Error {}
class TooSlow extends Error {}

/** One request and all of its reply. undici follows no redirects and asks no proxy. */
async function exchange({ pool, timeouts, answered }: State, { request, target, authorization }: Exchange, signal: AbortSignal): Promise<RawReply> {
  const abort = new AbortController();
  const cancel = (): void => { abort.abort(); };
  const tooSlow = new TooSlow(`took more than ${timeouts.total / 1000} seconds for one reply`);
  const timer = setTimeout(() => { abort.abort(tooSlow); }, timeouts.total);
  signal.addEventListener("abort", cancel, { once: true });
  try {
    const { statusCode, headers, body } = await pool.request({
      method: request.method,
      path: target.pathname + target.search,
      headersTimeout: answered ? timeouts.idle : timeouts.firstAnswer,
      headers: {
        accept: "application/json",
        "user-agent": "assay",
        ...(request.body !== undefined && { "content-type": "application/json" }),
        ...(authorization !== null && { authorization }),
      },
      body: request.body ?? null,
      signal: abort.signal,
    });
    const flat = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(", ") : value]));
    return { status: statusCode, headers: flat, body: await drain(body, request.maxBytes ?? MAX_BYTES) };
  } catch (error) {
    throw abort.signal.reason === tooSlow ? tooSlow : error;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", cancel);
  }
}

/** Leaving the loop early destroys the stream, and with it the connection. */
async function drain(body: AsyncIterable<Buffer>, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > maxBytes) throw new TooLong(`sends more than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, bytes);
}

const CONNECTION: Readonly<Record<string, { readonly reason: string; readonly remedy: string }>> = {
  ECONNREFUSED: { reason: "refuses the connection: nothing listens there", remedy: "Is the server running, and are host and port right?" },
  ENOTFOUND: { reason: "has a host name that nobody knows", remedy: "Check the host in its URL and this machine's name service." },
  EAI_AGAIN: { reason: "has a host name that could not be looked up just now", remedy: "Check this machine's network." },
  UND_ERR_CONNECT_TIMEOUT: { reason: "could not be reached in time", remedy: "Are host and port right, and does a firewall let us through?" },
  UND_ERR_HEADERS_TIMEOUT: { reason: "took the request and never answered", remedy: "Is this the right kind of server, and is it not overloaded?" },
  UND_ERR_BODY_TIMEOUT: { reason: "stopped in the middle of its reply", remedy: "Is the server overloaded?" },
};

/** Never the message of the network library itself: it may hold an address that belongs to nobody but the owner. */
function connectionFailure(cause: unknown): Failure {
  if (cause instanceof AppError) throw cause;
  if (cause instanceof TooLong) return { kind: "fail", reason: cause.message, remedy: "Is the URL that of the right service?", cause };
  if (cause instanceof TooSlow) return { kind: "retry", reason: cause.message, remedy: "Is the server overloaded?", cause };
  const code = codeOf(cause);
  if (code === "ASSAY_REFUSED_ADDRESS") {
    return { kind: "fail", reason: "has a host name that leads to an address which is not allowed", remedy: "Write the address itself in the URL, or set \"privateNetwork\": true for the source.", cause };
  }
  const known = CONNECTION[code];
  if (known !== undefined) return { kind: "retry", ...known, cause };
  if (/CERT|TLS|SSL|SELF_SIGNED|UNABLE_TO_VERIFY/.test(code)) return { kind: "fail", reason: `has a certificate that cannot be trusted (${code})`, remedy: "Is it https with a valid certificate?", cause };
  return { kind: "retry", reason: `broke the connection (${code})`, remedy: "Is this a web server, and did it stay up?", cause };
}

function codeOf(error: unknown): string {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const { code } = cause as { code?: unknown };
    if (typeof code === "string") return code;
    if (cause instanceof AggregateError && cause.errors.length > 0) return codeOf(cause.errors[0]);
  }
  return error instanceof Error ? error.name : "unknown error";
}
