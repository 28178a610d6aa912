import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { addressOfScript } from "@/lib/core/bitcoin/addresses";
import { decodeBlock, decodeWholeBlock } from "@/lib/core/bitcoin/blocks";
import type { ChainRecord, TxColumns } from "@/lib/core/bitcoin/columns";
import { decodeCoreBlock } from "@/lib/core/bitcoin/core-json";
import { hexBytes } from "@/lib/core/bitcoin/fields";
import { NetworkGuess } from "@/lib/core/bitcoin/network-guess";
import { classifyScript } from "@/lib/core/bitcoin/scripts";
import { decodeEsploraTxs } from "@/lib/core/bitcoin/tx-batch";
import { hashToText } from "@/lib/core/hex";
import { networkByName, type NetworkName, subsidyAt } from "@/lib/core/network";
import { nodeHasher as hasher } from "@/lib/platform/chain/hasher";
import { NO_SHARED_DATA, sharedData } from "@/lib/testing/shared-data";

const bitcoin = networkByName("bitcoin");
const read = (file: string): Uint8Array => new Uint8Array(readFileSync(file));
const json = (file: string): unknown => JSON.parse(readFileSync(file, "utf8"));

function rawRecord(bytes: Uint8Array, network: NetworkName = "bitcoin"): ChainRecord {
  const decoded = decodeWholeBlock(bytes, { network: networkByName(network), hasher, file: "", position: "", next: 0 });
  if (decoded.kind === "rejected") throw new Error(decoded.rejection.reason);
  return decoded.record;
}

function* blocksOf(file: string, network: NetworkName): Generator<ChainRecord> {
  const bytes = read(file);
  const view = new DataView(bytes.buffer);
  for (let at = 0; at + 8 <= bytes.length; ) {
    const size = view.getUint32(at + 4, true);
    if (size === 0) return;
    const decoded = decodeBlock(bytes.slice(at + 8, at + 8 + size), { network: networkByName(network), hasher, file, position: `byte ${at}`, next: 0 });
    if (!decoded.ok) throw new Error(decoded.reason);
    yield decoded.record;
    at += 8 + size;
  }
}

const outputs = (txs: TxColumns): { script: Uint8Array; value: bigint }[] =>
  [...txs.scriptStart].map((start, o) => ({ script: txs.bytes.slice(start, start + txs.scriptLength[o]!), value: txs.value[o]! }));

const STATED = ["txCount", "inputCount", "outputCount", "txid", "txFlags", "version", "locktime", "size", "weight", "inputStart", "prevTxid", "prevN", "sequence", "outputStart", "value", "coinbaseTx", "coinbaseScript"] as const;

