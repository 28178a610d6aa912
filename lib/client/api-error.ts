import { z } from "zod";
import { ERROR_CODES, type Issue } from "@/lib/core/errors";

const ProblemDto = z.object({
  code: z.enum([...ERROR_CODES, "internal"]),
  status: z.int(),
  detail: z.string(),
  requestId: z.string(),
  issues: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
});

/** `unreachable`: no answer came at all; `unreadable`: an answer came that is none of ours. */
export type ApiErrorCode = z.output<typeof ProblemDto>["code"] | "unreachable" | "unreadable";

/** Why a request failed, in the words of the server, with the id under which its log has the details. */
export class ApiError extends Error {
  readonly code: ApiErrorCode;
  readonly status: number | null;
  readonly requestId: string | null;
  readonly issues: readonly Issue[];

  constructor(code: ApiErrorCode, message: string, about: ErrorOptions & { status?: number; requestId?: string | null; issues?: readonly Issue[] } = {}) {
    super(message, about);
    this.name = "ApiError";
    this.code = code;
    this.status = about.status ?? null;
    this.requestId = about.requestId ?? null;
    this.issues = about.issues ?? [];
  }
}

export const unreachable = (cause?: unknown): ApiError => new ApiError("unreachable", "Assay's server does not answer. It may have been stopped; start it with `npm start`.", { cause });

/** @param text the body of an answer that is not 2xx */
export function toApiError(status: number, text: string, requestId: string | null): ApiError {
  const parsed = ProblemDto.safeParse(parseJson(text));
  if (!parsed.success) return new ApiError("unreadable", `The server answered ${status} without saying why.`, { status, requestId });
  const { code, detail, issues = [] } = parsed.data;
  return new ApiError(code, detail, { status, requestId: parsed.data.requestId, issues });
}

export const unreadableReply = (status: number, requestId: string | null, cause?: unknown): ApiError =>
  new ApiError("unreadable", "The server's answer has a form this page does not know. Reload the page; the server may have been updated.", { status, requestId, cause });

/** Undefined when the text is not JSON; schemas then refuse it. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
