import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { textToHash } from "@/lib/core/hex";
import type { NetworkName } from "@/lib/core/network";
import type { WhyView } from "@/lib/features/why/why.ports";
import { insertLedger } from "@/lib/testing/ledger-insert";
import { fileAt, importInto } from "@/lib/testing/ledger-dump";
import { openReadSide, type ReadSide } from "@/lib/testing/read-side";
import { NO_SHARED_DATA, sharedData } from "@/lib/testing/shared-data";
import { smallChain } from "@/lib/testing/small-chain";

let side: ReadSide;
beforeEach(async () => {
  side = await openReadSide();
});
afterEach(() => side.db.close());

const query = async <Row extends object>(sql: string, params: unknown[] = []): Promise<readonly Row[]> => (await side.db.pool.query<Row & Record<string, unknown>>(sql, params)).rows;
const why = (network: NetworkName, from: string, to: string): Promise<WhyView> => side.why.why({ network, from, to }, 1000);

interface Member {
  readonly ref: string;
  readonly wallet_id: bigint;
}

/** Up to 20 pairs of every wallet with several addresses, each address in turn with the oldest and the one before it. */
async function pairsWithin(): Promise<readonly (readonly [string, string])[]> {
  const members = await query<Member>(
    `SELECT coalesce(a.text, 'script:' || encode(a.script_hash, 'hex')) AS ref, s.wallet_id FROM address_summary s JOIN analysis_state g USING (generation) JOIN address a ON a.id = s.address_id
     WHERE s.wallet_id IN (SELECT w.id FROM wallet w JOIN analysis_state USING (generation) WHERE w.address_count > 1) ORDER BY s.wallet_id, s.address_id`,
  );
  const wallets = new Map<bigint, string[]>();
  for (const { ref, wallet_id } of members) wallets.set(wallet_id, [...(wallets.get(wallet_id) ?? []), ref]);
  return [...wallets.values()].flatMap((refs) => refs.slice(1, 11).flatMap((ref, i) => [[ref, refs[0]!], [ref, refs[i]!]] as const));
}

/** Who signed the inputs of a transaction that is no CoinJoin. */
async function signersOf(txid: string): Promise<readonly string[]> {
  const rows = await query<{ ref: string }>(
    `SELECT coalesce(a.text, 'script:' || encode(a.script_hash, 'hex')) AS ref FROM tx t JOIN input i ON i.tx_id = t.id JOIN address a ON a.id = i.address_id
     WHERE t.txid = $1 AND NOT EXISTS (SELECT 1 FROM flow f JOIN analysis_state USING (generation) WHERE f.src = -1000 - t.id)`,
    [Buffer.from(textToHash(txid) ?? [])],
  );
  return rows.map(({ ref }) => ref);
}

/** What does not hold of a chain: its steps follow each other, and the ledger itself says that both ends of each signed its transaction. */
async function faults({ from, to, steps, sameWallet }: WhyView): Promise<readonly string[]> {
  const found = sameWallet ? [] : [`${from} and ${to} are not said to be one wallet`];
  let at = from;
  for (const step of steps) {
    if (step.from !== at) found.push(`a step begins at ${step.from}, not at ${at}`);
    at = step.to;
    if (step.transaction === null) continue;
    const signers = await signersOf(step.transaction.txid);
    if (!signers.includes(step.from) || !signers.includes(step.to)) found.push(`${step.transaction.txid} does not link ${step.from} and ${step.to}`);
  }
  return at === to || from === to ? found : [...found, `the chain ends at ${at}, not at ${to}`];
}

describe.each([
  ["bitcoin", "blocks/mainnet-0-2156/blk00000.dat", 30],
  ["regtest", "blocks/regtest-clusters/btc/blocks/blk00000.dat", 30],
] as const)("real blocks of %s", (network, name, least) => {
  const file = sharedData(name);
  it.skipIf(file === null)(file === null ? NO_SHARED_DATA : "join every pair of one wallet by transactions that both ends of each step signed", async () => {
    await importInto(side.db.pool, [fileAt(file!, network)], { network });
    await side.analyse();
    const pairs = await pairsWithin();
    expect(pairs.length).toBeGreaterThan(least);
    for (const [from, to] of pairs) {
      const view = await why(network, from, to);
      expect(await faults(view)).toEqual([]);
      expect(from === to || view.steps.length > 0).toBe(true);
    }
  }, 60_000);
});

describe("a Whirlpool round", () => {
  const file = sharedData("esplora/txs/whirlpool-coinjoin.json");
  it.skipIf(file === null)(file === null ? NO_SHARED_DATA : "is named as what did not merge those who took part in it", async () => {
    await importInto(side.db.pool, [fileAt(file!, "bitcoin")], { network: "bitcoin" });
    await side.analyse();
    const signers = await query<{ text: string }>("SELECT a.text FROM input i JOIN address a ON a.id = i.address_id ORDER BY i.n");
    expect(signers.length).toBeGreaterThanOrEqual(5);
    for (const { text } of signers.slice(1)) {
      const view = await why("bitcoin", signers[0]!.text, text);
      expect(view).toMatchObject({ known: true, sameWallet: false, steps: [], notMerged: [{ kind: "whirlpool" }] });
    }
  });
});

describe("GraphSense's chain of four blocks", () => {
  const folder = sharedData("methods/graphsense-small-chain/spark-utxo");
  it.skipIf(folder === null)(folder === null ? NO_SHARED_DATA : "has a chain of real links for every pair of one wallet", async () => {
    await insertLedger(side.db.pool, smallChain(folder!).ledger);
    await side.db.pool.query("UPDATE address SET text = NULL");
    await side.analyse();
    const pairs = await pairsWithin();
    expect(pairs.length).toBeGreaterThan(5);
    for (const [from, to] of pairs) expect(await faults(await why("bitcoin", from, to))).toEqual([]);
  });
});
