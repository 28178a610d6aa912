import { AppError } from "@/lib/core/errors";
import type { CoreSyncResult } from "@/lib/features/sync/core-sync.service";
import type { EsploraSyncResult } from "@/lib/features/sync/esplora-sync.service";
import type { SourceRef, SyncRun } from "@/lib/features/sync/sync.ports";
import { parseSourceUrl } from "@/lib/platform/chain/http-client-guard";
import { integerOption, isSet, textOption, textOptions, UsageError, type Command, type CommandArgs, type CommandContext } from "@/lib/platform/cli/command";
import { networksOfAddress } from "@/lib/platform/cli/subject";
import { toSyncDocument } from "@/lib/platform/imports/sync-document";

const COMMON = {
  url: { type: "string", help: "where the source is; every request is logged" },
  source: { type: "string", help: "or a source named in sources.json of the data folder" },
  "no-analyze": { type: "boolean", help: "do not bring wallets and flows up to date afterwards" },
} as const satisfies Command["options"];

const POLL_SECONDS = 5;

export const syncCore: Command = {
  name: "sync core",
  summary: "Fetches the blocks that the store lacks from a node that speaks Bitcoin Core's JSON-RPC, and rolls reorganisations back.",
  options: {
    ...COMMON,
    "cookie-file": { type: "string", help: "the node's .cookie, instead of user:password in the URL" },
    from: { type: "string", help: "first height; by default after the highest block that store and node share" },
    to: { type: "string", help: "last height; by default the tip" },
    prevouts: { type: "boolean", help: "fetch what each input spends, too (Core 23 and later): for ranges without the blocks before them; slower" },
    follow: { type: "boolean", help: "stay and fetch new blocks until Ctrl-C" },
    poll: { type: "string", help: `seconds between looks for new blocks when following (${POLL_SECONDS})` },
  },
  run: async (context, args) => {
    const source = sourceOf(args, textOption(args, "cookie-file"));
    const [from, to, poll] = [integerOption(args, "from"), integerOption(args, "to"), integerOption(args, "poll", 1)];
    const follow = isSet(args, "follow");
    if (from !== null && to !== null && from > to) throw new UsageError("--to", `is below --from ${from}`);
    if (follow && to !== null) throw new UsageError("--follow", "has no end, so that --to makes no sense with it");
    const { sync } = await context.services();
    const order = { source, from, to, how: isSet(args, "prevouts") ? ("prevouts" as const) : ("raw" as const), followMs: follow ? 1000 * (poll ?? POLL_SECONDS) : null };
    return finished(context, args, await sync.core(await context.owner(), order, runOf(context)));
  },
};

export const syncEsplora: Command = {
  name: "sync esplora",
  summary: "Fetches whole histories of addresses, or single transactions, from a server with the Esplora API. It learns what you look at.",
  positionals: [{ name: "MORE", optional: true, many: true }],
  options: {
    ...COMMON,
    address: { type: "string", multiple: true, help: "fetch its whole history" },
    tx: { type: "string", multiple: true, help: "fetch this transaction" },
  },
  run: async (context, args) => {
    const source = sourceOf(args, null);
    const { addresses, txids } = subjectsOf(args);
    if (addresses.length + txids.length === 0) throw new UsageError("--address", "name at least one --address or --tx");
    for (const address of addresses) networksOfAddress(args, address, "--address");
    const wrong = txids.find((txid) => !/^[0-9a-fA-F]{64}$/.test(txid));
    if (wrong !== undefined) throw new UsageError("--tx", `“${wrong}” is no txid: that is 64 hex digits`);
    const { sync } = await context.services();
    return finished(context, args, await sync.esplora(await context.owner(), { source, addresses, txids }, runOf(context)));
  },
};

function sourceOf(args: CommandArgs, cookieFile: string | null): SourceRef {
  const [url, name] = [textOption(args, "url"), textOption(args, "source")];
  if (url !== null && name !== null) throw new UsageError("--source", "name either a source or a --url, not both");
  if (name !== null && cookieFile !== null) throw new UsageError("--cookie-file", "belongs to a --url; a named source has its own");
  if (name !== null) return { kind: "named", name };
  if (url === null) throw new UsageError("--url", "is missing: where is the source?");
  usage("--url", () => parseSourceUrl(url));
  return { kind: "by-hand", url, cookieFile };
}

/** `--address A B C` names three; what follows is told apart by what it looks like. */
function subjectsOf(args: CommandArgs): { readonly addresses: readonly string[]; readonly txids: readonly string[] } {
  const [addresses, txids] = [textOptions(args, "address"), textOptions(args, "tx")];
  const [first] = args.positionals;
  if (first !== undefined && addresses.length + txids.length === 0) throw new UsageError(first, "stands alone: put --address or --tx before it");
  const isTxid = (text: string): boolean => addresses.length === 0 || (txids.length > 0 && /^[0-9a-fA-F]{64}$/.test(text));
  return { addresses: [...addresses, ...args.positionals.filter((text) => !isTxid(text))], txids: [...txids, ...args.positionals.filter(isTxid)] };
}

/** What the reader of an argument calls invalid is wrong use of that argument. */
function usage(argument: string, read: () => unknown): void {
  try {
    read();
  } catch (error) {
    if (error instanceof AppError && error.code === "invalid_input") throw new UsageError(argument, error.message);
    throw error;
  }
}

const runOf = ({ signal, progress, note }: CommandContext): Omit<SyncRun, "actorId"> => ({ signal, onProgress: progress, onTrouble: note, job: null });

/** What had not one good record did not work. Following ends by Ctrl-C, which is no reason to skip the analysis. */
async function finished(context: CommandContext, args: CommandArgs, result: CoreSyncResult | EsploraSyncResult): Promise<unknown> {
  if (result.transactions === 0 && result.rejectedCount > 0) context.fail();
  if (!isSet(args, "no-analyze")) {
    const { analysis } = await context.services();
    await analysis.analyse({ signal: context.signal.aborted ? new AbortController().signal : context.signal, progress: context.progress });
  }
  return toSyncDocument(result);
}
