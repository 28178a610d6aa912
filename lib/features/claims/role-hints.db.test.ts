import { afterAll, beforeAll, expect, test } from "vitest";
import { MANY_WALLETS } from "@/lib/core/casework/role-hint";
import { addressOfScript } from "@/lib/core/bitcoin/addresses";
import { networkByName } from "@/lib/core/network";
import { makeReadServices } from "@/lib/platform/services";
import { nodeHasher } from "@/lib/platform/chain/hasher";
import { testScripts } from "@/lib/testing/chain";
import { openReadSide, type ReadSide } from "@/lib/testing/read-side";

let read: ReadSide;
beforeAll(async () => {
  read = await openReadSide();
});
afterAll(async () => {
  await read.db.close();
});

const wallet = (n: number) => ({ network: "bitcoin" as const, ref: addressOfScript(testScripts.p2wpkh(n), networkByName("bitcoin"), nodeHasher)! });

test("a wallet that is swept into a hub looks like a deposit address; one that nobody knows like nothing", async () => {
  const [hub, nobody] = [1_000, 2_000];
  for (let n = 1; n <= MANY_WALLETS; n += 1) {
    const paid = await read.seed.tx({ height: n, outputs: [{ script: testScripts.p2wpkh(n), value: 10n }] });
    await read.seed.tx({ height: MANY_WALLETS + n, inputs: [{ tx: paid, n: 0 }], outputs: [{ script: testScripts.p2wpkh(hub), value: 9n }] });
  }
  await read.analyse();
  const { roleHints } = makeReadServices(read.db.pool);
  const hints = await roleHints.hints([wallet(1), wallet(hub), wallet(nobody)], ["service-own", "deposit-address", "customer"]);
  expect(hints.map((hint) => hint?.role ?? null)).toEqual(["deposit-address", null, null]);
});
