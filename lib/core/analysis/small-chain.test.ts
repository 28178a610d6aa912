import path from "node:path";
import { describe, expect, it } from "vitest";
import { analysisOf } from "@/lib/core/analysis/analysis";
import { ledgerColumns } from "@/lib/testing/ledger-rows";
import { NO_SHARED_DATA, sharedData } from "@/lib/testing/shared-data";
import { jsonLines, smallChain } from "@/lib/testing/small-chain";

describe("GraphSense's chain of four blocks", () => {
  const folder = sharedData("methods/graphsense-small-chain/spark-utxo");
  if (folder === null) {
    it.skip(NO_SHARED_DATA, () => undefined);
    return;
  }
  const { ledger, multisig } = smallChain(folder);
  const steps = analysisOf(ledgerColumns(ledger));
  let step = steps.next();
  while (step.done !== true) step = steps.next();
  const rows = step.value;
  const reference = <Row>(name: string): Row[] => jsonLines<Row>(path.join(folder, "reference", `${name}.json`));

  it("has the clusters recorded, their sizes and their balances", () => {
    // The chain only declares its transaction 5 a CoinJoin; nothing of its shape says so.
    const expected = reference<{ addressId: number; clusterId: number }>("address_cluster_with_coinjoin").filter((row) => row.addressId !== 0);
    const found = [...rows.addresses()].flatMap(({ count, address, wallet }) => Array.from({ length: count }, (_, i) => ({ addressId: address[i], clusterId: wallet[i] })));
    expect(found.filter((row) => row.addressId !== multisig)).toEqual(expected.map(({ addressId, clusterId }) => ({ addressId, clusterId })));

    const balances = reference<{ clusterId: number; noAddresses: number; totalReceived: { value: number }; totalSpent: { value: number } }>("cluster")
      // Cluster 5 holds the multisig script, for which the reference has no coins.
      .filter((row) => row.clusterId !== 0 && row.clusterId !== 5)
      .map((row) => ({ id: row.clusterId, addresses: row.noAddresses, balance: row.totalReceived.value - row.totalSpent.value }));
    const wallets = [...rows.wallets()].flatMap(({ count, id, addressCount, received, sent }) => Array.from({ length: count }, (_, i) => ({ id: id[i]!, addresses: addressCount[i]!, balance: Number(received[i]! - sent[i]!) })));
    expect(wallets.filter((row) => row.id !== 5)).toEqual(balances);
  });

  it("has the relations recorded, wherever a wallet's coins need no apportioning", () => {
    const cluster = (id: number): number => (id === 3 ? 2 : id);
    const expected = new Map<string, number>();
    for (const { srcClusterId, dstClusterId, estimatedValue } of reference<{ srcClusterId: number; dstClusterId: number; estimatedValue: { value: number } }>("cluster_relations")) {
      const pair = `${cluster(srcClusterId)} ${cluster(dstClusterId)}`;
      // Transaction 8 spends the multisig script, too: the reference leaves its share out.
      if (srcClusterId !== 5) expected.set(pair, (expected.get(pair) ?? 0) + estimatedValue.value);
    }
    expected.set("2 5", 150_000);
    expected.set("5 12", 4_300_000);
    expected.set("5 13", 149_000);
    const found = [...rows.flows()].flatMap(({ count, src, dst, value }) => Array.from({ length: count }, (_, i) => [`${src[i]} ${dst[i]}`, Number(value[i])] as const));
    expect(Object.fromEntries(found.filter(([pair]) => !pair.endsWith(" -2")))).toEqual(Object.fromEntries(expected));
  });
});
