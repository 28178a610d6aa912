import { parseArgs } from "node:util";
import { type Command, type CommandArgs, UsageError } from "@/lib/platform/cli/command";

export interface Invocation {
  readonly command: Command;
  readonly args: CommandArgs;
  readonly json: boolean;
  readonly help: boolean;
}

const FRAME_OPTIONS = { json: { type: "boolean" }, help: { type: "boolean", short: "h" } } as const;

/** Finds the command and reads its arguments. @throws UsageError that names the wrong or missing one */
export function parseInvocation(commands: readonly Command[], argv: readonly string[]): Invocation {
  const words = argv.slice(0, 2);
  const command = commands.find(({ name }) => name === words.join(" ")) ?? commands.find(({ name }) => name === words[0]);
  if (command === undefined) throw unknownCommand(commands, words);
  const rest = argv.slice(command.name.split(" ").length);
  const { values, positionals } = parseStrictly(command, rest);
  const { json, help, ...own } = values;
  const invocation = { command, args: { positionals, values: own }, json: json === true, help: help === true };
  if (!invocation.help) checkPositionals(command, positionals);
  return invocation;
}

function unknownCommand(commands: readonly Command[], [first = "", second]: readonly string[]): UsageError {
  const siblings = commands.map(({ name }) => name).filter((name) => name.startsWith(`${first} `));
  if (siblings.length === 0) return new UsageError("COMMAND", `there is no command “${first}”. Try: assay --help`);
  const said = second === undefined ? `“${first}” wants a second word` : `there is no command “${first} ${second}”`;
  return new UsageError("COMMAND", `${said}: ${siblings.join(", ")}`);
}

function parseStrictly(command: Command, argv: readonly string[]): { values: CommandArgs["values"]; positionals: string[] } {
  const options = Object.fromEntries(Object.entries(command.options ?? {}).map(([name, { help: _help, ...option }]) => [name, option]));
  try {
    return parseArgs({ args: [...argv], options: { ...options, ...FRAME_OPTIONS }, allowPositionals: true, strict: true });
  } catch (error) {
    if (error instanceof TypeError && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS")) throw new UsageError(`assay ${command.name}`, error.message);
    throw error;
  }
}

function checkPositionals(command: Command, given: readonly string[]): void {
  const wanted = command.positionals ?? [];
  const missing = wanted.find((positional, index) => positional.optional !== true && given.length <= index);
  if (missing !== undefined) throw new UsageError(missing.name, `is missing. Usage: ${usageLine(command)}`);
  const surplus = given[wanted.length];
  if (surplus !== undefined && wanted.at(-1)?.many !== true) throw new UsageError(surplus, `is one argument too many. Usage: ${usageLine(command)}`);
}

const positionalUsage = ({ name, optional, many }: { name: string; optional?: boolean; many?: boolean }): string => {
  const text = many === true ? `${name}…` : name;
  return optional === true ? `[${text}]` : text;
};

const optionUsage = (name: string, type: string): string => (type === "boolean" ? `--${name}` : `--${name} ${name.toUpperCase().replaceAll("-", "_")}`);

export function usageLine({ name, positionals = [], options = {} }: Command): string {
  const flags = Object.entries(options).map(([option, { type, multiple }]) => `[${optionUsage(option, type)}${multiple === true ? "…" : ""}]`);
  return ["assay", name, ...positionals.map(positionalUsage), ...flags, "[--json]"].join(" ");
}

export function helpOf(command: Command): string {
  const options = Object.entries(command.options ?? {}).map(([name, { type, help = "" }]) => `  ${optionUsage(name, type).padEnd(28)} ${help}`.trimEnd());
  const common = `  ${"--json".padEnd(28)} print one JSON document and nothing else`;
  return [usageLine(command), "", command.summary, "", "Options:", ...options, common, ""].join("\n");
}

export function helpOfAll(commands: readonly Command[]): string {
  const width = Math.max(...commands.map(({ name }) => name.length)) + 2;
  const lines = commands.map(({ name, summary }) => `  ${name.padEnd(width)}${summary}`);
  return ["assay COMMAND [ARGUMENTS] [--json]", "", ...lines, "", "assay COMMAND --help tells more. Exit codes: 0 done, 1 failed or a check did not hold, 2 used wrongly.", ""].join("\n");
}
