import { readFileSync } from "node:fs";
import { scriptHashOfRef } from "@/lib/core/graph/node-key";
import { type NetworkName, NETWORK_NAMES } from "@/lib/core/network";
import type { TraceSeeds } from "@/lib/features/tracing/tracing.ports";
import { choiceOption, UsageError, type CommandArgs } from "@/lib/platform/cli/command";
import { networksOfAddress } from "@/lib/platform/cli/subject";
import type { Services } from "@/lib/platform/services";

/** Where a trace starts, and the networks its first seed may be on, likeliest first. */
export interface SeedArgs {
  readonly seeds: TraceSeeds;
  readonly networks: readonly NetworkName[];
}

const OUTPOINT = /^([0-9a-fA-F]{64}):(\d{1,9})$/;

/** TXID:N, ADDRESS or @FILE with one of them a line. @throws UsageError that names the argument, and the line of a file */
export async function readSeeds(args: CommandArgs, texts: readonly string[], { argument, services }: { readonly argument: string; readonly services: Services }): Promise<SeedArgs> {
  const lines = texts.flatMap((text) => (text.startsWith("@") ? linesOf(text.slice(1), argument) : [{ text, place: argument }]));
  const [first] = lines;
  if (first === undefined) throw new UsageError(argument, "expected TXID:N, ADDRESS or @FILE");
  const networks = await networksOf(args, first, services);
  const outpoints = [];
  const refs = [];
  for (const { text, place } of lines) {
    const match = OUTPOINT.exec(text);
    if (match !== null) outpoints.push({ txid: (match[1] ?? "").toLowerCase(), n: parseInt(match[2] ?? "", 10) });
    else if (scriptHashOfRef(text) !== null || networksOfAddress(args, text, place).length > 0) refs.push(text);
  }
  return { seeds: { outpoints, refs }, networks };
}

interface Line {
  readonly text: string;
  readonly place: string;
}

/** One seed a line; empty lines and what follows # are passed over. */
function linesOf(file: string, argument: string): readonly Line[] {
  let content: string;
  try {
    content = readFileSync(file, "utf8");
  } catch (error) {
    throw new UsageError(argument, `${file} cannot be read (${error instanceof Error ? error.message : String(error)})`);
  }
  const lines = content.split(/\r?\n/).map((line, i) => ({ text: line.replace(/#.*/, "").trim(), place: `${argument}, ${file} line ${i + 1}` })).filter(({ text }) => text !== "");
  if (lines.length === 0) throw new UsageError(argument, `${file} lists no seeds`);
  return lines;
}

async function networksOf(args: CommandArgs, { text, place }: Line, services: Services): Promise<readonly NetworkName[]> {
  const txid = OUTPOINT.exec(text)?.[1]?.toLowerCase();
  const wanted = choiceOption(args, "network", NETWORK_NAMES);
  if (txid === undefined) return networksOfAddress(args, text, place);
  if (wanted !== null) return [wanted];
  const known = await services.transactions.networksOf(txid);
  return known.length === 0 ? ["bitcoin"] : known;
}

/** A whole number of sats, as large as amounts get. @throws UsageError */
export function satsOption(args: CommandArgs, name: string): bigint {
  const text = args.values[name];
  if (typeof text !== "string") return 0n;
  if (!/^\d{1,16}$/.test(text)) throw new UsageError(`--${name}`, `expected a whole number of satoshis, got “${text}”`);
  return BigInt(text);
}
