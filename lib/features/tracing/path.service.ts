import { AppError } from "@/lib/core/errors";
import { isCustodial } from "@/lib/core/tracing/custody";
import { PathSearch, type Level, type Payment } from "@/lib/core/tracing/path";
import type { TraceCoin } from "@/lib/core/tracing/trace-tx";
import type { PathEnd, PathRequest, PathResult, PaymentFilter, TraceReader, TraceStore } from "@/lib/features/tracing/tracing.ports";
import type { SubjectService } from "@/lib/features/wallets/subjects.service";

interface Deps {
  readonly store: TraceStore;
  readonly subjects: SubjectService;
}

/** Payments that one search may look at in all, and on one level of one side. */
const [MOST_PAYMENTS, MOST_ON_A_LEVEL] = [400_000, 60_000];
/** How often a better path is looked for. */
const MOST_SEARCHES = 50;

export type PathService = ReturnType<typeof makePathService>;

/** Paths of payments between two of address, wallet and entity. */
export function makePathService({ store, subjects }: Deps) {
  return {
    path: async (request: PathRequest, signal: AbortSignal): Promise<PathResult> => {
      const { generation } = await subjects.reading();
      return store.reading(signal, async (reader) => {
        const [from, to] = [await endOf(reader, request.from, { generation, subjects, request }), await endOf(reader, request.to, { generation, subjects, request })];
        const claims = await reader.claims(generation, request.network);
        const services = new Set(claims.filter(isCustodial).map(({ walletId }) => walletId));
        const run = new Run(reader, { from, to }, (walletId) => !services.has(walletId));
        const best = await run.best(request, { generation, minValue: request.minValue, fromTime: request.fromTime, toTime: request.toTime, lastOrd: null, limit: MOST_ON_A_LEVEL });
        return {
          network: request.network, prefer: request.prefer, dataHeight: await reader.dataHeight(request.network),
          found: best.path !== null, hops: best.path === null ? [] : await hopsOf(reader, best.path, from),
          searched: run.searched, bounded: best.stoppedBy === "max-hops" || best.stoppedBy === "budget", stoppedBy: best.stoppedBy,
          servicesPassedOver: run.passedOver.size,
          unknown: [...(isEmpty(from) ? [request.from] : []), ...(isEmpty(to) ? [request.to] : [])],
        };
      });
    },
  };
}

interface Ends {
  readonly from: PathEnd;
  readonly to: PathEnd;
}

interface Found {
  readonly path: readonly Payment[] | null;
  readonly stoppedBy: PathResult["stoppedBy"];
}

class Run {
  searched = 0;
  readonly passedOver = new Set<number>();
  readonly #reader: TraceReader;
  readonly #ends: Ends;
  readonly #passable: (walletId: number) => boolean;

  constructor(reader: TraceReader, ends: Ends, passable: (walletId: number) => boolean) {
    this.#reader = reader;
    this.#ends = ends;
    this.#passable = (walletId) => {
      if (!passable(walletId)) this.passedOver.add(walletId);
      return passable(walletId);
    };
  }

  /** The largest, and the earliest, by asking again for one that is better than the last. */
  async best({ prefer, maxHops }: PathRequest, filter: PaymentFilter): Promise<Found> {
    let best = await this.#shortest(maxHops, filter);
    if (prefer === "shortest") return best;
    for (let i = 0; best.path !== null && i < MOST_SEARCHES; i += 1) {
      const better = await this.#shortest(maxHops, prefer === "largest" ? { ...filter, minValue: smallest(best.path) + 1n } : { ...filter, lastOrd: (best.path.at(-1)?.ord ?? 0) - 1 });
      if (better.path === null) return { path: best.path, stoppedBy: better.stoppedBy === "exhausted" ? "found" : better.stoppedBy };
      best = better;
    }
    return best.path === null ? best : { path: best.path, stoppedBy: "budget" };
  }

  async #shortest(maxHops: number, filter: PaymentFilter): Promise<Found> {
    if (isEmpty(this.#ends.from) || isEmpty(this.#ends.to)) return { path: null, stoppedBy: "exhausted" };
    const search = new PathSearch(this.#passable);
    let cut = false;
    for (let next = search.next(); search.depth < maxHops; next = search.next()) {
      if (next === null || this.searched >= MOST_PAYMENTS) return { path: null, stoppedBy: cut || next !== null ? "budget" : "exhausted" };
      const read = await this.#level(search, next, filter);
      this.searched += read;
      cut ||= read >= filter.limit;
      if (search.found !== null) return { path: search.found, stoppedBy: cut ? "budget" : "found" };
    }
    return { path: null, stoppedBy: cut ? "budget" : "max-hops" };
  }

  async #level(search: PathSearch, { direction, bounds, isEnd }: Level, filter: PaymentFilter): Promise<number> {
    const { from, to } = this.#ends;
    const payments = direction === "forward" ? await this.#reader.paidBy(isEnd ? from : bounds, filter) : await this.#reader.paidTo(isEnd ? to : bounds, filter);
    if (direction === "forward") search.advance(payments, (payment) => reaches(to, payment));
    else search.retreat(payments);
    return payments.length;
  }
}

