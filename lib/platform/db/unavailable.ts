/** Server shutting down or starting (class 57P), connection failures (class 08), too many connections. */
const SQLSTATES = /^(57P0[0-9]|08...|53300)$/;
const SOCKET = new Set(["ECONNREFUSED", "ECONNRESET", "EPIPE", "ETIMEDOUT", "ENOTFOUND"]);
/** Prisma: cannot reach, timed out, connection closed, and no connection to be had from the pool. */
const PRISMA = new Set(["P1001", "P1002", "P1008", "P1017", "P2024"]);
const MESSAGES = /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error/;

/** Did this fail because the database is away (try again), rather than because the query was wrong (a bug)? */
export function isDatabaseDown(error: unknown): boolean {
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    const { code } = cause as { code?: unknown };
    if (typeof code === "string" && (SQLSTATES.test(code) || SOCKET.has(code) || PRISMA.has(code))) return true;
    if (MESSAGES.test(cause.message)) return true;
  }
  return false;
}
