import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, afterEach, describe, expect, it } from "vitest";
import { addressOfScript } from "@/lib/core/bitcoin/addresses";
import { networkByName } from "@/lib/core/network";
import type { Principal } from "@/lib/core/policy/policy";
import { WalletLayersDto, WalletLinkDto } from "@/lib/features/wallet-links/wallet-links.contract";
import { toLinkCheckDto, toWalletLayersDto, toWalletLinkDto } from "@/lib/features/wallet-links/wallet-links.dto";
import type { LinkSubjects } from "@/lib/features/wallet-links/wallet-links.ports";
import { nodeHasher } from "@/lib/platform/chain/hasher";
import { makeServices, type Services } from "@/lib/platform/services";
import { makeTestAnalysis } from "@/lib/testing/analysis";
import { testScripts } from "@/lib/testing/chain";
import { freshDatabase, type TestDatabase } from "@/lib/testing/database";
import { LedgerSeed } from "@/lib/testing/ledger-seed";
import { seedClaim } from "@/lib/testing/seed-claim";

const script = (n: number): Uint8Array => testScripts.p2wpkh(n);
const addressOf = (n: number): string => addressOfScript(script(n), networkByName("bitcoin"), nodeHasher)!;
const pay = (n: number, value: bigint) => ({ script: script(n), value });
const SENDER = 1;
const SHOP = 3;
const CHANGE = 4;
const STRANGER = 5;

let db: TestDatabase;
let services: Services;
let owner: Principal;
let analyst: Principal;
let caseId: string;
let txid: string;

/** Addresses 1 and 2 sign together and pay 3; 4 is the change, 5 somebody else; 6 pays 7 and 8, which later sign together. */
async function seedPayment(): Promise<void> {
  const seed = new LedgerSeed(db.pool);
  const fund = await seed.tx({ height: 1, outputs: [pay(1, 100_000_000n), pay(2, 100_000_000n)] });
  ({ txid } = await seed.tx({ height: 2, inputs: [{ tx: fund, n: 0 }, { tx: fund, n: 1 }], outputs: [pay(SHOP, 100_000_000n), pay(CHANGE, 99_998_765n)], fee: 1_235n }));
  const other = await seed.tx({ height: 3, outputs: [pay(STRANGER, 7n), pay(6, 20n)] });
  const split = await seed.tx({ height: 4, inputs: [{ tx: other, n: 1 }], outputs: [pay(7, 9n), pay(8, 11n)] });
  await seed.tx({ height: 5, inputs: [{ tx: split, n: 0 }, { tx: split, n: 1 }], outputs: [pay(9, 20n)] });
  await makeTestAnalysis(db.pool).analyse();
}

beforeAll(async () => {
  db = await freshDatabase();
  services = makeServices({ databaseUrl: db.url, home: "/nonexistent", limits: {} });
  owner = await services.accounts.localOwner();
  analyst = { accountId: randomUUID(), name: "Ana", kind: "user", role: "analyst" };
  ({ caseId } = await services.cases.create(owner, { name: "Links" }));
  await seedPayment();
});
afterAll(async () => {
  await services.close();
  await db.close();
});

const change = (): LinkSubjects => ({ kind: "change", network: "bitcoin", txid, n: 1 });
const two = (kind: "merge" | "split", one: number, other: number): LinkSubjects => ({ kind, network: "bitcoin", one: addressOf(one), other: addressOf(other) });
const make = (subjects: LinkSubjects, inCase: string | null = caseId, by = owner) => services.walletLinks.add(by, { ...subjects, reason: "Round payment", caseId: inCase });
const layers = async (n: number, by = owner) => WalletLayersDto.parse(toWalletLayersDto(await services.walletLayers.ofWallet(by, "bitcoin", addressOf(n))));
const warnings = async (subjects: LinkSubjects) => toLinkCheckDto(await services.walletLinks.check(owner, subjects)).warnings;
const computed = async (): Promise<unknown> => (await db.pool.query("SELECT id, address_count, tx_count, received, sent FROM wallet ORDER BY id")).rows;
const events = async (id: string) => (await services.prisma.auditEvent.findMany({ where: { target: `wallet-link:${id}` }, orderBy: { seq: "asc" } })).map(({ action, payload }) => ({ action, ...(JSON.parse(payload) as object) }));

let made: string[];
beforeEach(() => {
  made = [];
});
/** Every test takes back what it made. */
afterEach(async () => {
  for (const id of made) await services.walletLinks.takeBack(owner, id, { version: 1, reason: "The test is over" });
});
const keep = async (id: Promise<string>): Promise<string> => {
  made.push(await id);
  return id;
};

