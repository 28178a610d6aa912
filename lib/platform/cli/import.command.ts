import { NETWORK_NAMES } from "@/lib/core/network";
import { choiceOption, isSet, type Command } from "@/lib/platform/cli/command";
import { toImportDocument } from "@/lib/platform/imports/document";
import { importPaths } from "@/lib/platform/imports/import-paths";

const FORMATS = ["auto", "blk", "block", "core-json", "esplora", "csv"] as const;

/** Files and folders of chain data into the ledger, and then the analysis. */
export const importCommand: Command = {
  name: "import",
  summary: "Imports blk files, raw blocks, getblock JSON, Esplora transactions and CSV, plain or gzipped; folders too.",
  positionals: [{ name: "PATH", many: true }],
  options: {
    format: { type: "string", help: `one of ${FORMATS.join(", ")}; auto looks into the file` },
    network: { type: "string", help: `one of ${NETWORK_NAMES.join(", ")}; else the file tells, else bitcoin` },
    "no-analyze": { type: "boolean", help: "leave wallets and flows as they are" },
  },
  run: async (context, args) => {
    const format = choiceOption(args, "format", FORMATS) ?? "auto";
    const network = choiceOption(args, "network", NETWORK_NAMES);
    const { importer, analysis } = await context.services();
    const how = { format, network, root: null, signal: context.signal };
    const result = await importPaths(importer, { paths: args.positionals, how, job: null, onProgress: context.progress });
    if (!isSet(args, "no-analyze")) await analysis.analyse({ signal: context.signal, progress: context.progress });
    if (result.filesWithoutRecords.length > 0) {
      for (const file of result.filesWithoutRecords) context.note(`${file}: not one record of it could be used`);
      context.fail();
    }
    return toImportDocument(result);
  },
};
