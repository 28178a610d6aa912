import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { NetworkName } from "@/lib/core/network";
import type { PackFormat, PackItem, PackRecord, PackRejection } from "@/lib/core/packs/record";
import { openPack } from "@/lib/platform/packs/open-pack";
import { YamlParser } from "@/lib/platform/packs/yaml-parser";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), "assay-open-pack-"));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

interface Options {
  readonly name?: string;
  readonly format?: "auto" | PackFormat;
  readonly source?: string;
  readonly network?: NetworkName;
  readonly columns?: Record<string, string>;
}

async function read(content: string | Uint8Array, { name = "file", format = "auto", source, network, columns }: Options = {}) {
  const file = path.join(folder, name);
  writeFileSync(file, content);
  const pack = await openPack({ path: file, name, format, source: source ?? null, network: network ?? null, ...(columns !== undefined && { columns }) });
  const items: PackItem[] = [];
  for await (const batch of pack.items) items.push(...batch);
  const records = items.flatMap((item): PackRecord[] => (item.kind === "record" ? [item.record] : []));
  const rejections = items.flatMap((item): PackRejection[] => (item.kind === "rejected" ? [item.rejection] : []));
  return { header: pack.header, records, rejections, labels: records.map(({ label }) => label), reasons: rejections.map(({ position, reason }) => `${position}: ${reason}`) };
}

const A = "12cbQLTFMXRnSzktFkuoG3eHoMeFtpTu3S";
const B = "bc1qwlrsvgtn99rqp3fgaxq6f6jkgms80rnej0a8tc";
const TXID = "4a5e1e4baab89f3a32518a88c31bc87f618f76673e2cc77ab2127b7afdeda33b";
const HEAD = "title: T\ncreator: C\nsource: S\ncurrency: BTC\n";
const tagPack = (...tags: string[]) => read(`${HEAD}tags:\n${tags.join("\n")}\n`);

