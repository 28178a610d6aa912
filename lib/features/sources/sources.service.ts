import { AppError } from "@/lib/core/errors";
import type { JsonObject } from "@/lib/core/jobs/job";
import { can, type Action, type Principal } from "@/lib/core/policy/policy";
import type { JobOrder } from "@/lib/features/jobs/jobs.service";
import type { LoggedRequest, OutboundLogReader, OutboundSource, OutboundSourceList } from "@/lib/features/sources/sources.ports";

interface Deps {
  readonly sources: OutboundSourceList;
  readonly log: OutboundLogReader;
  readonly enqueue: (principal: Principal, order: JobOrder) => Promise<string>;
}

/** What to fetch from a named source. */
export type SyncOrder =
  | { readonly kind: "core"; readonly from?: number | undefined; readonly to?: number | undefined }
  | { readonly kind: "esplora"; readonly addresses: readonly string[]; readonly txids: readonly string[] };

const SHOWN_REQUESTS = 200;

export type SourceService = ReturnType<typeof makeSourceService>;

/** Sources on the network: which there are, what was asked of them, and fetching from those that the owner switched on. */
export function makeSourceService({ sources, log, enqueue }: Deps) {
  return {
    list: async (principal: Principal): Promise<{ readonly sources: readonly OutboundSource[]; readonly recent: readonly LoggedRequest[] }> => {
      demand(principal, "source.read");
      return { sources: await sources.all(), recent: await log.recent(SHOWN_REQUESTS) };
    },

    /** @returns the id of the job that fetches */
    startSync: async (principal: Principal, name: string, order: SyncOrder): Promise<string> => {
      demand(principal, "source.use");
      const source = (await sources.all()).find((each) => each.name === name);
      if (source === undefined) throw new AppError("not_found", `No source is called “${name}”.`);
      if (!source.enabled) throw new AppError("forbidden", `The source “${name}” is switched off. The owner switches it on in sources.json of the data folder.`);
      if (source.kind !== order.kind) throw new AppError("invalid_input", `The source “${name}” is of kind ${source.kind}, not ${order.kind}.`);
      return enqueue(principal, jobOf(name, order));
    },
  };
}

function jobOf(source: string, order: SyncOrder): JobOrder {
  if (order.kind === "core") {
    const { from = null, to = null } = order;
    if (from !== null && to !== null && from > to) throw new AppError("invalid_input", `The range from ${from} to ${to} is empty.`);
    return { kind: "sync-core", title: `Blocks from ${source}`, params: { source, from, to } satisfies JsonObject };
  }
  const { addresses, txids } = order;
  if (addresses.length + txids.length === 0) throw new AppError("invalid_input", "Name at least one address or transaction to fetch.");
  const what = [count(addresses.length, "address history", "address histories"), count(txids.length, "transaction", "transactions")].filter((part) => part !== "");
  return { kind: "sync-esplora", title: `${what.join(" and ")} from ${source}`, params: { source, addresses, txids } satisfies JsonObject };
}

const count = (n: number, one: string, many: string): string => (n === 0 ? "" : `${n} ${n === 1 ? one : many}`);

function demand(principal: Principal, action: Action): void {
  if (!can(principal, action)) throw new AppError("forbidden", "Your role does not allow this.");
}
