import { existsSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { AppError } from "@/lib/core/errors";

/** The environment, validated. This is the only file that reads process.env; `.env.example` documents every variable. */
export interface Env {
  /** Absolute path of the data folder. */
  readonly home: string;
  /** Null: use the embedded Postgres below `home`. */
  readonly databaseUrl: string | null;
  readonly host: string;
  readonly port: number;
  /** A port set by hand is kept or refused, never replaced by the next free one. */
  readonly portByHand: boolean;
  readonly logLevel: LogLevel;
  readonly production: boolean;
  /** Whether the first start loads the synthetic sample. */
  readonly sample: boolean;
  /** Where others reach Assay, behind a reverse proxy: an origin. Null: where it listens. */
  readonly publicUrl: string | null;
  /** The header in which the reverse proxy states the client's address. Null: there is no proxy. */
  readonly clientAddressHeader: string | null;
}

const LOG_LEVELS = ["silent", "fatal", "error", "warn", "info", "debug", "trace"] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

type Source = Readonly<Record<string, string | undefined>>;

const postgresUrl = z.string().refine((text) => URL.canParse(text) && /^postgres(ql)?:$/.test(new URL(text).protocol), {
  error: "expected postgresql://user:password@host:port/database",
});

const SCHEMA = z.object({
  ASSAY_HOME: z.string().optional(),
  DATABASE_URL: postgresUrl.optional(),
  HOST: z.string().regex(/^[0-9A-Za-z.:_-]+$/, "expected an IP address or a host name").default("127.0.0.1"),
  PORT: z
    .string()
    .regex(/^[0-9]{1,5}$/, "expected a whole number from 1 to 65535")
    .transform((text) => parseInt(text, 10))
    .refine((port) => port >= 1 && port <= 65535, { error: "expected a whole number from 1 to 65535" })
    .optional(),
  LOG_LEVEL: z.enum(LOG_LEVELS, { error: `expected one of ${LOG_LEVELS.join(", ")}` }).default("info"),
  NODE_ENV: z.string().optional(),
  ASSAY_SAMPLE: z.enum(["on", "off"], { error: "expected on or off" }).default("on"),
  ASSAY_URL: z
    .string()
    .refine((text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol) && new URL(text).pathname === "/", { error: "expected https://HOST without a path" })
    .transform((text) => new URL(text).origin)
    .optional(),
  ASSAY_CLIENT_ADDRESS_HEADER: z.string().regex(/^[A-Za-z0-9-]{1,60}$/, "expected the name of a header").transform((text) => text.toLowerCase()).optional(),
});

/** The checkout: the nearest folder above this file, or above the working folder in a bundle, that holds the schema. */
export const PROJECT_ROOT = findRoot([(import.meta as { dirname?: string }).dirname, process.cwd()]);

const isSet = ([, value]: [string, string | undefined]): boolean => value !== undefined && value.trim() !== "";

/** @throws AppError invalid_input that names every wrong variable, without repeating its value (it may hold a password). */
export function loadEnv(source: Source = process.env): Env {
  const parsed = SCHEMA.safeParse(Object.fromEntries(Object.entries(source).filter(isSet)));
  if (!parsed.success) {
    const issues = parsed.error.issues.map((issue) => ({ path: issue.path.join("."), message: issue.message }));
    const said = issues.map((issue) => `${issue.path}: ${issue.message}`).join("; ");
    throw new AppError("invalid_input", `The environment is not valid. ${said}. Correct or unset it; .env.example documents each variable.`, { issues });
  }
  const values = parsed.data;
  return {
    home: path.resolve(PROJECT_ROOT, values.ASSAY_HOME ?? ".assay"),
    databaseUrl: values.DATABASE_URL ?? null,
    host: values.HOST,
    port: values.PORT ?? 3000,
    portByHand: values.PORT !== undefined,
    logLevel: values.LOG_LEVEL,
    production: values.NODE_ENV === "production",
    sample: values.ASSAY_SAMPLE === "on",
    publicUrl: values.ASSAY_URL ?? null,
    clientAddressHeader: values.ASSAY_CLIENT_ADDRESS_HEADER ?? null,
  };
}

let loaded: Env | null = null;

/** The environment of this process, read and validated once. */
export function env(): Env {
  loaded ??= loadEnv();
  return loaded;
}

/** The log level alone, without complaint, so that a message about a bad variable can itself be logged. */
export function logLevel(source: Source = process.env): LogLevel {
  return LOG_LEVELS.find((level) => level === source["LOG_LEVEL"]) ?? "info";
}

/** Whether npm started this process, as in `npm start`. */
export const isRunByNpm = (source: Source = process.env): boolean => source["npm_lifecycle_event"] !== undefined;

/** What a child process gets: this process's variables with some replaced; `undefined` removes one. */
export function childEnv(changes: Record<string, string | undefined>): Record<string, string | undefined> & NodeJS.ProcessEnv {
  return { ...process.env, ...changes };
}

function findRoot(starts: readonly (string | undefined)[]): string {
  for (const start of starts) {
    for (let folder = start; folder !== undefined; folder = parentOf(folder)) {
      if (existsSync(path.join(folder, "prisma", "schema.prisma"))) return folder;
    }
  }
  return process.cwd();
}

function parentOf(folder: string): string | undefined {
  const parent = path.dirname(folder);
  return parent === folder ? undefined : parent;
}
