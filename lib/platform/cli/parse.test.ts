import { describe, expect, it } from "vitest";
import { choiceOption, type Command, integerOption, textOptions, UsageError } from "@/lib/platform/cli/command";
import { COMMANDS } from "@/lib/platform/cli/commands";
import { helpOf, helpOfAll, parseInvocation, usageLine } from "@/lib/platform/cli/parse";

const command = (name: string, more: Partial<Command> = {}): Command => ({ name, summary: `Does ${name}.`, run: () => Promise.resolve(null), ...more });
const TABLE = [
  command("import", { positionals: [{ name: "PATH", many: true }], options: { format: { type: "string", help: "auto, blk or csv" }, "no-analyze": { type: "boolean" } } }),
  command("db url"),
  command("db backup", { positionals: [{ name: "FILE" }] }),
  command("wallet", { positionals: [{ name: "ADDRESS" }, { name: "NETWORK", optional: true }], options: { limit: { type: "string" }, tx: { type: "string", multiple: true } } }),
];
const parse = (...argv: string[]): ReturnType<typeof parseInvocation> => parseInvocation(TABLE, argv);

describe("a command line", () => {
  it("is read by the words of the command, its arguments and its options, in any order", () => {
    expect(parse("import", "--format", "csv", "a", "b", "--json", "--no-analyze")).toMatchObject({ command: { name: "import" }, json: true, args: { positionals: ["a", "b"], values: { format: "csv", "no-analyze": true } } });
    expect(parse("db", "backup", "x")).toMatchObject({ command: { name: "db backup" }, json: false, args: { positionals: ["x"] } });
    expect(textOptions(parse("wallet", "A", "--tx", "1", "--tx", "2").args, "tx")).toEqual(["1", "2"]);
  });

  it.each([
    [["import"], /PATH: is missing/],
    [["db", "backup"], /FILE: is missing/],
    [["db", "backup", "a", "b"], /b: is one argument too many/],
    [["wallet", "a", "b", "c"], /c: is one argument too many/],
    [["wallet", "a", "--colour"], /--colour/],
    [["wallet", "a", "--limit"], /--limit/],
    [["nothing"], /“nothing”/],
    [["db"], /db url, db backup/],
    [["db", "burn"], /“db burn”/],
  ])("that is wrong names the argument: %j", (argv, message) => {
    expect(() => parse(...argv)).toThrow(UsageError);
    expect(() => parse(...argv)).toThrow(message);
  });

  it("that asks for help needs no arguments", () => {
    expect(parse("import", "--help").help).toBe(true);
    expect(parse("db", "backup", "-h").help).toBe(true);
  });

  it("gives numbers and choices only when they are such", () => {
    const args = (...argv: string[]) => parse("wallet", "A", ...argv).args;
    expect(integerOption(args("--limit", "12"), "limit")).toBe(12);
    expect(integerOption(args(), "limit")).toBeNull();
    for (const wrong of ["1.5", "x", "1e3", " 1"]) expect(() => integerOption(args("--limit", wrong), "limit")).toThrow(/--limit: expected/);
    expect(() => choiceOption(args("--limit", "c"), "limit", ["a", "b"])).toThrow(/--limit: expected one of a, b/);
  });
});

describe("the help", () => {
  it("tells usage, purpose and options of a command", () => {
    const [first] = TABLE;
    if (first === undefined) throw new Error("no command");
    expect(usageLine(first)).toBe("assay import PATH… [--format FORMAT] [--no-analyze] [--json]");
    expect(helpOf(first)).toContain("auto, blk or csv");
    expect(helpOfAll(TABLE)).toContain("db backup");
  });

  it("of every real command can be printed, and no name stands twice", () => {
    expect(new Set(COMMANDS.map(({ name }) => name)).size).toBe(COMMANDS.length);
    for (const each of COMMANDS) expect(helpOf(each)).toContain(each.summary);
  });
});
