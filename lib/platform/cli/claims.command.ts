import type { UseKind } from "@/lib/core/casework/correction";
import type { ClaimView } from "@/lib/features/claims/claims-read.ports";
import { isSet, textOption, UsageError, type Command, type CommandArgs, type CommandContext } from "@/lib/platform/cli/command";
import { analysed, claimDocument, claimDocuments, NETWORK_OPTION, networksOfAddress } from "@/lib/platform/cli/subject";
import type { Services } from "@/lib/platform/services";

export const claimsList: Command = {
  name: "claims list",
  summary: "The claims on an address, those that name an entity, or those that disagree with each other.",
  options: {
    address: { type: "string", help: "direct claims, and those inherited from the rest of its wallet" },
    entity: { type: "string", help: "by id, name or alias" },
    conflicts: { type: "boolean", help: "claims that disagree about an address, a transaction or a wallet" },
    ...NETWORK_OPTION,
  },
  run: async (context, args) => {
    const address = textOption(args, "address");
    const entity = textOption(args, "entity");
    const asked = [address !== null, entity !== null, isSet(args, "conflicts")].filter((one) => one);
    if (asked.length !== 1) throw new UsageError("claims list", "wants one of --address, --entity and --conflicts");
    if (address !== null) return onAddress(context, args, address);
    const services = await analysed(context);
    return entity === null ? inConflict(context, services) : ofEntity(context, services, entity);
  },
};

async function onAddress(context: CommandContext, args: CommandArgs, address: string): Promise<unknown> {
  const networks = networksOfAddress(args, address, "--address");
  const { claimsRead } = await analysed(context);
  for (const network of networks) {
    const found = await claimsRead.find(network, address);
    if (found.total > 0) return claimDocuments(found);
  }
  return { claims: [] };
}

const direct = (claim: ClaimView) => claimDocument({ claim, inherited: false });
const PAGE = 1_000;

async function ofEntity(context: CommandContext, { claimLists }: Services, name: string): Promise<unknown> {
  const owner = await context.owner();
  const entities = await claimLists.entitiesCalled(name);
  const claims: unknown[] = [];
  for (const { id } of entities) {
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const page = await claimLists.page(owner, { entityId: id, statuses: ["accepted", "proposed", "hypothesis"] }, { limit: PAGE, ...(cursor !== undefined && { cursor }) });
      claims.push(...page.items.map(direct));
      cursor = page.nextCursor;
    }
  }
  return { entities, claims };
}

/** Every claim once, and which of them disagree where. */
async function inConflict(context: CommandContext, { claimLists }: Services): Promise<unknown> {
  const owner = await context.owner();
  const claims = new Map<string, unknown>();
  const conflicts: unknown[] = [];
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page = await claimLists.conflicts(owner, { limit: PAGE, ...(cursor !== undefined && { cursor }) });
    for (const conflict of page.items) {
      for (const claim of conflict.claims) claims.set(claim.id, direct(claim));
      conflicts.push({ kinds: conflict.kinds, wallet: conflict.walletId, claims: conflict.claims.map(({ id }) => id), total: conflict.total });
    }
    cursor = page.nextCursor;
  }
  return { claims: [...claims.values()], conflicts };
}

const REASON = { reason: { type: "string", help: "why; kept with the claim" } } as const satisfies Command["options"];

function judged(args: CommandArgs): { readonly id: string; readonly reason: string } {
  const [id = ""] = args.positionals;
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id)) throw new UsageError("ID", `expected the id of a claim, got “${id}”`);
  const reason = textOption(args, "reason")?.trim() ?? "";
  if (reason === "") throw new UsageError("--reason", "is missing: a decision on a claim needs one");
  return { id: id.toLowerCase(), reason };
}

const current = async (context: CommandContext, { claimLists }: Services, id: string): Promise<unknown[]> => {
  const versions = await claimLists.history(await context.owner(), id);
  return versions.slice(-1).map(direct);
};

const review = (verdict: "accept" | "reject", summary: string): Command => ({
  name: `claims ${verdict}`,
  summary,
  positionals: [{ name: "ID" }],
  options: REASON,
  run: async (context, args) => {
    const { id, reason } = judged(args);
    const services = await context.services();
    await services.claims.review(await context.owner(), [{ id, version: null }], { verdict, reason });
    return { claims: await current(context, services, id) };
  },
});

export const claimsAccept = review("accept", "Accepts a proposed claim.");
export const claimsReject = review("reject", "Rejects a claim: it is kept, and counts no more.");

export const claimsRetract: Command = {
  name: "claims retract",
  summary: "Retracts a claim: it is kept, counts no more, and everything that was made with it is listed.",
  positionals: [{ name: "ID" }],
  options: REASON,
  run: async (context, args) => {
    const { id, reason } = judged(args);
    const services = await context.services();
    const { uses, notice } = await services.claims.retract(await context.owner(), id, { version: null, reason });
    const of = (kind: UseKind) => uses.filter((use) => use.kind === kind).map(({ kind: _kind, ...use }) => use);
    return { claims: await current(context, services, id), affected: { findings: of("finding"), reports: of("report"), screenings: of("screening"), exports: of("export") }, notice };
  },
};
