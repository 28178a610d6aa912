import type { z } from "zod";
import { parseJson, toApiError, unreachable, unreadableReply } from "@/lib/client/api-error";

interface Options {
  readonly method?: "GET" | "POST" | "PUT";
  readonly body?: unknown;
  readonly signal?: AbortSignal;
  /** Lets a last save reach the server while the page goes away. */
  readonly keepalive?: boolean;
}

/** The browser's one fetch. Every reply is parsed with its contract, so a drifting server fails here and not three components later. */
export async function api<R extends z.ZodType>(reply: R, path: string, { method = "GET", body, signal, keepalive = false }: Options = {}): Promise<z.output<R>> {
  const response = await send(path, {
    method,
    keepalive,
    headers: body === undefined ? { accept: "application/json" } : { accept: "application/json", "content-type": "application/json" },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    ...(signal !== undefined && { signal }),
  });
  const requestId = response.headers.get("x-request-id");
  const text = await response.text();
  if (!response.ok) throw toApiError(response.status, text, requestId);
  const parsed = reply.safeParse(parseJson(text));
  if (!parsed.success) throw unreadableReply(response.status, requestId, parsed.error);
  return parsed.data;
}

async function send(path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(path, init);
  } catch (cause) {
    if (init.signal?.aborted === true) throw cause;
    throw unreachable(cause);
  }
}

/** A path with its query; parameters that are null or undefined are left out. */
export function withQuery(path: string, params: Readonly<Record<string, string | number | null | undefined>>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(params)) if (value !== null && value !== undefined) query.set(name, String(value));
  const text = query.toString();
  return text === "" ? path : `${path}?${text}`;
}