describe("real blocks", () => {
  const folder = sharedData("blocks");
  const esplora = sharedData("esplora/txs");
  const rpc = sharedData("rpc/bitcoin-etl");
  if (folder === null || esplora === null || rpc === null) {
    it.skip(NO_SHARED_DATA, () => undefined);
    return;
  }
  const single = path.join(folder, "mainnet-single");
  const manifest = json(path.join(single, "manifest.json")) as { height: number; hash: string; txs: number; inputs: number }[];

  it("0 to 2156 of mainnet hold together: each follows the last, and every coin is mined once and spent at most once", () => {
    const unspent = new Map<string, bigint>();
    let previous = new Uint8Array(32);
    let height = 0;
    let fees = 0n;
    for (const { block, txs } of blocksOf(path.join(folder, "mainnet-0-2156/blk00000.dat"), "bitcoin")) {
      expect(block?.prevHash).toEqual(previous);
      previous = new Uint8Array(block!.hash);
      for (let t = 0; t < txs.txCount; t += 1) {
        const txid = hashToText(txs.txid.slice(32 * t, 32 * t + 32));
        for (let i = txs.inputStart[t]!; i < txs.inputStart[t + 1]!; i += 1) {
          const outpoint = `${hashToText(txs.prevTxid.slice(32 * i, 32 * i + 32))}:${txs.prevN[i]}`;
          const value = unspent.get(outpoint);
          expect(value, outpoint).toBeDefined();
          fees += value!;
          unspent.delete(outpoint);
        }
        for (let o = txs.outputStart[t]!; o < txs.outputStart[t + 1]!; o += 1) {
          unspent.set(`${txid}:${o - txs.outputStart[t]!}`, txs.value[o]!);
          if (t > 0) fees -= txs.value[o]!;
        }
      }
      height += 1;
    }
    expect(height).toBe(2157);
    expect([...unspent.values()].reduce((sum, value) => sum + value, 0n)).toBe(2157n * subsidyAt(bitcoin, 0));
    expect(fees).toBe(0n);
  });

  it.each(manifest)("$height of mainnet has the hash and counts of its manifest", ({ height, hash, txs, inputs }) => {
    const record = rawRecord(read(path.join(single, `${height}.bin`)));
    expect(hashToText(record.block!.hash)).toBe(hash);
    expect([record.txs.txCount, record.txs.inputCount]).toEqual([txs, inputs]);
    expect(record.block!.height).toBe(height === 100_000 ? null : height);
  });

  const withJson = readdirSync(single).filter((name) => name.endsWith(".getblock2.json"));
  it.each(withJson)("is the same by raw bytes and by Core's JSON: %s", (name) => {
    const raw = rawRecord(read(path.join(single, name.replace(".getblock2.json", ".bin"))));
    const decoded = decodeCoreBlock(json(path.join(single, name)), { hasher, network: new NetworkGuess(null, hasher), file: "", position: "", next: 0 });
    if (decoded.kind === "rejected") throw new Error(decoded.rejection.reason);
    const { record } = decoded;
    for (const column of STATED) expect(record.txs[column], column).toEqual(raw.txs[column]);
    expect(outputs(record.txs)).toEqual(outputs(raw.txs));
    expect({ ...record.block, height: null, heightSource: null }).toEqual({ ...raw.block, height: null, heightSource: null });
    expect(record.block!.height).toBe(parseInt(name, 10));
  });

  it.each(withJson)("has the addresses and script types that Core prints: %s", (name) => {
    const block = json(path.join(single, name)) as { tx: { vout: { scriptPubKey: { hex: string; type: string; addresses?: string[]; address?: string } }[] }[] };
    const types: Record<string, string> = { pubkey: "p2pk", pubkeyhash: "p2pkh", scripthash: "p2sh", multisig: "p2ms", nulldata: "op_return", nonstandard: "unknown" };
    for (const { scriptPubKey } of block.tx.flatMap((tx) => tx.vout)) {
      const script = hexBytes(scriptPubKey.hex)!;
      expect(classifyScript(script)).toBe(types[scriptPubKey.type]);
      const [address = scriptPubKey.address] = scriptPubKey.addresses ?? [];
      if (address !== undefined && scriptPubKey.type !== "multisig") expect(addressOfScript(script, bitcoin, hasher)).toBe(address);
    }
  });

  it("come from the recorded replies of a node as well", () => {
    const files = readdirSync(rpc, { recursive: true, encoding: "utf8" }).filter((name) => /getblock_.*_2\.json$/.test(name));
    expect(files.length).toBeGreaterThan(5);
    for (const file of files) {
      const decoded = decodeCoreBlock(json(path.join(rpc, file)), { hasher, network: new NetworkGuess(null, hasher), file, position: "", next: 0 });
      expect(decoded.kind, file).toBe("record");
    }
  });

  it("with their previous outputs known pay in fees exactly what the coinbase claims above the subsidy", () => {
    const files = readdirSync(path.join(folder, "with-prevouts")).filter((name) => name.startsWith("full_"));
    expect(files).toHaveLength(7);
    for (const name of files) {
      const height = parseInt(name.slice("full_".length), 10) + 1;
      const { blocks } = json(path.join(folder, "with-prevouts", name)) as { blocks: { data: { transactions: PrevoutTx[] } }[] };
      const txs = blocks[0]!.data.transactions.map(asEsplora);
      const decoded = decodeEsploraTxs(txs, { file: name, hasher, network: new NetworkGuess(null, hasher), place: (i) => ({ position: `[${i}]`, next: 0 }) });
      let fees = 0n;
      let claimed = 0n;
      for (const item of decoded) {
        if (item.kind === "rejected") throw new Error(item.rejection.reason);
        const { txs: columns, notes } = item.record;
        expect(notes).toEqual([]);
        for (const value of columns.prevValue) fees += value;
        for (const value of columns.value) fees -= value;
        const t = columns.coinbaseTx;
        for (let o = columns.outputStart[t]!; t >= 0 && o < columns.outputStart[t + 1]!; o += 1) claimed += columns.value[o]!;
      }
      expect(fees, name).toBe(-subsidyAt(bitcoin, height));
      expect(claimed >= subsidyAt(bitcoin, height)).toBe(true);
    }
  });

  it("of the designed regtest chain are 202 blocks with 356 transactions, 178 inputs and 693 outputs", () => {
    const totals = { blocks: 0, txs: 0, inputs: 0, outputs: 0 };
    for (const { block, txs } of blocksOf(path.join(folder, "regtest-clusters/btc/blocks/blk00000.dat"), "regtest")) {
      totals.blocks += 1;
      totals.txs += txs.txCount;
      totals.inputs += txs.inputCount;
      totals.outputs += txs.outputCount;
      expect(block!.height).not.toBeNull();
    }
    expect(totals).toEqual({ blocks: 202, txs: 356, inputs: 178, outputs: 693 });
  });

  const files = readdirSync(esplora).filter((name) => !/address\.json|utxos/.test(name));
  it.each(files)("hold real transactions as Esplora serves them: %s", (name) => {
    const value = json(path.join(esplora, name));
    const values = (Array.isArray(value) ? value : [value]) as EsploraTx[];
    const network = new NetworkGuess(null, hasher);
    const decoded = decodeEsploraTxs(values, { file: name, hasher, network, place: (i) => ({ position: `[${i}]`, next: i + 1 }) });
    expect(network.settle().name).toBe("bitcoin");
    let count = 0;
    for (const item of decoded) {
      if (item.kind === "rejected") throw new Error(item.rejection.reason);
      count += item.record.txs.txCount;
      expect(item.record.notes).toEqual([]);
      expect(item.record.block).toMatchObject({ complete: false, heightSource: "source" });
    }
    expect(count).toBe(values.length);
    for (const { scriptpubkey, scriptpubkey_address = null } of values.flatMap((tx) => [...tx.vout, ...tx.vin.flatMap((input) => input.prevout ?? [])])) {
      const script = hexBytes(scriptpubkey)!;
      // Esplora prints no address for a bare public key.
      if (classifyScript(script) !== "p2pk") expect(addressOfScript(script, bitcoin, hasher)).toBe(scriptpubkey_address);
    }
  });
});

