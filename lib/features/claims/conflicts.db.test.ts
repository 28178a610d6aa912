import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { addressOfScript } from "@/lib/core/bitcoin/addresses";
import type { Role } from "@/lib/core/casework/claims";
import { networkByName } from "@/lib/core/network";
import type { Principal } from "@/lib/core/policy/policy";
import { nodeHasher } from "@/lib/platform/chain/hasher";
import { makeServices, type Services } from "@/lib/platform/services";
import { testScripts } from "@/lib/testing/chain";
import { packImporter } from "@/lib/testing/packs";
import { openReadSide, type ReadSide } from "@/lib/testing/read-side";

let read: ReadSide;
let services: Services;
let owner: Principal;
let folder: string;
beforeEach(async () => {
  read = await openReadSide();
  services = makeServices({ databaseUrl: read.db.url, home: "/nonexistent", limits: {} });
  owner = await services.accounts.localOwner();
  folder = mkdtempSync(path.join(os.tmpdir(), "assay-conflicts-"));
});
afterEach(async () => {
  await services.close();
  await read.db.close();
  rmSync(folder, { recursive: true });
});

const addresses = [1, 2, 3].map((n) => addressOfScript(testScripts.p2wpkh(n), networkByName("bitcoin"), nodeHasher)!);
const [A = "", B = "", C = ""] = addresses;

/** A and B sign together and are one wallet; C is another. */
async function twoWallets(): Promise<void> {
  const first = await read.seed.tx({ height: 1, outputs: [1, 2, 3].map((n) => ({ script: testScripts.p2wpkh(n), value: 10n })) });
  await read.seed.tx({ height: 2, inputs: [{ tx: first, n: 0 }, { tx: first, n: 1 }], outputs: [{ script: testScripts.p2tr(1), value: 3n }] });
  await read.analyse();
}

interface Said {
  readonly on: string;
  readonly actor?: string;
  readonly category?: string;
  readonly role?: Role;
  readonly status?: "proposed" | "accepted";
}

/** One label pack a claim, as if each were of a source of its own. */
async function say(...said: readonly Said[]): Promise<void> {
  for (const { on, actor, category = "exchange", role, status = "proposed" } of said) {
    const name = randomUUID();
    const context = role === undefined ? "" : `  context: '{"assay": {"role": "${role}"}}'\n`;
    const result = await packImporter(services, owner, folder).importText(`${name}.yaml`, `title: ${name}\ncreator: C\nsource: S\ncurrency: BTC\ntags:\n- address: ${on}\n  label: ${actor ?? category} ${role ?? ""}\n  category: ${category}\n${actor === undefined ? "" : `  actor: ${actor}\n`}${context}`, { status });
    expect(result).toMatchObject({ claims: 1, rejectedCount: 0 });
  }
}

const queue = async () => (await services.claimLists.conflicts(owner, { limit: 50 })).items.map(({ kinds, walletId, claims, total }) => ({ kinds, inWallet: walletId !== null, on: [...new Set(claims.map(({ subject }) => subject.ref))].sort(), total }));
const shown = async (address: string) => {
  const { shown: claims, withheld } = await services.claimsRead.find("bitcoin", address);
  return { claims: claims.map(({ claim, inherited }) => `${claim.entity?.name ?? claim.category}${inherited ? " (inherited)" : ""}`).sort(), withheld: withheld ?? 0 };
};

describe("the queue of conflicts", () => {
  test("holds two entities on one address, and two on one wallet", async () => {
    await twoWallets();
    await say({ on: C, actor: "huobi" }, { on: C, actor: "kraken" }, { on: A, actor: "bitstamp" }, { on: B, actor: "poloniex" });
    expect(await queue()).toEqual(expect.arrayContaining([{ kinds: ["entities"], inWallet: false, on: [C], total: 2 }, { kinds: ["entities"], inWallet: true, on: [A, B].sort(), total: 2 }]));
    expect(await queue()).toHaveLength(2);
  });

  test("is empty where claims go together: one entity twice, a sanction, a service and its customer", async () => {
    await twoWallets();
    await say({ on: A, actor: "huobi" }, { on: B, actor: "Huobi.com" }, { on: A, category: "sanction" }, { on: C, actor: "nicehash", category: "hash-rental", role: "deposit-address" }, { on: C, actor: "apt43", category: "state-actor" });
    await say({ on: B, actor: "nicehash", category: "hash-rental", role: "customer" });
    expect(await queue()).toEqual([]);
  });

  test("holds a service's address that is said to be of a theft from it", async () => {
    await twoWallets();
    await say({ on: A, actor: "nicehash", category: "hash-rental" }, { on: B, actor: "nicehash", category: "service_hack" });
    expect(await queue()).toMatchObject([{ kinds: ["theft"], inWallet: true, on: [A, B].sort() }]);
    await say({ on: C, actor: "zaif" }, { on: C, category: "service_hack" });
    expect(await queue()).toMatchObject([{ kinds: ["theft"] }, { kinds: ["theft"] }]);
  });

  test("holds accepted claims that disagree on roles or categories, and proposed ones not", async () => {
    await say({ on: A, actor: "nicehash", category: "hash-rental", role: "service-own" }, { on: A, actor: "nicehash", category: "hash-rental", role: "customer" }, { on: B, category: "gambling" }, { on: B, category: "mixer" });
    expect(await queue()).toEqual([]);
    await say({ on: C, actor: "nicehash", category: "hash-rental", role: "service-own", status: "accepted" }, { on: C, actor: "nicehash", category: "hash-rental", role: "customer", status: "accepted" });
    expect(await queue()).toMatchObject([{ kinds: ["roles"], on: [C] }]);
    await say({ on: B, category: "bridge", status: "accepted" }, { on: B, category: "gambling", status: "accepted" });
    expect((await queue()).map(({ kinds }) => kinds[0]).sort()).toEqual(["categories", "roles"]);
  });

  test("is left by rejecting one side, and pages by place", async () => {
    await say({ on: A, actor: "huobi" }, { on: A, actor: "kraken" }, { on: B, actor: "huobi" }, { on: B, actor: "zaif" });
    const first = await services.claimLists.conflicts(owner, { limit: 1 });
    const second = await services.claimLists.conflicts(owner, { limit: 1, cursor: first.nextCursor! });
    expect([...first.items, ...second.items].flatMap(({ claims }) => claims.map(({ subject }) => subject.ref)).sort()).toEqual([A, A, B, B].sort());
    expect(second.nextCursor).toBeNull();
    const kraken = await services.prisma.claim.findFirstOrThrow({ where: { entityId: "kraken" } });
    await services.claims.review(owner, [{ id: kraken.id, version: null }], { verdict: "reject", reason: "mistaken" });
    expect(await queue()).toMatchObject([{ on: [B] }]);
  });
});

