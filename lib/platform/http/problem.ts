import { AppError, type ErrorCode, type Issue } from "@/lib/core/errors";
import { isDatabaseDown } from "@/lib/platform/db/unavailable";
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
  if (error instanceof AppError) return answer(error.code, STATUS[error.code], error.message, requestId, error.issues);
  if (isDatabaseDown(error)) {
    log.warn({ requestId, err: error }, "the database does not answer");
    return answer("database_unavailable", 503, "The database does not answer. Try again in a moment; /api/health/ready says why.", requestId);
  }
  log.error({ requestId, err: error }, "unexpected failure");
  return answer("internal", 500, "Something went wrong on our side. The log has the details under this request id.", requestId);
}

function answer(code: ErrorCode | "internal", status: number, detail: string, requestId: string, issues: readonly Issue[] = []): Response {
  const headers: Record<string, string> = { "content-type": "application/problem+json", "cache-control": "no-store", "x-request-id": requestId };
  if (status === 503 || status === 429) headers["retry-after"] = "2";
  return Response.json({ code, status, detail, requestId, ...(issues.length > 0 && { issues }) }, { status, headers });
}
