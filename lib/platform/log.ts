import pino from "pino";
import { logLevel } from "@/lib/platform/env";

const SECRET_KEY = /pass(word|wd|phrase)?$|secret|token|cookie|authorization|api[-_]?key|rpcauth|credential/i;
const HIDDEN = "[redacted]";
const MAX_DEPTH = 8;

/** A copy fit for a log: secrets by name of key, credentials in URLs and one-time tokens are hidden; bigint as text. */
export function redact(value: unknown, depth = 0): unknown {
  if (typeof value === "string") return redactText(value);
  if (typeof value === "bigint") return value.toString();
  if (typeof value !== "object" || value === null || value instanceof Date) return value;
  if (depth >= MAX_DEPTH) return "[deeper]";
  if (value instanceof Error) return redactError(value, depth);
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  if (Array.isArray(value)) return value.map((item) => redact(item, depth + 1));
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, SECRET_KEY.test(key) ? HIDDEN : redact(item, depth + 1)]));
}

function redactText(text: string): string {
  return text
    .replace(/\b([a-z][a-z0-9+.-]*:\/\/)[^\s/@]*@/gi, `$1${HIDDEN}@`)
    .replace(/([?&#](?:token|key|secret|password)=)[^&\s"']+/gi, `$1${HIDDEN}`)
    .replace(/\b(Bearer|Basic)\s+[A-Za-z0-9+/=._~-]+/g, `$1 ${HIDDEN}`);
}

/** Its own fields only where they are plain: the driver's errors drag the whole connection along. */
function redactError(error: Error, depth: number): unknown {
  const plain = Object.entries(error).filter(([, value]) => typeof value !== "object" && typeof value !== "function" && value !== undefined);
  const own = redact(Object.fromEntries(plain), depth + 1) as Record<string, unknown>;
  const cause = error.cause === undefined ? {} : { cause: redact(error.cause, depth + 1) };
  return { ...own, type: error.name, message: redactText(error.message), stack: redactText(error.stack ?? ""), ...cause };
}

/** One JSON object a line, to stderr: stdout belongs to the command line's own output. */
export const log = pino(
  {
    level: logLevel(),
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    serializers: { err: (error: unknown) => error },
    formatters: {
      level: (level) => ({ level }),
      log: (fields) => redact(fields) as Record<string, unknown>,
    },
    hooks: {
      logMethod(args, method) {
        method.apply(this, args.map((arg) => (typeof arg === "string" ? redactText(arg) : arg)) as Parameters<typeof method>);
      },
    },
  },
  pino.destination({ fd: 2, sync: true }),
);
