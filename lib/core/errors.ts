export const ERROR_CODES = [
  "invalid_input",
  "unauthenticated",
  "forbidden",
  "not_found",
  "conflict",
  "too_large",
  "rate_limited",
  "cancelled",
  "source_unavailable",
  "database_unavailable",
] as const;
export type ErrorCode = (typeof ERROR_CODES)[number];

/** One thing the caller got wrong, with the place of it. */
export interface Issue {
  readonly path: string;
  readonly message: string;
}

/** "This request cannot be done": expected, explained to the caller. Partial results are not errors, they are data with gaps. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly issues: readonly Issue[];

  constructor(code: ErrorCode, message: string, options: ErrorOptions & { issues?: readonly Issue[] } = {}) {
    super(message, options);
    this.name = "AppError";
    this.code = code;
    this.issues = options.issues ?? [];
  }
}