describe("a TagPack", () => {
  test("gives one claim a tag, with its place", async () => {
    const { header, records } = await tagPack(`- address: ${A}\n  label: One`, `# a comment\n- tx_hash: ${TXID}\n  label: 'Two: "quoted"'`);
    expect(header).toMatchObject({ format: "tagpack", name: "T", fields: { title: "T", creator: "C", source: "S", currency: "BTC" } });
    expect(records.map(({ position, label, subject }) => ({ position, label, kind: subject.kind, ref: subject.ref }))).toEqual([
      { position: "tag 1 (line 6)", label: "One", kind: "address", ref: A },
      { position: "tag 2 (line 9)", label: 'Two: "quoted"', kind: "transaction", ref: TXID },
    ]);
  });

  test("is read however its list is written: indented, in flow style, before the header, with Windows line ends", async () => {
    for (const text of [
      `${HEAD}tags:\n    - address: ${A}\n      label: L\n`, `${HEAD}tags: [{address: ${A}, label: L}]\n`, `tags:\n- address: ${A}\n  label: L\n${HEAD}`, `\ufeff${HEAD}tags:\n- address: ${A}\n  label: L\n`.replaceAll("\n", "\r\n"), JSON.stringify({ title: "T", creator: "C", source: "S", currency: "BTC", tags: [{ address: A, label: "L" }] }),
    ]) {
      expect((await read(text, { format: "tagpack" })).labels, text).toEqual(["L"]);
    }
  });

  test("keeps texts as texts: numbers, days, truth values and 0x addresses lose nothing", async () => {
    const { records } = await tagPack(`- address: ${A}\n  label: 0x10\n  lastmod: 2024-01-02`, `- address: ${B}\n  label: no`);
    expect(records.map(({ label, source }) => [label, source.date])).toEqual([["0x10", "2024-01-02"], ["no", null]]);
  });

  test("rejects single tags with their place and reason, and keeps the others", async () => {
    const { labels, reasons } = await tagPack(
      `- address: ${A.slice(0, -1)}T\n  label: bad checksum`, `- address: LNf2JDiuunBz7GMDKFYHN4rq5meXWxiwfb\n  label: other chain`, `- address: ${A}\n  label: unknown category\n  category: wizardry`,
      `- address: ${A}\n  label: unknown confidence\n  confidence: gut`, `- address: ${A}`, `- label: nothing named`, `- address: ${A}\n  tx_hash: ${TXID}\n  label: both`, `- just text`, `- address: ${A}\n  label: misspelt\n  catgeory: exchange`,
      `- address: ${A}\n  label: "unclosed`, `- address: ${A}\n  label: "bidi \\u202e"`, `- address: ${A}\n  label: zero\u200bwidth`, `- address: ${A}\n  label: "nul \\0"`, `- address: ${A}\n  label: ETH tag\n  currency: ETH`, `- address: ${B}\n  label: good`,
    );
    expect(labels).toEqual(["good"]);
    expect(reasons).toEqual([
      expect.stringMatching(/^tag 1 \(line 6\): .*is not an address: .*checksum/), expect.stringMatching(/^tag 2 .*it belongs to litecoin, not to bitcoin/), "tag 3 (line 10): the category “wizardry” is not known",
      "tag 4 (line 13): its confidence “gut” is not known", "tag 5 (line 16): it has no label", "tag 6 (line 17): it must have either an address or a tx_hash", "tag 7 (line 18): it must have either an address or a tx_hash",
      "tag 8 (line 21): it is not a mapping of names to values", "tag 9 (line 22): it has the field “catgeory”, which TagPacks do not have", expect.stringMatching(/^tag 10 .*not YAML/), expect.stringMatching(/^tag 11 .*U\+202E/),
      expect.stringMatching(/^tag 12 .*U\+200B/), expect.stringMatching(/^tag 13 .*(U\+0000|not YAML)/), expect.stringMatching(/^tag 14 .*“ETH” is a chain that Assay does not keep/),
    ]);
  });

  test("with anchors, aliases, tags, merge keys or nesting loses only the tags that use them", async () => {
    const { labels, reasons } = await tagPack(`- &x\n  address: ${A}\n  label: anchored`, `- *x`, `- address: ${A}\n  label: !!js/function 'x'`, `- <<: {label: merged}\n  address: ${A}`, `- address: ${A}\n  label: ${"[".repeat(200)}${"]".repeat(200)}`, `- address: ${A}\n  label: __proto__\n  __proto__: {actor: x}`, `- address: ${B}\n  label: good`);
    expect(labels).toEqual(["anchored", "good"]);
    expect(reasons).toHaveLength(5);
  });

  test("without title, creator or tags is refused as a whole", async () => {
    for (const text of ["creator: C\ntags:\n- address: x\n", "title: T\ntags:\n- address: x\n", "title: T\ncreator: C\n", "title: T\ncreator: C\ntags: none\n", "title: T\ncreator: C\ntags: 5\n", "title: [T]\ncreator: C\ntags:\n- address: x\n"]) {
      await expect(read(text), text).rejects.toMatchObject({ code: "invalid_input" });
    }
  });

  test("made to exhaust a parser is refused, and this process lives on", async () => {
    const nested = (unit: string) => `title: T\ncreator: C\ntags: ${unit.repeat(200_000)}\n`;
    for (const unit of ["[", "{a: ", "- ", "? ", "!!x "]) await expect(read(nested(unit)), unit).rejects.toMatchObject({ code: expect.stringMatching(/invalid_input|too_large/) as string });
    await expect(read(`${HEAD}tags: [${"{address: x, label: y},".repeat(300_000)}]`)).rejects.toMatchObject({ code: "too_large" });
    const { reasons, labels } = await tagPack(`- address: ${A}\n  label: ${"x".repeat(100_000)}`, `- address: ${B}\n  label: good`);
    expect([reasons, labels]).toEqual([["tag 1 (line 6): it is longer than 64 KiB"], ["good"]]);
  });

  test("made for a test network is of that network", async () => {
    const { records } = await tagPack("- address: tb1qsygnet2jdqm8n2p7wmmklp9yel3k7agpnycv4f\n  label: L");
    expect(records[0]!.subject.network).toBe("testnet3");
    expect((await read(`${HEAD}tags:\n- address: tb1qsygnet2jdqm8n2p7wmmklp9yel3k7agpnycv4f\n  label: L\n`, { network: "signet" })).records[0]!.subject.network).toBe("signet");
  });
});

test("a parser beyond its limits of time or memory is ended, and its file refused", async () => {
  const slow = new YamlParser({ ms: 1 });
  await expect(slow.document("a: 1")).rejects.toMatchObject({ code: "too_large" });
  await expect(slow.document("a: 1")).rejects.toMatchObject({ code: "too_large" });
  const small = new YamlParser({ memoryMb: 24 });
  await expect(small.document(`[${"a,".repeat(2_000_000)}]`)).rejects.toMatchObject({ code: "too_large" });
});

