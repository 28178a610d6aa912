import { AppError, type ErrorCode, type Issue } from "@/lib/core/errors";
import { isConnectionError } from "@/lib/platform/db/pool";
import { log } from "@/lib/platform/log";

/** The one error table: a new code does not compile until it has a status. */
const STATUS: Record<ErrorCode, number> = {
  invalid_input: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  too_large: 413,
  rate_limited: 429,
  cancelled: 499,
  source_unavailable: 502,
  database_unavailable: 503,
};

/** The only code that turns an exception into an HTTP answer (RFC 9457). What is not an AppError is our bug: logged, not told. */
export function problem(error: unknown, requestId: string): Response {
  if (error instanceof AppError) {
    const { code, message, issues } = error;
    return answer({ code, status: STATUS[code], detail: message, requestId, ...(issues.length > 0 && { issues }) });
  }
  if (isConnectionError(error)) {
    log.warn({ requestId, err: error }, "the database does not answer");
    return answer({ code: "database_unavailable", status: 503, detail: "The database does not answer. Try again in a moment; /api/health/ready says why.", requestId });
  }
  log.error({ requestId, err: error }, "unexpected failure");
  return answer({ code: "internal", status: 500, detail: "Something went wrong on our side. The log has the details under this request id.", requestId });
}

interface Problem {
  readonly code: ErrorCode | "internal";
  readonly status: number;
  readonly detail: string;
  readonly requestId: string;
  readonly issues?: readonly Issue[];
}

function answer(body: Problem): Response {
  const headers: Record<string, string> = { "content-type": "application/problem+json", "cache-control": "no-store", "x-request-id": body.requestId };
  if (body.status === 503 || body.status === 429) headers["retry-after"] = "2";
  return Response.json(body, { status: body.status, headers });
}
