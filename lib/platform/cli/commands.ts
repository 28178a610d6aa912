import { address } from "@/lib/platform/cli/address.command";
import { analyze } from "@/lib/platform/cli/analyze.command";
import { bench } from "@/lib/platform/cli/bench.command";
import { block } from "@/lib/platform/cli/block.command";
import { claimsAccept, claimsList, claimsReject, claimsRetract } from "@/lib/platform/cli/claims.command";
import { claimsExport } from "@/lib/platform/cli/claims-export.command";
import { claimsImport } from "@/lib/platform/cli/claims-import.command";
import type { Command } from "@/lib/platform/cli/command";
import { coverage } from "@/lib/platform/cli/coverage.command";
import { dbBackup, dbRestore, dbStart, dbStop, dbUrl } from "@/lib/platform/cli/db.command";
import { detect } from "@/lib/platform/cli/detect.command";
import { importCommand } from "@/lib/platform/cli/import.command";
import { ownerUrl } from "@/lib/platform/cli/owner.command";
import { path } from "@/lib/platform/cli/path.command";
import { provenance } from "@/lib/platform/cli/provenance.command";
import { sampleLoad } from "@/lib/platform/cli/sample.command";
import { screen } from "@/lib/platform/cli/screen.command";
import { simulate } from "@/lib/platform/cli/simulate.command";
import { syncCore, syncEsplora } from "@/lib/platform/cli/sync.command";
import { trace } from "@/lib/platform/cli/trace.command";
import { tx } from "@/lib/platform/cli/tx.command";
import { userCreate, userList, userReset } from "@/lib/platform/cli/user.command";
import { wallet } from "@/lib/platform/cli/wallet.command";
import { why } from "@/lib/platform/cli/why.command";

/** Every command. To add one: write lib/platform/cli/NAME.command.ts with a `Command` and name it here. */
export const COMMANDS: readonly Command[] = [importCommand, syncCore, syncEsplora, dbUrl, dbStart, dbStop, dbBackup, dbRestore, ownerUrl, userCreate, userList, userReset, simulate, sampleLoad, analyze, block, tx, address, wallet, why, trace, path, provenance, detect, screen, coverage, claimsImport, claimsList, claimsAccept, claimsReject, claimsRetract, claimsExport, bench];
