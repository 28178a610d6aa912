import type { Hasher } from "@/lib/core/bitcoin/columns";
import { guessNetworks, scriptOfAddress } from "@/lib/core/bitcoin/addresses";
import { readScriptRef, type NamedScript } from "@/lib/core/bitcoin/script-ref";
import { scriptHashOfRef } from "@/lib/core/graph/node-key";
import { textToHash } from "@/lib/core/hex";
import { networkByName, NETWORK_NAMES, NETWORKS, type NetworkName } from "@/lib/core/network";
import type { EntitySearch, SearchHit, SearchResult, SearchStore } from "@/lib/features/search/search.ports";
import type { SubjectService } from "@/lib/features/wallets/subjects.service";

interface Deps {
  readonly store: SearchStore;
  readonly entities: EntitySearch;
  readonly subjects: SubjectService;
  readonly hasher: Hasher;
}

export type SearchService = ReturnType<typeof makeSearchService>;

const CLAIMS_SHOWN = 20;
const ENTITIES_SHOWN = 5;

/** One box for everything: an address of any network, a txid or block hash, a height, a label or the name of an entity. */
export function makeSearchService({ store, entities, subjects, hasher }: Deps) {
  const addresses = async (named: readonly NamedScript[]): Promise<SearchHit[]> => {
    const { generation } = await subjects.reading();
    const seen = await store.seen(generation, named);
    const hits = named.map(({ network, ref }, i) => ({ kind: "address" as const, network, ref, known: seen[i] != null, txCount: seen[i]?.txCount ?? null }));
    return [...hits.filter(({ known }) => known), ...hits.filter(({ known }) => !known)];
  };

  const hashes = async (text: string, hash: Uint8Array): Promise<SearchHit[]> => {
    const [txs, blocks] = await Promise.all([store.transactionsByTxid(hash), store.blocksByHash(hash)]);
    const hits: SearchHit[] = [
      ...txs.map((network) => ({ kind: "transaction" as const, network, txid: text, known: true })),
      ...blocks.map((block) => ({ kind: "block" as const, ...block, known: true })),
    ];
    return hits.length > 0 ? hits : unknownHash(text, await store.networks());
  };

  const labels = async (text: string): Promise<{ hits: SearchHit[]; truncated: boolean }> => {
    const [named, rows] = await Promise.all([entities.searchEntities(text, ENTITIES_SHOWN + 1), store.claims(text, CLAIMS_SHOWN + 1)]);
    const hits = [
      ...named.slice(0, ENTITIES_SHOWN).map(({ id, name, category }) => ({ kind: "entity" as const, id, name, category })),
      ...rows.slice(0, CLAIMS_SHOWN).map((row) => ({ kind: "claim" as const, ...row })),
    ];
    return { hits, truncated: rows.length > CLAIMS_SHOWN || named.length > ENTITIES_SHOWN };
  };

  return {
    search: async (q: string): Promise<SearchResult> => {
      const text = q.trim();
      const hash = textToHash(text);
      if (hash !== null) return { hits: await hashes(text.toLowerCase(), hash), hint: null, truncated: false };
      const named = namedBy(text, hasher);
      if (named.length > 0) return { hits: await addresses(named), hint: null, truncated: false };
      const height = heightOf(text);
      const [blocks, claims] = await Promise.all([height === null ? [] : store.blocksAt(height), labels(text)]);
      const hits = [...blocks.map((block) => ({ kind: "block" as const, ...block, known: true })), ...claims.hits];
      return { hits, hint: hits.length > 0 ? null : hintFor(text, hasher), truncated: claims.truncated };
    },
  };
}

/** The address on every network that writes such addresses; a `script:` reference may be on any. */
function namedBy(text: string, hasher: Hasher): readonly NamedScript[] {
  const networks: readonly NetworkName[] = scriptHashOfRef(text) === null ? guessNetworks(text, hasher) : NETWORK_NAMES;
  return networks.flatMap((network) => {
    const reading = readScriptRef(text, network, hasher);
    return reading.ok ? [reading.named] : [];
  });
}

/** A hash that nothing in the store has; many leading zeros mean a block. Where the store is empty, Bitcoin is meant. */
function unknownHash(text: string, networks: readonly NetworkName[]): SearchHit[] {
  const asked = networks.length > 0 ? networks : (["bitcoin"] as const);
  return asked.map((network) => (text.startsWith("00000000") ? { kind: "block", network, height: null, hash: text, known: false } : { kind: "transaction", network, txid: text, known: false }));
}

const MAX_HEIGHT = 2 ** 31 - 1;

/** A height in digits, with or without separators of thousands ("840,000", "840 000", "840.000", "840'000", "840_000"). */
function heightOf(text: string): number | null {
  const digits = /^\d{1,3}(?:([,.'_ \u00a0\u202f’])\d{3})(?:\1\d{3})*$/.test(text) ? text.replace(/\D/g, "") : text;
  if (!/^\d{1,10}$/.test(digits)) return null;
  const height = parseInt(digits, 10);
  return height <= MAX_HEIGHT ? height : null;
}

/** A slip in an address is worth a word, and so is the mere beginning of one; any other text is simply not found. */
function hintFor(text: string, hasher: Hasher): string | null {
  const witness = NETWORKS.some(({ hrp }) => text.toLowerCase().startsWith(`${hrp}1`));
  const base58 = /^[123mnLM][0-9A-Za-z]{5,39}$/.test(text);
  const hex = /^[0-9a-f]{6,63}$/i.test(text);
  if (witness ? text.length < 14 : base58 ? text.length < 25 : hex) return "Addresses, transactions and block hashes are found by all of their text, not by its beginning.";
  if (!witness && !base58) return null;
  const read = scriptOfAddress(text, networkByName("bitcoin"), hasher);
  return read.ok ? null : `This looks like an address, but it is none: ${read.reason}.`;
}