describe("CSV", () => {
  test("is read by the names of its columns, with a BOM, quotes, and comma, semicolon or tab", async () => {
    for (const [name, text] of Object.entries({ comma: `\ufeffAddress,Label,Category,Source\n${A},"One, two",exchange,S\n`, semicolon: `addr;name;type;source_name\n${A};One, two;exchange;S\n`, tab: `wallet\ttag\tconcept\tsource\n${A}\tOne, two\texchange\tS\n` })) {
      const { records, header } = await read(text, { name: "c.csv" });
      expect(header.format, name).toBe("csv");
      expect(records.map(({ label, category, source }) => [label, category, source.name]), name).toEqual([["One, two", "exchange", "S"]]);
    }
  });

  test("takes columns that are mapped by hand, and names its source by hand", async () => {
    const { records } = await read(`Konto,Inhaber\n${A},Eva\n`, { name: "c.csv", source: "Letter of 3 May", columns: { address: "Konto", label: "Inhaber" } });
    expect(records.map(({ label, source }) => [label, source.name])).toEqual([["Eva", "Letter of 3 May"]]);
  });

  test("loses only the rows that are ragged, broken or wrong", async () => {
    const { labels, reasons } = await read(`address,label,category\n${A},good,\n${A},ragged\n${A},"broken"x,\n${A},bad,wizardry\nnonsense,bad,\n${B},=1+1,exchange\n`, { name: "c.csv" });
    expect(labels).toEqual(["good", "=1+1"]);
    expect(reasons).toHaveLength(4);
    expect(reasons[0]).toBe("line 3: it has 2 cells, the first row has 3");
  });

  test("without a column of addresses or txids is refused", async () => {
    await expect(read("a,b\n1,2\n", { name: "c.csv", format: "csv" })).rejects.toThrow(/address.*txid/);
  });
});

test("BIP-329 labels need a source; types to come are stepped over, as the BIP demands", async () => {
  const { header, labels, reasons } = await read(`{"type":"addr","ref":"${A}","label":"Mine"}\n{"type":"tx","ref":"${TXID}","label":"Rent","height":5}\n{"type":"output","ref":"${TXID}:1","label":"x"}\n{"type":"hologram","ref":"x"}\nnot json\n`, { name: "wallet.jsonl", source: "My wallet" });
  expect([header.format, header.name, labels]).toEqual(["bip329", "My wallet", ["Mine", "Rent"]]);
  expect(reasons).toEqual(["line 3: labels of the type “output” are about no address and no transaction", "line 5: it is not a JSON object"]);
});

test("MISP events give claims by attribute and object, with what their tags say", async () => {
  const tags = (...names: string[]) => names.map((name) => ({ name }));
  const event = {
    Event: {
      uuid: "5f1b6f3e-0000-4000-8000-000000000001", info: "Laundering by mining", date: "2023-03-28", Orgc: { name: "CERT" }, Tag: tags("tlp:amber", 'misp-galaxy:threat-actor="Kimsuky"'),
      Attribute: [{ type: "btc", value: A, comment: "pays for hash rate", Tag: tags('admiralty-scale:source-reliability="b"', 'admiralty-scale:information-credibility="2"', 'estimative-language:likelihood-probability="likely"') }, { type: "ip-dst", value: "127.0.0.1" }, { type: "xmr", value: "4x" }, { type: "btc", value: "nonsense" }],
      Object: [{ name: "coin-address", comment: "payout", Attribute: [{ object_relation: "address", type: "btc", value: B }, { object_relation: "symbol", type: "text", value: "BTC" }] }],
    },
  };
  const { records, rejections } = await read(JSON.stringify({ response: [event] }), { name: "misp.json" });
  expect(records.map(({ label, actor, source, reliability, credibility, likelihood, tlp, category }) => ({ label, actor, source: source.name, date: source.date, reliability, credibility, likelihood, tlp, category }))).toEqual([
    { label: "pays for hash rate", actor: "Kimsuky", source: "CERT: Laundering by mining", date: "2023-03-28", reliability: "B", credibility: 2, likelihood: "likely", tlp: "amber", category: "state-actor" },
    { label: "payout", actor: "Kimsuky", source: "CERT: Laundering by mining", date: "2023-03-28", reliability: null, credibility: null, likelihood: null, tlp: "amber", category: "state-actor" },
  ]);
  expect(rejections.map(({ position }) => position)).toEqual(["event 1, attribute 3", "event 1, attribute 4"]);
});

describe("a file that is no label pack", () => {
  test.each([["empty", ""], ["prose", "Dear all, this is a letter.\n"], ["broken JSON", '{"a": '], ["other JSON", '{"a": 1}'], ["nested JSON", `${"[".repeat(10_000)}${"]".repeat(10_000)}`]])("is refused: %s", async (_name, text) => {
    await expect(read(text)).rejects.toMatchObject({ code: "invalid_input" });
  });

  test("is refused when it is not UTF-8, not there, or of another format than stated", async () => {
    await expect(read(Uint8Array.of(0x74, 0xff, 0xfe))).rejects.toMatchObject({ code: "invalid_input" });
    await expect(openPack({ path: path.join(folder, "none"), name: "none", format: "auto", source: null, network: null })).rejects.toMatchObject({ code: "not_found" });
    await expect(read("[]", { format: "misp" })).rejects.toMatchObject({ code: "invalid_input" });
  });
});
