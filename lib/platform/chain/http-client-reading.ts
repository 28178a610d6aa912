import { STATUS_CODES } from "node:http";
import { AppError } from "@/lib/core/errors";

export interface RawReply {
  readonly status: number;
  /** Names in lower case; repeated headers are joined. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Buffer;
}

/** What a reply is good for. `reason` continues the sentence "the source …". */
export type Reading<T> =
  | { readonly kind: "done"; readonly value: T }
  | { readonly kind: "retry" | "fail"; readonly reason: string; readonly remedy?: string };

const TRANSIENT = new Set([408, 425, 429]);

/** Replies that are no answer at all, the same for every source; null: the body may be read. */
export function readStatus(reply: RawReply): Reading<never> | null {
  const said = `answered ${reply.status} ${STATUS_CODES[reply.status] ?? ""}`.trimEnd();
  if (reply.status >= 200 && reply.status < 300) return null;
  if (reply.status >= 300 && reply.status < 400) {
    return { kind: "fail", reason: `${said}: it redirects${redirectTarget(reply)}, and redirects are not followed`, remedy: "Configure the final address of the service itself." };
  }
  if (reply.status === 401 || reply.status === 403) {
    return { kind: "fail", reason: said, remedy: "Check user name and password in the URL, or the cookie file, and what the server allows this machine." };
  }
  const transient = TRANSIENT.has(reply.status) || reply.status >= 500;
  return { kind: transient ? "retry" : "fail", reason: `${said} with ${describeBody(reply)}`, ...(transient && { remedy: "Look at the server's own log, or try again later." }) };
}

/** Origin only: the rest of a Location may hold anything. */
function redirectTarget({ headers }: RawReply): string {
  const location = headers["location"];
  return location !== undefined && URL.canParse(location) ? ` to ${new URL(location).origin}` : "";
}

/** The body as JSON, whatever type it is said to have. An HTML page will not turn into JSON by asking again; half a document might. */
export function readJson(reply: RawReply): Reading<unknown> {
  if (reply.body.length === 0) return { kind: "retry", reason: "answered with nothing where JSON was expected" };
  const text = utf8(reply.body);
  if (text === null) return { kind: "fail", reason: "answered with bytes that are not UTF-8 where JSON was expected" };
  try {
    return { kind: "done", value: JSON.parse(text) as unknown };
  } catch (cause) {
    if (looksLikeHtml(reply)) {
      return { kind: "fail", reason: `answered with ${describeBody(reply)} instead of JSON`, remedy: "Is the URL that of the API itself, with its path (for example …/api), and not of a web page before it?" };
    }
    const where = cause instanceof Error ? ` (${plain(cause.message).slice(0, 120)})` : "";
    return { kind: "retry", reason: `answered with ${describeBody(reply)}, which is not whole JSON${where}`, remedy: "Is the URL that of the API itself?" };
  }
}

function utf8(body: Buffer): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(body);
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}

const looksLikeHtml = ({ headers, body }: RawReply): boolean => /\bhtml\b/i.test(headers["content-type"] ?? "") || /^\s*<(!doctype|html|head|body)\b/i.test(body.toString("latin1", 0, 200));

/** Kind and size of a body, and its first words where they say something. Nothing of it can break a line. */
export function describeBody(reply: RawReply): string {
  const { body } = reply;
  if (body.length === 0) return "no body";
  if (looksLikeHtml(reply)) {
    const title = /<title[^>]*>([^<]{1,80})/i.exec(body.toString("utf8", 0, 4096))?.[1]?.trim();
    return title === undefined ? "an HTML page" : `an HTML page (“${plain(title)}”)`;
  }
  return `${body.length} bytes (“${plain(body.toString("utf8", 0, 120))}${body.length > 120 ? "…" : ""}”)`;
}

export const plain = (text: string): string => text.replace(/[\p{Cc}\p{Cf}\uFFFD\s]+/gu, " ").trim();

/** Of one request: what came back, how often it was tried, what to do. */
export function unavailable(source: string, what: string, failure: { readonly reason: string; readonly remedy?: string; readonly tries: number }, cause?: unknown): AppError {
  const tried = failure.tries > 1 ? ` (tried ${failure.tries} times)` : "";
  const remedy = failure.remedy === undefined ? "" : ` ${failure.remedy}`;
  return new AppError("source_unavailable", `Source “${source}”, asked for ${what}, ${failure.reason}${tried}.${remedy}`, { cause });
}