describe("an inherited claim", () => {
  test("is told apart from a direct one", async () => {
    await twoWallets();
    await say({ on: A, actor: "huobi" });
    expect([await shown(A), await shown(B), await shown(C)]).toEqual([{ claims: ["Huobi"], withheld: 0 }, { claims: ["Huobi (inherited)"], withheld: 0 }, { claims: [], withheld: 0 }]);
  });

  test("never crosses a conflict: each address keeps what is said of itself, and the rest is counted", async () => {
    await twoWallets();
    await say({ on: A, actor: "huobi" }, { on: B, actor: "kraken" });
    expect([await shown(A), await shown(B)]).toEqual([{ claims: ["Huobi"], withheld: 1 }, { claims: ["Kraken"], withheld: 1 }]);
  });
});

describe("review", () => {
  const person = (name: string): Principal => ({ accountId: randomUUID(), name, kind: "user", role: "analyst" });
  const proposed = async (by: Principal): Promise<string> => {
    await say({ on: A, actor: "huobi" });
    const { id } = await services.prisma.claim.findFirstOrThrow({ where: { current: true } });
    await services.prisma.claim.updateMany({ where: { id }, data: { authorId: by.accountId } });
    return id;
  };

  test("takes a second person, and says who decided and why", async () => {
    const [ada, ben] = [person("Ada"), person("Ben")];
    const id = await proposed(ada);
    await expect(services.claims.review(ada, [{ id, version: 1 }], { verdict: "accept", reason: "mine" })).rejects.toMatchObject({ code: "forbidden" });
    await services.claims.review(ben, [{ id, version: 1 }], { verdict: "accept", reason: "checked the source" });
    const history = await services.claimLists.history(owner, id);
    expect(history.map(({ version, status, change, reason, author, reviewer }) => ({ version, status, change, reason, author: author.id, reviewer: reviewer?.id }))).toEqual([
      { version: 1, status: "proposed", change: "created", reason: null, author: ada.accountId, reviewer: undefined },
      { version: 2, status: "accepted", change: "accepted", reason: "checked the source", author: ada.accountId, reviewer: ben.accountId },
    ]);
  });

  test("decides on what was seen, once, and on all or none", async () => {
    const id = await proposed(person("Ada"));
    const [good, stale] = [{ id, version: 1 }, { id: randomUUID(), version: 1 }];
    await expect(services.claims.review(owner, [good, stale], { verdict: "accept", reason: "r" })).rejects.toMatchObject({ code: "not_found" });
    expect((await services.claimLists.history(owner, id)).length).toBe(1);
    await services.claims.review(owner, [good], { verdict: "accept", reason: "r" });
    await expect(services.claims.review(owner, [good], { verdict: "reject", reason: "r" })).rejects.toMatchObject({ code: "conflict" });
    await expect(services.claims.review(owner, [{ id, version: null }], { verdict: "accept", reason: "r" })).rejects.toMatchObject({ code: "conflict" });
  });

  test("lists what is to be reviewed, newest first, page by page, and finds it by text", async () => {
    await say({ on: A, actor: "huobi" }, { on: B, actor: "kraken" }, { on: C, category: "gambling", status: "accepted" });
    const page = async (cursor?: string) => services.claimLists.page(owner, { statuses: ["proposed"] }, { limit: 1, ...(cursor !== undefined && { cursor }) });
    const first = await page();
    const second = await page(first.nextCursor!);
    expect([...first.items, ...second.items].map(({ entity }) => entity?.id)).toEqual(["kraken", "huobi"]);
    expect(second.nextCursor).toBeNull();
    expect((await services.claimLists.page(owner, { text: "GAMB" }, { limit: 5 })).items.map(({ subject }) => subject.ref)).toEqual([C]);
    await expect(services.claimLists.page(owner, {}, { limit: 1, cursor: "nonsense" })).rejects.toMatchObject({ code: "invalid_input" });
    expect((await services.claimLists.entitiesCalled("thallium")).map(({ id }) => id)).toEqual(["apt43"]);
    expect((await services.claimLists.searchEntities("kims", 5)).map(({ id }) => id)).toEqual(["apt43"]);
  });
});
