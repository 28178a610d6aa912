import { guessNetworks, scriptOfAddress } from "@/lib/core/bitcoin/addresses";
import { scriptHashOfRef } from "@/lib/core/graph/node-key";
import { NETWORK_NAMES, networkByName, type NetworkName } from "@/lib/core/network";
import type { ShownClaim, SubjectClaims } from "@/lib/features/claims/claims-read.ports";
import { nodeHasher } from "@/lib/platform/chain/hasher";
import { choiceOption, UsageError, type Command, type CommandArgs, type CommandContext } from "@/lib/platform/cli/command";
import type { Services } from "@/lib/platform/services";

/** What the commands that show one subject share. */
export const NETWORK_OPTION = { network: { type: "string", help: `one of ${NETWORK_NAMES.join(", ")}; found from the argument and the store when absent` } } as const satisfies Command["options"];

/** The services, with the analysis brought up to date: what is printed rests on all that was imported. */
export async function analysed({ services, signal, progress }: CommandContext): Promise<Services> {
  const opened = await services();
  await opened.analysis.analyse({ signal, progress });
  return opened;
}

/** The networks an address may be on, likeliest first. @throws UsageError with the reason when it is on none */
export function networksOfAddress(args: CommandArgs, address: string, argument: string): readonly NetworkName[] {
  const wanted = choiceOption(args, "network", NETWORK_NAMES);
  if (scriptHashOfRef(address) !== null) return wanted === null ? NETWORK_NAMES : [wanted];
  const guessed = guessNetworks(address, nodeHasher);
  if (wanted === null && guessed.length > 0) return guessed;
  const network = wanted ?? "bitcoin";
  const read = scriptOfAddress(address, networkByName(network), nodeHasher);
  if (!read.ok) throw new UsageError(argument, `“${address}” is not an address: ${read.reason}`);
  return [network];
}

/** Asks network by network and takes the first that knows the subject; else the likeliest one. */
export async function firstKnown<View>(networks: readonly NetworkName[], ask: (network: NetworkName) => Promise<View>, isKnown: (view: View) => boolean): Promise<View> {
  let first: View | undefined;
  for (const network of networks) {
    const view = await ask(network);
    if (isKnown(view)) return view;
    first ??= view;
  }
  return first ?? ask("bitcoin");
}

/** A claim as the command line prints it everywhere. */
export const claimDocument = ({ claim, inherited }: ShownClaim) => ({
  id: claim.id,
  subject: claim.subject.ref,
  role: claim.role,
  entity: claim.entity?.name ?? null,
  label: claim.label,
  category: claim.category,
  source: claim.source?.name ?? null,
  sourceDate: claim.source?.date ?? null,
  method: claim.method,
  confidence: claim.confidence,
  status: claim.status,
  scope: claim.scope,
  author: claim.author.name,
  at: claim.at,
  inherited,
});

export const claimDocuments = ({ shown, total, withheld }: SubjectClaims) => ({
  claims: shown.map(claimDocument),
  ...(total > shown.length && { moreClaims: total - shown.length }),
  ...(withheld !== undefined && { withheldClaims: withheld }),
});
