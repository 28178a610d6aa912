import { readFileSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addressOfScript } from "@/lib/core/bitcoin/addresses";
import { POOL_MARKERS } from "@/lib/core/mining/pool-markers";
import { networkByName } from "@/lib/core/network";
import { makePoolOfBlock, type CoinbaseFacts, type PoolAddress } from "@/lib/core/mining/pool-of-block";
import { nodeHasher } from "@/lib/platform/chain/hasher";
import { NO_SHARED_DATA, sharedData } from "@/lib/testing/shared-data";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const coinbase = (tag: string, outputs: readonly (readonly [string | null, bigint])[] = [], height: number | null = 800_000): CoinbaseFacts<string> =>
  ({ height, script: bytes(tag), outputs: outputs.map(([script, value]) => ({ script, value })) });
const listed = (pools: Readonly<Record<string, readonly PoolAddress[]>>) => makePoolOfBlock<string>((script) => pools[script] ?? []);
const always = (pool: string): PoolAddress => ({ pool, from: null, to: null });

describe("the pool of a block", () => {
  it("is the one whose address the coinbase pays, the largest output first, whatever the marker says, and both names are shown", () => {
    const poolOf = listed({ a: [always("Alpha")], b: [always("Beta")] });
    expect(poolOf(coinbase("/ViaBTC/", [["b", 1n], [null, 9n], ["a", 5n]]))).toEqual({
      name: "Alpha", method: "address", disagreement: [{ name: "Beta", by: "address" }, { name: "ViaBTC", by: "tag" }],
    });
  });

  it("is named by its marker where no address is known, in any case, and by both where they agree, however the name is spelt", () => {
    expect(listed({})(coinbase("xx/antpool/yy", [["z", 1n]]))).toEqual({ name: "AntPool", method: "tag", disagreement: [] });
    expect(listed({ z: [always("ant-pool")] })(coinbase("/AntPool/", [["z", 1n]]))).toEqual({ name: "ant-pool", method: "both", disagreement: [] });
  });

  it("stays unknown without either, and near-misses of markers are none", () => {
    for (const text of ["", "Mined by user shbtcc", "/BTCC", "hello", "F2Poo"]) expect(listed({})(coinbase(text, [["z", 1n]]))).toBeNull();
  });

  it("goes by the more telling of two markers, and by the longer where one stands inside it", () => {
    expect(listed({})(coinbase("/ViaBTC/TATMAS Pool/"))).toEqual({ name: "TATMAS Pool", method: "tag", disagreement: [] });
    expect(listed({})(coinbase("/ViaBTC/Mined by binance/"))).toEqual({ name: "ViaBTC", method: "tag", disagreement: [{ name: "Binance Pool", by: "tag" }] });
  });

  it("reads markers that are not ASCII", () => {
    expect(listed({})(coinbase("\u0003七彩神仙鱼 Mined by somebody"))?.name).toBe("F2Pool");
    expect(listed({})(coinbase("🐟"))?.name).toBe("F2Pool");
  });

  it("goes by an address only in the heights for which it is said to be the pool's", () => {
    const poolOf = listed({ a: [{ pool: "Old", from: null, to: 99 }, { pool: "New", from: 100, to: null }] });
    expect(poolOf(coinbase("", [["a", 1n]], 99))?.name).toBe("Old");
    expect(poolOf(coinbase("", [["a", 1n]], 100))?.name).toBe("New");
    expect(poolOf(coinbase("", [["a", 1n]], null))).toBeNull();
  });

  it("takes any bytes for a script", () => {
    const poolOf = listed({});
    fc.assert(fc.property(fc.uint8Array({ maxLength: 100 }), (script) => {
      const found = poolOf({ height: 1, script, outputs: [] });
      expect(found === null || found.method === "tag").toBe(true);
    }));
  });
});

interface Vector {
  readonly name: string;
  readonly kind: "block" | "coinbase_tx";
  readonly height: number;
  readonly hex: string;
  readonly expected_by_address: string | null;
  readonly expected_by_tag: string | null;
}

/** The first transaction of a block, or a transaction alone: its scriptSig and outputs, with addresses in place of scripts. */
function coinbaseIn(raw: Uint8Array, start: number, height: number): CoinbaseFacts<string> {
  const view = new DataView(raw.buffer, raw.byteOffset);
  let at = start + 4;
  if (raw[at] === 0) at += 2;
  at += 1 + 36;
  const length = raw[at]!;
  const script = raw.slice(at + 1, at + 1 + length);
  at += 1 + length + 4;
  const count = raw[at]!;
  at += 1;
  const outputs = Array.from({ length: count }, () => {
    const value = view.getBigUint64(at, true);
    const size = raw[at + 8]!;
    const out = raw.slice(at + 9, at + 9 + size);
    at += 9 + size;
    return { value, script: addressOfScript(out, networkByName("bitcoin"), nodeHasher) };
  });
  return { height, script, outputs };
}

describe("pools of real blocks", () => {
  const folder = sharedData("attribution/mempool-mining-pools");
  const blocks = sharedData("blocks/mainnet-single");
  if (folder === null || blocks === null) {
    it.skip(NO_SHARED_DATA, () => undefined);
    return;
  }
  const read = (file: string): unknown => JSON.parse(readFileSync(file, "utf8"));
  const pools = read(path.join(folder, "pools-v2.json")) as { name: string; addresses: string[]; tags: string[] }[];
  const byAddress = new Map<string, PoolAddress[]>();
  for (const { name, addresses } of pools) for (const address of addresses) byAddress.set(address, [...(byAddress.get(address) ?? []), always(name)]);
  const withClaims = makePoolOfBlock<string>((address) => byAddress.get(address) ?? []);
  const markersOnly = makePoolOfBlock<string>(() => []);

  it("are those of the six recorded coinbases, by address, by tag and by both", () => {
    const { vectors } = read(path.join(folder, "coinbase_vectors.json")) as { vectors: Vector[] };
    expect(vectors).toHaveLength(6);
    for (const vector of vectors) {
      const facts = coinbaseIn(Buffer.from(vector.hex, "hex"), vector.kind === "block" ? 81 : 0, vector.height);
      const { expected_by_address: address, expected_by_tag: tag } = vector;
      const method = address !== null && tag !== null ? "both" : address !== null ? "address" : "tag";
      const expected = address ?? tag;
      expect(withClaims(facts), vector.name).toEqual(expected === null ? null : { name: expected, method, disagreement: [] });
      expect(markersOnly(facts)?.name ?? null, vector.name).toBe(tag);
    }
  });

  it("are those of the manifest, with the list's addresses and by markers alone but where there is none", () => {
    const manifest = read(path.join(blocks, "manifest.json")) as { height: number; pool: string | null }[];
    expect(manifest).toHaveLength(16);
    for (const { height, pool } of manifest) {
      const raw = readFileSync(path.join(blocks, `${height}.bin`));
      const start = 80 + (raw[80]! < 0xfd ? 1 : 3);
      const facts = coinbaseIn(raw, start, height);
      expect(withClaims(facts)?.name ?? null, String(height)).toBe(pool);
      expect(markersOnly(facts)?.name ?? null, String(height)).toBe(pool === "GHash.IO" ? null : pool);
    }
  });

  it("have the list's markers, each of them", () => {
    expect(POOL_MARKERS).toEqual(pools.filter(({ tags }) => tags.length > 0).map(({ name, tags }) => ({ pool: name, tags })));
  });
});