describe("a change output kept as a link", () => {
  it("lies above the wallets, which stay as they were computed", async () => {
    const before = await computed();
    await keep(make(change()));
    const found = await layers(SENDER);
    expect(found).toMatchObject({ base: { addressCount: 2 }, change: { addressCount: 3, wallets: [{ addressCount: 2 }, { ref: addressOf(CHANGE), addressCount: 1 }] } });
    expect(found.manual?.links).toMatchObject([{ kind: "change", one: addressOf(SENDER), other: addressOf(CHANGE), output: { txid, n: 1 }, reason: "Round payment", scope: "case", author: { id: owner.accountId }, refused: false }]);
    expect((await layers(CHANGE)).change).toEqual(found.change);
    expect(await computed()).toEqual(before);
    const [kept] = await services.walletLayers.ofTransaction(owner, "bitcoin", txid);
    expect(WalletLinkDto.parse(toWalletLinkDto(kept!))).toMatchObject({ version: 1, output: { txid, n: 1 } });
  });

  it("is taken back by a new version with a reason; both are told in the audit log", async () => {
    const id = await make(change());
    await services.walletLinks.takeBack(owner, id, { version: 1, reason: "It was the payment" });
    expect(await layers(SENDER)).toMatchObject({ change: null, manual: null });
    const { rows } = await db.pool.query("SELECT version, current, state, reason FROM wallet_link WHERE id = $1 ORDER BY version", [id]);
    expect(rows).toEqual([{ version: 1, current: false, state: "standing", reason: "Round payment" }, { version: 2, current: true, state: "taken-back", reason: "It was the payment" }]);
    expect(await events(id)).toMatchObject([{ action: "wallet-link.created", kind: "change", txid, n: 1, warned: [] }, { action: "wallet-link.taken-back", reason: "It was the payment", version: 2 }]);
    await expect(services.walletLinks.takeBack(owner, id, { version: 1, reason: "Again" })).rejects.toMatchObject({ code: "conflict" });
    await expect(services.walletLinks.takeBack(owner, id, { version: 2, reason: "Again" })).rejects.toMatchObject({ code: "conflict" });
  });

  it("is refused where nothing is suggested, where it stands already, and where the transaction is unknown", async () => {
    await keep(make(change()));
    await expect(make(change())).rejects.toMatchObject({ code: "conflict" });
    await expect(make({ kind: "change", network: "bitcoin", txid, n: 0 })).rejects.toMatchObject({ code: "invalid_input" });
    await expect(make({ kind: "change", network: "bitcoin", txid: "ab".repeat(32), n: 0 })).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("a merge or split by hand", () => {
  it("joins over change links, and a split keeps apart what the newer link would join", async () => {
    await keep(make(two("split", STRANGER, SENDER)));
    await keep(make(change()));
    await keep(make(two("merge", CHANGE, STRANGER)));
    const found = await layers(SENDER);
    expect(found.manual?.joined).toMatchObject({ addressCount: 3 });
    expect(found.manual?.links.map(({ kind, refused }) => [kind, refused])).toEqual([["split", false], ["change", false], ["merge", true]]);
    expect((await layers(STRANGER)).manual?.joined).toBeNull();
  });

  it("needs two addresses that are not one wallet already", async () => {
    await expect(make(two("merge", 1, 2))).rejects.toMatchObject({ code: "conflict" });
    await expect(make(two("merge", 1, 1))).rejects.toMatchObject({ code: "invalid_input" });
    await expect(make({ kind: "merge", network: "bitcoin", one: addressOf(1), other: "hello" })).rejects.toMatchObject({ code: "invalid_input" });
    await keep(make(two("split", 1, 2)));
    expect((await layers(1)).manual).toMatchObject({ joined: null, links: [{ kind: "split" }] });
  });
});

describe("before a link is made, the guards warn", () => {
  it("of nothing, where nothing speaks against it", async () => {
    expect(await services.walletLinks.check(owner, change())).toEqual({ oneRef: addressOf(SENDER), otherRef: addressOf(CHANGE), oneWallet: false, warnings: [], notAsked: [] });
  });

  it("of a payment: the vote names another output where the one paid the other", async () => {
    expect(await warnings(two("merge", 2, SHOP))).toEqual([{ kind: "cannot-link", txid, margin: 7 }]);
  });

  it("of a split that somebody made, also over other links", async () => {
    await keep(make(two("split", STRANGER, SENDER)));
    await keep(make(two("merge", STRANGER, CHANGE)));
    expect(await warnings(change())).toEqual([{ kind: "split", reason: "Round payment", author: owner.name }]);
  });

  it("of a wallet that would hold both outputs of what it sent", async () => {
    expect(await warnings(two("merge", 6, 7))).toEqual([{ kind: "collapse", bothInside: 1, transactions: 2 }]);
  });

  it("of two custodial services; the link tells of what it was warned", async () => {
    await seedClaim(db.pool, { key: nodeHasher.sha256(script(2)), text: addressOf(2), label: "Kraken", entityId: "kraken" });
    await seedClaim(db.pool, { key: nodeHasher.sha256(script(SHOP)), text: addressOf(SHOP), label: "Binance", entityId: "binance" });
    const found = await warnings(two("merge", SENDER, SHOP));
    expect(found.map(({ kind }) => kind)).toEqual(["cannot-link", "tag-conflict"]);
    expect(found[1]).toMatchObject({ holders: [{ entity: "Kraken", category: "exchange" }, { entity: "Binance", category: "exchange" }] });
    const id = await keep(make(two("merge", SENDER, SHOP)));
    expect(await events(id)).toMatchObject([{ warned: ["cannot-link", "tag-conflict"] }]);
  });
});

describe("who sees and makes links", () => {
  it("those of a case: its owner alone; those that are shared: everybody", async () => {
    await keep(make(change()));
    expect(await layers(SENDER, analyst)).toMatchObject({ manual: null });
    await expect(make(two("merge", CHANGE, STRANGER), caseId, analyst)).rejects.toMatchObject({ code: "not_found" });
    await keep(make(two("merge", CHANGE, STRANGER), null));
    expect((await layers(STRANGER, analyst)).manual?.links).toMatchObject([{ kind: "merge", scope: "shared", caseId: null }]);
  });

  it("a viewer makes none, and an analyst shares none and takes no shared one back", async () => {
    await expect(make(change(), caseId, { ...analyst, role: "viewer" })).rejects.toMatchObject({ code: "forbidden" });
    await expect(make(change(), null, analyst)).rejects.toMatchObject({ code: "forbidden" });
    const id = await keep(make(change(), null));
    await expect(services.walletLinks.takeBack(analyst, id, { version: 1, reason: "No" })).rejects.toMatchObject({ code: "forbidden" });
    await expect(services.walletLinks.takeBack(owner, randomUUID(), { version: 1, reason: "No" })).rejects.toMatchObject({ code: "not_found" });
  });
});
