import { EXPORT_FORMATS } from "@/lib/core/packs/export-claim";
import { choiceOption, RawDocument, textOption, UsageError, type Command, type CommandArgs } from "@/lib/platform/cli/command";

export const claimsExport: Command = {
  name: "claims export",
  summary: "Writes claims as a TagPack, CSV, MISP event, STIX 2.1 bundle or BIP-329 labels; no hypotheses, and nothing that was rejected or retracted.",
  options: {
    format: { type: "string", help: `one of ${EXPORT_FORMATS.join(", ")}` },
    case: { type: "string", help: "the claims of this case; the shared ones when absent" },
    pack: { type: "string", help: "the claims of this label pack, by its title" },
  },
  run: async (context, args) => {
    const format = choiceOption(args, "format", EXPORT_FORMATS);
    if (format === null) throw new UsageError("--format", `is missing: one of ${EXPORT_FORMATS.join(", ")}`);
    const scope = scopeOf(args);
    const { claimExports } = await context.services();
    return new RawDocument(await claimExports.run(await context.owner(), { format, scope }));
  },
};

function scopeOf(args: CommandArgs) {
  const caseId = textOption(args, "case");
  const name = textOption(args, "pack");
  if (caseId !== null && name !== null) throw new UsageError("--pack", "cannot be combined with --case");
  if (caseId !== null && !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(caseId)) throw new UsageError("--case", `expected the id of a case, got “${caseId}”`);
  return caseId !== null ? { kind: "case" as const, caseId } : name !== null ? { kind: "pack" as const, name } : { kind: "shared" as const };
}
