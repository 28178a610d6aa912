import type { AppError } from "@/lib/core/errors";
import type { HttpClient } from "@/lib/platform/chain/http-client";
import { describeBody, readJson, readStatus, unavailable, type RawReply, type Reading } from "@/lib/platform/chain/http-client-reading";

export interface RpcCall {
  readonly method: string;
  readonly params: readonly unknown[];
}

/** What a server says of one call: its result, or why not. */
export type RpcAnswer = { readonly result: unknown; readonly error: null } | { readonly result: null; readonly error: RpcError };

export interface RpcError {
  readonly code: number;
  readonly message: string;
}

/** Codes of Bitcoin Core (src/rpc/protocol.h). */
export const RPC_MISC = -1;
export const RPC_TYPE = -3;
export const RPC_NOT_FOUND = -5;
export const RPC_INVALID_PARAMETER = -8;
const RPC_WARMING_UP = -28;

export interface CoreRpc {
  /** Each call's own answer, in order. @throws AppError source_unavailable, cancelled */
  batch(calls: readonly RpcCall[], signal: AbortSignal, limits?: { readonly maxBytes: number }): Promise<readonly RpcAnswer[]>;
  /** @throws AppError source_unavailable also when the server says no. */
  call(method: string, params: readonly unknown[], signal: AbortSignal): Promise<unknown>;
  requests(): number;
  close(): Promise<void>;
}

/**
 * JSON-RPC as Bitcoin Core, its descendants and bcoin speak it. An error of a single call comes with HTTP status 500 or 404
 * before Core 28, and with 200 from bcoin and in batches; both are answers, not failures of the server.
 */
export function makeCoreRpc(source: string, http: HttpClient): CoreRpc {
  let batches = true;
  const post = (calls: readonly RpcCall[], asBatch: boolean, signal: AbortSignal, maxBytes?: number): Promise<readonly RpcAnswer[]> => {
    const envelopes = calls.map(({ method, params }, id) => ({ jsonrpc: "1.0", id, method, params }));
    return http.send(
      {
        method: "POST",
        path: "/",
        what: whatOf(calls),
        body: JSON.stringify(asBatch ? envelopes : envelopes[0]),
        ...(maxBytes !== undefined && { maxBytes }),
        accept: (reply) => [400, 404, 500].includes(reply.status),
        read: (reply) => readAnswers(reply, calls.length, asBatch),
      },
      signal,
    );
  };
  const batch: CoreRpc["batch"] = async (calls, signal, limits) => {
    if (calls.length === 0) return [];
    if (calls.length > 1 && batches) {
      const answers = await post(calls, true, signal, limits?.maxBytes);
      if (answers.length === calls.length) return answers;
      batches = false;
    }
    const answers: RpcAnswer[] = [];
    for (const call of calls) answers.push(...(await post([call], false, signal, limits?.maxBytes)));
    return answers;
  };
  return {
    batch,
    call: async (method, params, signal) => {
      const [answer] = await batch([{ method, params }], signal);
      if (answer === undefined || answer.error !== null) throw refused(source, { method, params }, answer?.error ?? { code: 0, message: "nothing" });
      return answer.result;
    },
    requests: () => http.requests(),
    close: () => http.close(),
  };
}

/** What the log says: method and parameters of the first call, which never hold credentials, and how many follow. */
function whatOf(calls: readonly RpcCall[]): string {
  const [first, ...rest] = calls;
  const said = first === undefined ? "" : [first.method, ...first.params.map((param) => JSON.stringify(param))].join(" ");
  return `POST ${said}${rest.length === 0 ? "" : ` and ${rest.length} more`}`;
}

/** @throws AppError that tells the server's own words. */
export function refused(source: string, call: RpcCall, error: RpcError): AppError {
  return unavailable(source, whatOf([call]).slice(5), { reason: `said no: ${error.message.slice(0, 300)} (code ${error.code})`, tries: 1 });
}

/** An empty list: the server does not understand batches. */
function readAnswers(reply: RawReply, calls: number, asBatch: boolean): Reading<readonly RpcAnswer[]> {
  const json = readJson(reply);
  if (json.kind !== "done") return readStatus(reply) ?? json;
  const items: readonly unknown[] = Array.isArray(json.value) ? json.value : [json.value];
  const answers = items.map(toAnswer);
  if (answers.some((answer) => answer === null)) {
    return readStatus(reply) ?? { kind: "fail", reason: `answered with ${describeBody(reply)}, which is no JSON-RPC`, remedy: "Is the URL that of the node's RPC port?" };
  }
  const known = answers.filter((answer) => answer !== null);
  const warmingUp = known.find(({ answer }) => answer.error?.code === RPC_WARMING_UP);
  if (warmingUp?.answer.error != null) return { kind: "retry", reason: `is starting up: ${warmingUp.answer.error.message.slice(0, 200)}`, remedy: "Try again when it is ready." };
  if (asBatch && !Array.isArray(json.value)) return { kind: "done", value: [] };
  const ordered = inOrder(known, calls);
  return ordered === null ? { kind: "fail", reason: `answered ${known.length} calls where ${calls} were made` } : { kind: "done", value: ordered };
}

interface Numbered {
  readonly id: unknown;
  readonly answer: RpcAnswer;
}

function toAnswer(item: unknown): Numbered | null {
  if (typeof item !== "object" || item === null || !("result" in item || "error" in item)) return null;
  const { id, result, error } = item as { id?: unknown; result?: unknown; error?: unknown };
  if (error === null || error === undefined) return { id, answer: { result, error: null } };
  if (typeof error !== "object") return { id, answer: { result: null, error: { code: 0, message: typeof error === "string" ? error : "an error without words" } } };
  const { code, message } = error as { code?: unknown; message?: unknown };
  return { id, answer: { result: null, error: { code: typeof code === "number" ? code : 0, message: typeof message === "string" ? message : "an error without words" } } };
}

/** By id: a server may answer a batch in any order. A lone answer may have lost its id to an error. */
function inOrder(answers: readonly Numbered[], calls: number): readonly RpcAnswer[] | null {
  if (calls === 1 && answers.length === 1) return answers.map(({ answer }) => answer);
  const byId = new Map(answers.map(({ id, answer }) => [id, answer]));
  const ordered = Array.from({ length: calls }, (_, id) => byId.get(id));
  return ordered.every((answer) => answer !== undefined) ? ordered : null;
}