const isEmpty = (end: PathEnd): boolean => (end.kind === "address" ? end.addressIds : end.walletIds).length === 0;
const reaches = (end: PathEnd, { payee, payeeAddress }: Payment): boolean => (end.kind === "address" ? end.addressIds.includes(payeeAddress) : end.walletIds.includes(payee));
const smallest = (path: readonly Payment[]): bigint => path.reduce((least, { value }) => (value < least ? value : least), path[0]?.value ?? 0n);

interface Asked {
  readonly generation: number;
  readonly subjects: SubjectService;
  readonly request: PathRequest;
}

/** @throws AppError invalid_input where the text is neither an address of the network nor says that it is an entity */
async function endOf(reader: TraceReader, text: string, { generation, subjects, request: { network } }: Asked): Promise<PathEnd> {
  const match = /^(wallet|entity):(.+)$/.exec(text);
  const [, kind, name = ""] = match ?? [];
  if (kind === "entity") {
    const wanted = name.toLowerCase();
    const claims = (await reader.claims(generation, network)).filter((claim) => (claim.entity ?? claim.label).toLowerCase() === wanted);
    return { kind: "wallets", walletIds: [...new Set(claims.map(({ walletId }) => walletId))] };
  }
  const ref = kind === "wallet" ? name : text;
  if (subjects.namedOrNull(network, ref) === null) throw new AppError("invalid_input", `“${text}” is neither an address of ${network} nor wallet:ADDRESS nor entity:NAME.`);
  const [subject] = await subjects.find(generation, [subjects.named(network, ref)]);
  if (kind === "wallet") return { kind: "wallets", walletIds: subject === undefined || subject.walletId === null ? [] : [Number(subject.walletId)] };
  return { kind: "address", addressIds: (subject?.summaries ?? []).map(({ addressId }) => Number(addressId)) };
}

async function hopsOf(reader: TraceReader, path: readonly Payment[], from: PathEnd): Promise<PathResult["hops"]> {
  const { times, addressOf } = await reader.payers(path, [...(from.kind === "address" ? from.addressIds : []), ...path.map(({ payeeAddress }) => payeeAddress)]);
  const coin = (txId: number, n: number, addressId: number | null): TraceCoin => ({ txId, n, via: null, value: null, addressId, walletId: null, kind: "plain", next: null });
  const names = await reader.names(path.flatMap(({ txId, n, payeeAddress }) => [coin(txId, n, payeeAddress), coin(txId, n, addressOf.get(txId) ?? null)]));
  return path.map(({ txId, payeeAddress, value }) => ({
    txid: names.txids.get(txId)?.txid ?? "",
    from: names.addresses.get(addressOf.get(txId) ?? 0) ?? null,
    to: names.addresses.get(payeeAddress) ?? null,
    value,
    time: times.get(txId) ?? null,
  }));
}
