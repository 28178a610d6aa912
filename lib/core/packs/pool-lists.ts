import { membersOf, listIn, listOf, type Members } from "@/lib/core/packs/json-values";
import { itemOf, RecordError, rejected, subjectOf, type PackContext, type PackEntity, type PackItem, type PackRecord } from "@/lib/core/packs/record";
import { lineOf, linkOf, requiredLine } from "@/lib/core/packs/text";
import type { NetworkName } from "@/lib/core/network";

const NETWORKS: readonly NetworkName[] = ["bitcoin", "testnet3", "testnet4", "signet", "regtest"];

/**
 * Mining pool lists: mempool's `pools-v2.json` and bitcoin-data's `pool-list.json` (a list of pools with their addresses and coinbase tags), and the
 * older `pools.json` (addresses and tags as keys). The addresses are those that coinbases pay: the pool's own.
 */
export function isPoolList(document: unknown): boolean {
  const [first] = listOf(document) ?? [];
  const pool = membersOf(first);
  if (pool !== null) return typeof pool["name"] === "string" && (Array.isArray(pool["addresses"]) || Array.isArray(pool["tags"]));
  const members = membersOf(document);
  return members !== null && (membersOf(members["payout_addresses"]) !== null || membersOf(members["coinbase_tags"]) !== null);
}

interface PoolReading {
  readonly context: PackContext;
  /** The name of the list, as the source of every claim. */
  readonly list: string;
}

export function* readPoolList(document: unknown, reading: PoolReading): Generator<PackItem> {
  const pools = listOf(document);
  if (pools !== null) yield* readPools(pools, reading);
  else yield* readKeyed(membersOf(document) ?? {}, reading);
}

function* readPools(pools: readonly unknown[], reading: PoolReading): Generator<PackItem> {
  let index = 0;
  for (const [at, value] of pools.entries()) {
    const place = `pool ${at + 1}`;
    const pool = membersOf(value);
    const read = pool === null ? rejected(place, "it is not an object") : entityOf(place, () => poolOf(pool));
    yield read;
    if (pool === null || read.kind !== "entity") continue;
    const { name, addresses } = partsOf(pool);
    for (const [n, address] of addresses.entries()) {
      index += 1;
      const position = `${place} (${name}), address ${n + 1}`;
      const where = { index, position };
      yield itemOf(position, () => recordOf(name, address, where, reading));
    }
  }
}

function entityOf(position: string, read: () => PackEntity): PackItem {
  try {
    return { kind: "entity", entity: read() };
  } catch (error) {
    if (error instanceof RecordError) return rejected(position, error.message);
    throw error;
  }
}

const partsOf = (pool: Members) => ({ name: requiredLine("name", pool["name"], 200), link: lineOf("link", pool["link"], 2000), addresses: listIn(pool, "addresses") });

function poolOf(pool: Members): PackEntity {
  const { name, link } = partsOf(pool);
  const markers = listIn(pool, "tags").map((tag) => requiredLine("tag", tag, 200));
  return { name, category: "mining-pool", facts: [...markers.map((value) => marker(value)), ...webPage(link)] };
}

const marker = (value: string) => ({ kind: "marker" as const, scheme: "", value, statedOn: null });
const webPage = (link: string | null) => (link === null || linkOf(link) === null ? [] : [{ kind: "external-id" as const, scheme: "web", value: link, statedOn: null }]);

function* readKeyed(document: Members, reading: PoolReading): Generator<PackItem> {
  for (const [tag, value] of Object.entries(membersOf(document["coinbase_tags"]) ?? {})) {
    yield entityOf(`coinbase tag ${JSON.stringify(tag).slice(0, 60)}`, () => ({ name: nameIn(value), category: "mining-pool", facts: [marker(requiredLine("tag", tag, 200))] }));
  }
  for (const [at, [address, value]] of Object.entries(membersOf(document["payout_addresses"]) ?? {}).entries()) {
    const position = `payout address ${at + 1}`;
    yield itemOf(position, () => recordOf(nameIn(value), address, { index: at + 1, position }, reading));
  }
}

const nameIn = (value: unknown): string => requiredLine("name", membersOf(value)?.["name"], 200);

function recordOf(name: string, address: unknown, place: { readonly index: number; readonly position: string }, { context, list }: PoolReading): PackRecord {
  return {
    ...place,
    subject: subjectOf("address", requiredLine("address", address, 200), NETWORKS, context),
    label: name,
    category: "mining-pool",
    role: "service-own",
    actor: name,
    source: { name: context.source ?? list, url: null, quote: null, date: null },
    method: "trusted_provider",
    reliability: null,
    credibility: null,
    likelihood: null,
    tlp: null,
    note: null,
    original: null,
  };
}
