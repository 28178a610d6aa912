import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { decodeWholeBlock } from "@/lib/core/bitcoin/blocks";
import type { TxColumns } from "@/lib/core/bitcoin/columns";
import { classifyScript } from "@/lib/core/bitcoin/scripts";
import { COINJOIN_RULES, judge } from "@/lib/core/coinjoin/guard";
import type { TxView } from "@/lib/core/coinjoin/view";
import { wabisabi } from "@/lib/core/coinjoin/wabisabi";
import { toHex } from "@/lib/core/hex";
import { networkByName } from "@/lib/core/network";
import { Random } from "@/lib/core/simulate/random";
import type { Measures } from "@/lib/platform/bench/clustering-measures";
import { DATA } from "@/lib/platform/bench/clustering-quality";
import { wabisabiRound } from "@/lib/platform/bench/clustering-wabisabi";
import { nodeHasher } from "@/lib/platform/chain/hasher";

const OLDER_RULES = COINJOIN_RULES.filter((rule) => rule !== wabisabi);
const SMALL = [5, 9] as const;
const MEDIUM = [10, 19] as const;

/**
 * The rule for small WabiSabi rounds: how many generated ones it finds that the others do not, and how many transactions of real
 * blocks from before WabiSabi it excludes, each of them wrongly. Inputs whose parents are not in the same file count as
 * strangers', so the cost is never told too low.
 */
export function guardQuality(rounds: number): Measures {
  const blocks = realBlocks();
  const generated = { ...recognised("smallRounds", SMALL, rounds), ...recognised("mediumRounds", MEDIUM, rounds) };
  if (blocks === null) return { figures: generated, ratio: {}, notes: ["real blocks are not beside the project: the cost of the rules was not measured"] };
  const several = blocks.filter((view) => view.inputs.length > 1);
  const excluded = several.filter((view) => judge(view)?.mixes === true).length;
  const byDenominations = several.filter((view) => judge(view, [wabisabi]) !== null).length;
  return {
    figures: {
      ...generated, blockTransactions: blocks.length, blockSeveralInputs: several.length, blockTenInputs: several.filter((view) => view.inputs.length >= 10).length,
      blockExcluded: excluded, blockExcludedByDenominations: byDenominations,
    },
    ratio: {},
    notes: [],
  };
}

function recognised(name: string, [from, to]: readonly [number, number], rounds: number): Record<string, number> {
  const random = new Random(nodeHasher.sha256(new TextEncoder().encode(name)));
  let found = 0;
  let foundBefore = 0;
  for (let round = 0; round < rounds; round += 1) {
    const inputs = random.between(from, to);
    const { view } = wabisabiRound(random, random.between(2, inputs), inputs);
    if (judge(view)?.mixes === true) found += 1;
    if (judge(view, OLDER_RULES)?.mixes === true) foundBefore += 1;
  }
  return { [name]: rounds, [`${name}Found`]: found, [`${name}FoundByOtherRules`]: foundBefore };
}

/** The payments of the blocks that lie beside the project, 2009 to 2020. */
function realBlocks(): TxView[] | null {
  const folder = path.join(DATA, "blocks/mainnet-single");
  const first = path.join(DATA, "blocks/mainnet-0-2156/blk00000.dat");
  if (!existsSync(folder) || !existsSync(first)) return null;
  const single = readdirSync(folder).filter((name) => name.endsWith(".bin")).flatMap((name) => new Views().add(readFileSync(path.join(folder, name))));
  const bytes = readFileSync(first);
  const chain = new Views();
  const views: TxView[] = [];
  for (let at = 0; at + 8 <= bytes.length && bytes.readUInt32LE(at + 4) > 0; at += 8 + bytes.readUInt32LE(at + 4)) views.push(...chain.add(bytes.subarray(at + 8, at + 8 + bytes.readUInt32LE(at + 4))));
  return [...single, ...views];
}

/** Transactions as the guard sees them, with the parents that came before. */
class Views {
  private readonly scripts = new Map<string, number>();
  private readonly outputs = new Map<string, TxView["outputs"][number]>();

  add(block: Uint8Array): TxView[] {
    const decoded = decodeWholeBlock(block, { network: networkByName("bitcoin"), hasher: nodeHasher, file: "bench", position: "byte 0", next: 0 });
    if (decoded.kind === "rejected") throw new Error(decoded.rejection.reason);
    const { txs } = decoded.record;
    const transactions = Array.from({ length: txs.txCount }, (_, t) => t);
    const outputs = transactions.map((t) => this.outputsOf(txs, t));
    return transactions.flatMap((t) => (txs.coinbaseTx === t ? [] : [{ coinbase: false, inputs: this.inputsOf(txs, t), outputs: outputs[t] ?? [] }]));
  }

  private outputsOf(txs: TxColumns, t: number): TxView["outputs"] {
    const txid = toHex(txs.txid.subarray(32 * t, 32 * t + 32));
    const first = txs.outputStart[t] ?? 0;
    return Array.from({ length: (txs.outputStart[t + 1] ?? 0) - first }, (_, n) => {
      const from = txs.scriptStart[first + n] ?? 0;
      const script = txs.bytes.subarray(from, from + (txs.scriptLength[first + n] ?? 0));
      const output = { script: classifyScript(script) === "op_return" ? null : this.idOf(toHex(script)), value: txs.value[first + n] ?? 0n, type: null };
      this.outputs.set(`${txid}:${n}`, output);
      return output;
    });
  }

  private inputsOf(txs: TxColumns, t: number): TxView["inputs"] {
    const first = txs.inputStart[t] ?? 0;
    return Array.from({ length: (txs.inputStart[t + 1] ?? 0) - first }, (_, n) => {
      const i = first + n;
      return this.outputs.get(`${toHex(txs.prevTxid.subarray(32 * i, 32 * i + 32))}:${txs.prevN[i] ?? -1}`) ?? { script: null, value: null, type: null };
    });
  }

  private idOf(script: string): number {
    const id = this.scripts.get(script) ?? this.scripts.size + 1;
    this.scripts.set(script, id);
    return id;
  }
}
