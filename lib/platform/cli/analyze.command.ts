import { isSet, type Command } from "@/lib/platform/cli/command";

/** Wallets, flows and CoinJoin verdicts, brought up to date with the ledger. */
export const analyze: Command = {
  name: "analyze",
  summary: "Joins addresses into wallets and sums the flows between them; does nothing when nothing changed.",
  options: { full: { type: "boolean", help: "compute anew although nothing changed" } },
  run: async (context, args) => {
    const { analysis } = await context.services();
    return analysis.analyse({ full: isSet(args, "full"), signal: context.signal, progress: context.progress });
  },
};
