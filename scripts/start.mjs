#!/usr/bin/env node
// `npm start`: from a bare checkout to a running Assay. This part needs nothing but Node; the rest is lib/platform/boot.
import { ensureInstalled } from "./install.mjs";
import { ensurePrismaClient, importFrom, nodeComplaint, registerTypeScript } from "./prepare.mjs";

function giveUp(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

const complaint = nodeComplaint() ?? ensureInstalled() ?? ensurePrismaClient();
if (complaint !== null) giveUp(complaint);
await registerTypeScript();
const { boot } = await importFrom("lib/platform/boot/boot.ts");
process.exitCode = await boot({ dev: process.argv.includes("--dev") });
process.stdout.write("", () => process.exit());
