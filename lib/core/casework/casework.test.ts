import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { CATEGORIES } from "@/lib/core/casework/claims";
import { correctionNotice } from "@/lib/core/casework/correction";
import { nameKey, slugOf } from "@/lib/core/casework/entities";
import { SHIPPED_ENTITIES } from "@/lib/core/casework/entities-shipped";
import { resolveEntity, type KnownEntity } from "@/lib/core/casework/resolve";
import { afterVerdict } from "@/lib/core/casework/review";
import { categoryOf, conceptOf, telling } from "@/lib/core/casework/taxonomy";
import { guessNetworks } from "@/lib/core/bitcoin/addresses";
import { nodeHasher } from "@/lib/platform/chain/hasher";
import { NO_SHARED_DATA, sharedData } from "@/lib/testing/shared-data";

const taxonomy = sharedData("attribution/taxonomy");
describe("the taxonomy", () => {
  test.skipIf(taxonomy === null)(`knows every concept of GraphSense's (${NO_SHARED_DATA} if absent)`, () => {
    const ids = [...readFileSync(path.join(taxonomy!, "concepts.yaml"), "utf8").matchAll(/^ {2}id: (\S+)/gm)].map((match) => match[1]!);
    expect(ids.length).toBeGreaterThan(90);
    expect(ids.filter((id) => categoryOf(id) === null)).toEqual([]);
    expect(CATEGORIES.map(conceptOf).filter((concept) => !ids.includes(concept))).toEqual([]);
  });

  test("takes Assay's own words however they are joined, and knows no others", () => {
    expect([categoryOf("hash-rental"), categoryOf("hash_rental"), categoryOf("State-Actor")]).toEqual(["hash-rental", "hash-rental", "state-actor"]);
    expect(["wizardry", "__proto__", "constructor", ""].map(categoryOf)).toEqual([null, null, null, null]);
  });

  test("lets what was done count before what somebody is", () => {
    expect([telling(["individual", "sanction"]), telling(["other", "exchange"]), telling([])]).toEqual(["sanction", "exchange", "other"]);
  });
});

describe("the shipped entities", () => {
  test("have ids and names of their own, and no alias that two of them share", () => {
    expect(new Set(SHIPPED_ENTITIES.map(({ id }) => id)).size).toBe(SHIPPED_ENTITIES.length);
    const owners = new Map<string, Set<string>>();
    for (const { id, name, facts } of SHIPPED_ENTITIES) {
      for (const key of [nameKey(id), nameKey(name), ...facts.filter(({ kind }) => kind === "alias").map(({ value }) => nameKey(value))]) owners.set(key, (owners.get(key) ?? new Set()).add(id));
    }
    expect([...owners].filter(([, ids]) => ids.size > 1)).toEqual([]);
  });

  test("come without addresses, and every statement with a source", () => {
    for (const { facts, description } of SHIPPED_ENTITIES) {
      for (const { value, source } of facts) {
        expect(guessNetworks(value, nodeHasher)).toEqual([]);
        expect(source.name).not.toBe("");
      }
      for (const word of (description ?? "").split(/\s+/)) expect(guessNetworks(word, nodeHasher)).toEqual([]);
    }
  });

  test("date the sanction of Kimsuky, and keep Lazarus apart from APT43", () => {
    const [apt43, lazarus] = ["apt43", "lazarus-group"].map((id) => SHIPPED_ENTITIES.find((entity) => entity.id === id)!);
    expect(apt43!.facts).toContainEqual(expect.objectContaining({ kind: "sanction", scheme: "OFAC", value: "Kimsuky", statedOn: "2023-11-30" }));
    expect(apt43!.facts.map(({ value }) => value)).toEqual(expect.arrayContaining(["Kimsuky", "THALLIUM", "G0094", "aac49b4e-74e9-49fa-84f9-e340cf8bafbc"]));
    expect(lazarus!.facts.map(({ value }) => nameKey(value))).not.toContain("apt43");
  });
});

describe("which entity a claim means", () => {
  const known: readonly (KnownEntity & { readonly aliases: readonly string[] })[] = [
    { id: "binance", name: "Binance", kind: "service", aliases: ["twin"] }, { id: "binancepool", name: "Binance Pool", kind: "pool", aliases: ["twin"] },
    { id: "nicehash-theft-2017", name: "Theft of 2017", kind: "theft", aliases: ["Nicehash hack"] }, { id: "nicehash", name: "NiceHash", kind: "service", aliases: [] }, { id: "lazarus", name: "Lazarus", kind: "actor", aliases: [] },
  ];
  const find = (key: string) => ({ own: known.filter(({ id, name }) => [nameKey(id), nameKey(name)].includes(key)), aliases: known.filter(({ aliases }) => aliases.map(nameKey).includes(key)) });
  const meant = (actor: string | null, label: string, category: Parameters<typeof resolveEntity>[0]["category"]) => {
    const resolution = resolveEntity({ actor, label, category }, find);
    return resolution.kind === "none" ? null : `${resolution.kind}: ${resolution.entity.id}`;
  };

  test("is told by name, then by an alias that one entity has", () => {
    expect([meant("BINANCE", "x", "exchange"), meant("nicehashhack", "x", "exchange"), meant("twin", "x", "exchange"), meant(null, "Binance", "exchange"), meant("???", "x", "exchange")]).toEqual(["known: binance", "known: nicehash-theft-2017", "new: twin", null, null]);
  });

  test("is the pool of the label, not the company behind it", () => {
    expect([meant("binance", "Binance Pool", "miner"), meant("binance", "Binance.com", "exchange")]).toEqual(["known: binancepool", "known: binance"]);
  });

  test("is the theft, never its victim; but whoever is said to have stolen", () => {
    expect([meant("nicehash", "Nicehash hack", "hack"), meant("nicehash", "stolen", "hack"), meant("lazarus", "stolen", "hack"), meant(null, "some hack", "hack"), meant("Unheard", "stolen", "theft")]).toEqual(["known: nicehash-theft-2017", "new: theft-from-nicehash", "known: lazarus", null, "new: theft-from-unheard"]);
  });
});

test("a hypothesis cannot be accepted, and nothing is decided twice", () => {
  expect([afterVerdict("hypothesis", "accept").ok, afterVerdict("proposed", "accept").ok, afterVerdict("accepted", "accept").ok, afterVerdict("retracted", "retract").ok, afterVerdict("rejected", "accept").ok]).toEqual([false, true, false, false, true]);
});

test("a correction notice names everything that was made with the claim", () => {
  const claim = { id: "c", subject: "addr", label: "L", source: null, reason: "wrong" };
  expect(correctionNotice(claim, [])).toBeNull();
  expect(correctionNotice(claim, [{ kind: "report", ref: "r-1", title: "Report", at: "2024-01-02T00:00:00.000Z" }])).toMatch(/L.*addr[\s\S]*without a source[\s\S]*wrong[\s\S]*report Report \(r-1\), 2024-01-02/);
});

test("slugs and name keys are made of letters and digits", () => {
  expect([nameKey("F2 Pool"), nameKey("ｆ２pool"), nameKey("🐟"), slugOf("Mt. Gox (old)"), slugOf("🐟")]).toEqual(["f2pool", "f2pool", "", "mt-gox-old", null]);
});
