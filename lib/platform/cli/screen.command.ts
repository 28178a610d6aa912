import { readFileSync } from "node:fs";
import { z } from "zod";
import { readAddressList } from "@/lib/core/screening/address-list";
import { changesSince, type Printed } from "@/lib/core/screening/since";
import type { ScreeningDto } from "@/lib/features/screening/screening.contract";
import { toScreeningDto } from "@/lib/features/screening/screening.dto";
import type { AskedAddress } from "@/lib/features/screening/screening.service";
import { textOption, textOptions, UsageError, type Command, type CommandArgs } from "@/lib/platform/cli/command";
import { renderText } from "@/lib/platform/cli/render";
import { analysed } from "@/lib/platform/cli/subject";

export const screen: Command = {
  name: "screen",
  summary: "Many addresses against claims, findings, and where their money came from and went. Never says “clear”.",
  positionals: [{ name: "FILE", optional: true }],
  options: {
    address: { type: "string", multiple: true, help: "in place of FILE; may be repeated" },
    since: { type: "string", help: "a document this command printed before: only what changed" },
  },
  run: async (context, args) => {
    const asked = askedOf(args);
    const previous = previousOf(args);
    const { screening, findings } = await analysed(context);
    await findings.upToDate(await context.owner(), context);
    const { run } = await findings.asOf();
    const document = toScreeningDto(await screening.screen(asked, context), run?.at ?? null);
    if (document.results.length === 0) {
      context.note("not one address could be read");
      context.fail();
    }
    return previous === null ? document : { ...document, ...changesSince(previous, document.results) };
  },
  text: ({ results, ...rest }: ScreeningDto) => {
    const rows = results.map(({ address, verdict, reasons, complete }) => ({ verdict, address, complete, why: reasons.map(({ text }) => text).join(" ") }));
    return renderText({ ...rest, results: rows });
  },
};

/** @throws UsageError */
function askedOf(args: CommandArgs): readonly AskedAddress[] {
  const [file] = args.positionals;
  const addresses = textOptions(args, "address");
  if ((file === undefined) === (addresses.length === 0)) throw new UsageError("FILE", "wanted: either a file of addresses or --address");
  if (file === undefined) return addresses.map((address) => ({ address, position: `--address ${address}` }));
  const listed = readAddressList(textOf(file, "FILE"));
  if (listed === null) throw new UsageError("FILE", `${file} is a CSV without a column named address`);
  return listed.map(({ address, line }) => ({ address, position: `${file} line ${line}` }));
}

const Previous = z.object({ results: z.array(z.looseObject({ address: z.string() })) });

/** @throws UsageError */
function previousOf(args: CommandArgs): readonly Printed[] | null {
  const file = textOption(args, "since");
  if (file === null) return null;
  const parsed = Previous.safeParse(jsonOf(file));
  if (!parsed.success) throw new UsageError("--since", `${file} is not what assay screen --json printed`);
  return parsed.data.results;
}

function jsonOf(file: string): unknown {
  try {
    return JSON.parse(textOf(file, "--since"));
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function textOf(file: string, argument: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw new UsageError(argument, `${file} cannot be read (${error instanceof Error ? error.message : String(error)})`);
  }
}
