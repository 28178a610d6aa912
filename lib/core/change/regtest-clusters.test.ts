import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import * as blocksci from "@/lib/core/change/blocksci";
import { type Heuristic, intersection, unique } from "@/lib/core/change/heuristic";
import { UnionFind } from "@/lib/core/clustering/union-find";
import { equalOutputs } from "@/lib/core/coinjoin/equal-outputs";
import { factsOf } from "@/lib/core/coinjoin/view";
import { memoryChain, type MemoryTx } from "@/lib/testing/change-views";
import { NO_SHARED_DATA, sharedData } from "@/lib/testing/shared-data";

interface Recorded {
  readonly heuristic: string;
  readonly txid: string;
  readonly outputs?: readonly number[];
  readonly unique?: readonly number[];
  readonly count?: number;
}
interface Answers {
  readonly recorded: readonly Recorded[];
  readonly planted: readonly Recorded[];
  readonly transactions: readonly { readonly txid: string; readonly coinjoin?: boolean; readonly peelingChain?: boolean }[];
}
interface Clusters {
  readonly clusters: readonly { readonly change: string; readonly excludeCoinjoins: boolean; readonly address: string; readonly cluster: readonly string[] }[];
}

const peelingAndSpent: Heuristic = { gap: () => null, candidates: (view) => intersection(blocksci.peelingChain.candidates(view), blocksci.spent.candidates(view)) };

const NAMED: Readonly<Record<string, Heuristic>> = {
  peeling_chain: blocksci.peelingChain, "peeling_chain & spent": peelingAndSpent, optimal_change: blocksci.optimalChange, address_type: blocksci.addressType, locktime: blocksci.locktime,
  address_reuse: blocksci.addressReuse, client_change_address_behavior: blocksci.clientChange, legacy: blocksci.legacy, none: blocksci.none,
};

function heuristicBy(name: string): Heuristic {
  const digits = /^power_of_ten_value\((\d)\)$/.exec(name)?.[1];
  const found = digits === undefined ? NAMED[name] : blocksci.powerOfTen(parseInt(digits, 10));
  if (found === undefined) throw new Error(`No heuristic goes by “${name}”.`);
  return found;
}

describe("the change heuristics on the designed regtest chain", () => {
  const blocks = sharedData("blocks/regtest-clusters/btc/blocks/blk00000.dat");
  const change = sharedData("blocks/regtest-clusters/expected-change.json");
  const clusters = sharedData("blocks/regtest-clusters/expected-clusters.json");
  if (blocks === null || change === null || clusters === null) {
    it.skip(NO_SHARED_DATA, () => undefined);
    return;
  }
  const chain = memoryChain(blocks, "regtest");
  const byTxid = new Map(chain.txs.map((tx) => [tx.txid, tx]));
  const answers = JSON.parse(readFileSync(change, "utf8")) as Answers;
  const candidates = ({ heuristic, txid }: Recorded): readonly number[] => heuristicBy(heuristic).candidates(chain.view(byTxid.get(txid)!));

  it("give the 160 recorded answers, as sets and as unique outputs", () => {
    expect(answers.recorded.map((one) => ({ ...one, outputs: candidates(one), unique: unique(candidates(one)) }))).toEqual(answers.recorded);
    expect(answers.recorded).toHaveLength(80);
  });

  it("give the 33 planted answers", () => {
    expect(answers.planted.map((one) => ({ ...one, ...(one.outputs !== undefined && { outputs: candidates(one) }), ...(one.count !== undefined && { count: candidates(one).length }) }))).toEqual(answers.planted);
    expect(answers.planted).toHaveLength(33);
  });

  it("tell the 17 planted CoinJoins and peeling chains from what is none", () => {
    const told = answers.transactions.map(({ txid, coinjoin, peelingChain }) => {
      const tx = byTxid.get(txid)!;
      return { txid, ...(coinjoin !== undefined && { coinjoin: isGenericCoinjoin(tx) }), ...(peelingChain !== undefined && { peelingChain: blocksci.isPeelingChain(chain.view(tx)) }) };
    });
    expect(told).toEqual(answers.transactions);
    expect(told).toHaveLength(17);
  });

  it("joined with common inputs, give the 80 recorded clusters", () => {
    const { clusters: recorded } = JSON.parse(readFileSync(clusters, "utf8")) as Clusters;
    const idOf = new Map([...chain.addresses].flatMap(([id, text]) => (text === null ? [] : [[text, id] as const])));
    const found = recorded.map((one) => {
      const walletOf = clustering(one.change, one.excludeCoinjoins);
      const wallet = walletOf[idOf.get(one.address)!];
      return { ...one, cluster: [...chain.addresses].filter(([id, text]) => text !== null && walletOf[id] === wallet).map(([, text]) => text!).sort() };
    });
    expect(found).toEqual(recorded.map((one) => ({ ...one, cluster: [...one.cluster].sort() })));
    expect(recorded).toHaveLength(80);
  });

  /** What upstream's answers were recorded with: the generic CoinJoin rule, and each unique change output joined to the inputs. */
  function clustering(name: string, excludeCoinjoins: boolean): Int32Array {
    const wallets = new UnionFind(chain.addresses.size + 1);
    for (const tx of chain.txs) {
      if (tx.coinbase || (excludeCoinjoins && isGenericCoinjoin(tx))) continue;
      const view = chain.view(tx);
      const scripts = view.inputs.map((input) => input.script!);
      const [first] = scripts;
      for (const script of [...scripts, ...unique(heuristicBy(name).candidates(view)).map((n) => view.outputs[n]!.script!)]) wallets.union(first!, script);
    }
    return wallets.smallest();
  }

  function isGenericCoinjoin(tx: MemoryTx): boolean {
    const { coinbase, inputs, outputs } = chain.view(tx);
    return !coinbase && equalOutputs.match(factsOf({ coinbase, inputs: inputs.map((input) => ({ ...input, type: 0 })), outputs: outputs.map((output) => ({ ...output, type: 0 })) })) !== null;
  }
});
