import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { addressOfScript } from "@/lib/core/bitcoin/addresses";
import { networkByName } from "@/lib/core/network";
import { ClaimList } from "@/lib/features/claims/claims.contract";
import { toClaimFields } from "@/lib/features/claims/claims-read.dto";
import { CLAIMS_PER_SUBJECT } from "@/lib/features/claims/claims-read.ports";
import { nodeHasher } from "@/lib/platform/chain/hasher";
import { testScripts } from "@/lib/testing/chain";
import { openReadSide, type ReadSide } from "@/lib/testing/read-side";
import { seedClaim } from "@/lib/testing/seed-claim";

let read: ReadSide;
beforeEach(async () => {
  read = await openReadSide();
});
afterEach(async () => {
  await read.db.close();
});

const script = testScripts.p2wpkh(1);
const key = nodeHasher.sha256(script);
const text = addressOfScript(script, networkByName("bitcoin"), nodeHasher)!;
const TXID = "12".repeat(32);

describe("the claims on a subject", () => {
  test("carry names, source, date and author, and pass the contract", async () => {
    await read.db.pool.query("INSERT INTO entity(id, name, category) VALUES ('apt43', 'APT43', 'state-actor') ON CONFLICT (id) DO NOTHING");
    await seedClaim(read.db.pool, { key, text, label: "claimed", entityId: "apt43", category: "state-actor" });
    const [shown] = ClaimList.parse({ claims: [...(await read.claimsRead.ofSubject("bitcoin", text))] }).claims;
    expect(shown).toMatchObject({
      inherited: false,
      claim: { subject: { kind: "address", network: "bitcoin", ref: text }, entity: { id: "apt43", name: "APT43" }, source: { name: "a source", url: null, date: "2020-02-03" }, status: "proposed", scope: "shared", author: { name: "unknown account" } },
    });
  });

  test("leave out old versions and what was rejected or retracted, unless asked for these", async () => {
    await seedClaim(read.db.pool, { key, text, label: "old", current: false });
    await seedClaim(read.db.pool, { key, text, label: "rejected", status: "rejected" });
    await seedClaim(read.db.pool, { key, text, label: "retracted", status: "retracted" });
    await seedClaim(read.db.pool, { key, text, label: "guess", status: "hypothesis" });
    await seedClaim(read.db.pool, { key, text, label: "accepted", status: "accepted" });
    const labels = async (retired: boolean) => (await read.claimsRead.ofSubject("bitcoin", text, { retired })).map(({ claim }) => claim.label);
    expect(await labels(false)).toEqual(["accepted", "guess"]);
    expect(await labels(true)).toEqual(["accepted", "guess", "rejected", "retracted"]);
  });

  test("are those of its network and its kind only", async () => {
    await seedClaim(read.db.pool, { network: "litecoin", key, text, label: "elsewhere" });
    await seedClaim(read.db.pool, { kind: "transaction", key: Buffer.from(TXID, "hex").reverse(), text: TXID, label: "the theft" });
    expect(await read.claimsRead.ofSubject("bitcoin", text)).toEqual([]);
    expect(await read.claimsRead.ofSubject("bitcoin", TXID)).toMatchObject([{ claim: { label: "the theft", subject: { kind: "transaction", ref: TXID } } }]);
    expect(await read.claimsRead.ofSubject("litecoin", TXID)).toEqual([]);
  });

  test("beyond the cap are counted, not shown, and direct ones are never pushed out by inherited ones", async () => {
    const other = testScripts.p2wpkh(2);
    const first = await read.seed.tx({ height: 1, outputs: [{ script, value: 1n }, { script: other, value: 2n }] });
    await read.seed.tx({ height: 2, inputs: [{ tx: first, n: 0 }, { tx: first, n: 1 }], outputs: [{ script: testScripts.p2tr(1), value: 3n }] });
    await read.analyse();
    for (let n = 0; n < CLAIMS_PER_SUBJECT + 3; n += 1) await seedClaim(read.db.pool, { key: nodeHasher.sha256(other), text: "x", label: `inherited ${n}`, status: "accepted" });
    await seedClaim(read.db.pool, { key, text, label: "direct", status: "hypothesis" });
    const found = await read.claimsRead.find("bitcoin", text);
    expect([found.shown.length, found.total, found.shown[0]?.claim.label]).toEqual([CLAIMS_PER_SUBJECT, CLAIMS_PER_SUBJECT + 4, "direct"]);
    expect(toClaimFields(found).moreClaims).toBe(4);
  });
});
