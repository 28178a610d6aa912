import type { ParseArgsConfig } from "node:util";
import type { JobProgress } from "@/lib/core/jobs/job";
import type { Principal } from "@/lib/core/policy/policy";
import type { OpenDatabase } from "@/lib/platform/db/open";
import type { Env } from "@/lib/platform/env";
import type { Services } from "@/lib/platform/services";

/** What a command gets. Database and services are opened when first asked for, and closed by the frame. */
export interface CommandContext {
  readonly env: Env;
  /** Fires on Ctrl-C. */
  readonly signal: AbortSignal;
  /** Draws a bar on a terminal; as often as one likes. */
  readonly progress: (progress: JobProgress) => void;
  /** A line for people, on stderr. */
  readonly note: (line: string) => void;
  readonly database: () => Promise<OpenDatabase>;
  readonly services: () => Promise<Services>;
  /** Whom the command line acts as: the local owner, who holds every role. */
  readonly owner: () => Promise<Principal>;
  /** The document is printed all the same, and the exit code is 1: a check did not hold. */
  readonly fail: () => void;
}

export interface CommandArgs {
  readonly positionals: readonly string[];
  /** By option name; absent options are absent. */
  readonly values: Readonly<Record<string, string | boolean | readonly (string | boolean)[] | undefined>>;
}

export interface Positional {
  /** As it stands in the usage line and in messages: FILE. */
  readonly name: string;
  readonly optional?: boolean;
  /** Takes all that follow; only the last one may. */
  readonly many?: boolean;
}

type OptionConfig = NonNullable<ParseArgsConfig["options"]>[string];

/** One command. The frame parses its arguments, prints what `run` returns, and turns errors into exit codes. */
export interface Command {
  /** One or two words: `import`, `db backup`. */
  readonly name: string;
  readonly summary: string;
  readonly positionals?: readonly Positional[];
  /** As `node:util` parseArgs takes them; `help` of each goes into the usage text. --json and --help come by themselves. */
  readonly options?: Readonly<Record<string, OptionConfig & { readonly help?: string }>>;
  /** @returns the JSON document: bigint and Date may be in it. @throws UsageError for a wrong argument, anything else when the work fails. */
  run(context: CommandContext, args: CommandArgs): Promise<unknown>;
  /** How people read the document, without --json; the frame has a way of its own. */
  readonly text?: (document: never) => string;
}

/** The command was used wrongly: exit code 2, and the message names the argument. */
export class UsageError extends Error {
  constructor(argument: string, message: string) {
    super(`${argument}: ${message}`);
    this.name = "UsageError";
  }
}

/** A document that is not JSON, such as an exported label pack: printed as it is, with and without --json. */
export class RawDocument {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** The value of a text option, or null. */
export function textOption({ values }: CommandArgs, name: string): string | null {
  const value = values[name];
  return typeof value === "string" ? value : null;
}

export const isSet = ({ values }: CommandArgs, name: string): boolean => values[name] === true;

/** All values of an option that may be repeated. */
export function textOptions({ values }: CommandArgs, name: string): readonly string[] {
  const value = values[name];
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === "string") : typeof value === "string" ? [value] : [];
}

/** @throws UsageError unless the option is absent or a whole number of at least `least` */
export function integerOption(args: CommandArgs, name: string, least = 0): number | null {
  const text = textOption(args, name);
  if (text === null) return null;
  const value = /^[0-9]{1,15}$/.test(text) ? parseInt(text, 10) : -1;
  if (value < least) throw new UsageError(`--${name}`, `expected a whole number of at least ${least}, got “${text}”`);
  return value;
}

/** @throws UsageError unless the option is absent or one of the choices */
export function choiceOption<Choice extends string>(args: CommandArgs, name: string, choices: readonly Choice[]): Choice | null {
  const text = textOption(args, name);
  if (text === null) return null;
  const choice = choices.find((candidate) => candidate === text);
  if (choice === undefined) throw new UsageError(`--${name}`, `expected one of ${choices.join(", ")}, got “${text}”`);
  return choice;
}