interface EsploraTx {
  readonly vin: readonly { readonly prevout: EsploraOutput | null }[];
  readonly vout: readonly EsploraOutput[];
}
interface EsploraOutput {
  readonly scriptpubkey: string;
  readonly scriptpubkey_address?: string;
}
interface PrevoutTx {
  readonly version: number;
  readonly lock_time: number;
  readonly inputs: readonly { script: string; sequence: number; previous_output: { txid: string; vout: number; data: { value: number; pk_script: string } } }[];
  readonly outputs: readonly { value: number; pk_script: string }[];
}

/** The oracle's own form of transactions, which has no txids; so they are not compared. */
function asEsplora(tx: PrevoutTx, index: number): unknown {
  const isCoinbase = /^0{64}$/.test(tx.inputs[0]!.previous_output.txid);
  return {
    txid: index.toString(16).padStart(64, "0"),
    vin: isCoinbase
      ? [{ is_coinbase: true, scriptsig: tx.inputs[0]!.script.slice(2) }]
      : tx.inputs.map(({ previous_output: { txid, vout, data } }) => ({ txid, vout, prevout: { value: data.value, scriptpubkey: data.pk_script.slice(2) } })),
    vout: tx.outputs.map(({ value, pk_script }) => ({ value, scriptpubkey: pk_script.slice(2) })),
  };
}

