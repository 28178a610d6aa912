import path from "node:path";
import { NETWORK_NAMES } from "@/lib/core/network";
import { CLAIM_COLUMNS_OF_CSV } from "@/lib/core/packs/csv-claims";
import { PACK_FORMATS } from "@/lib/core/packs/record";
import { choiceOption, isSet, textOption, textOptions, UsageError, type Command, type CommandArgs } from "@/lib/platform/cli/command";
import { analysed } from "@/lib/platform/cli/subject";
import { openPack } from "@/lib/platform/packs/open-pack";

const FORMATS = ["auto", ...PACK_FORMATS] as const;
const STATUSES = ["proposed", "accepted"] as const;

export const claimsImport: Command = {
  name: "claims import",
  summary: "Imports a label pack: TagPack, mining pool list, OFAC list, MISP JSON, BIP-329 labels, CSV. Claims that vanished from it are retired.",
  positionals: [{ name: "FILE" }],
  options: {
    format: { type: "string", help: `one of ${FORMATS.join(", ")}; auto looks into the file` },
    source: { type: "string", help: "the source of records that name none, and the pack's name where the file has no title" },
    status: { type: "string", help: "proposed, which is the default, or accepted" },
    network: { type: "string", help: `one of ${NETWORK_NAMES.join(", ")}; else the records and their addresses tell` },
    column: { type: "string", multiple: true, help: "of a CSV: FIELD=NAME, where a column's own name does not tell what it holds" },
    "dry-run": { type: "boolean", help: "say what would happen, and write nothing" },
  },
  run: async (context, args) => {
    const [file = ""] = args.positionals;
    const order = { path: file, name: path.basename(file), format: choiceOption(args, "format", FORMATS) ?? "auto", source: textOption(args, "source"), network: choiceOption(args, "network", NETWORK_NAMES), columns: columnsOf(args) };
    const status = choiceOption(args, "status", STATUSES) ?? "proposed";
    const pack = await openPack(order);
    const { claimImports } = await analysed(context); // conflicts within wallets need wallets
    const result = await claimImports.run(await context.owner(), { pack, status, dryRun: isSet(args, "dry-run") });
    if (result.claims === 0) {
      context.note(`${file}: not one record of it could be used`);
      context.fail();
    }
    return result;
  },
};

/** `--column label=Owner --column address=Wallet` @throws UsageError */
function columnsOf(args: CommandArgs): Readonly<Record<string, string>> {
  return Object.fromEntries(
    textOptions(args, "column").map((text) => {
      const at = text.indexOf("=");
      const field = text.slice(0, Math.max(at, 0));
      if (!Object.hasOwn(CLAIM_COLUMNS_OF_CSV, field)) throw new UsageError("--column", `expected FIELD=NAME, with one of the fields ${Object.keys(CLAIM_COLUMNS_OF_CSV).join(", ")}, got “${text}”`);
      return [field, text.slice(at + 1)];
    }),
  );
}
