import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { PROJECT_ROOT } from "@/lib/platform/env";
import { freshDatabase, type TestDatabase } from "@/lib/testing/database";

let folder: string;
let db: TestDatabase;
beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), "assay-claims-cli-"));
  db = await freshDatabase();
});
afterAll(async () => {
  await db.close();
  rmSync(folder, { recursive: true });
});

interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

const assay = (...args: string[]): Promise<Outcome> =>
  new Promise((resolve) => {
    const child = execFile(path.join(PROJECT_ROOT, "bin/assay"), ["claims", ...args], { cwd: folder, env: { ...process.env, LOG_LEVEL: "", DATABASE_URL: db.url } }, (_error, stdout, stderr) => {
      resolve({ code: child.exitCode ?? -1, stdout, stderr });
    });
  });
interface Document {
  readonly claims: readonly { readonly id: string; readonly subject: string; readonly entity: string | null; readonly status: string; readonly author: string }[];
}
const document = ({ stdout }: Outcome) => JSON.parse(stdout) as Document & Record<string, unknown>;

const A = "12cbQLTFMXRnSzktFkuoG3eHoMeFtpTu3S";
const B = "1HLoD9E4SDFFPDiYfNYnkBLQ85Y51J3Zb1";

it("imports a pack, lists it, reviews it, retracts from it and exports it", async () => {
  writeFileSync(path.join(folder, "p.yaml"), `title: P\ncreator: C\nsource: S\ncurrency: BTC\ncategory: exchange\ntags:\n- address: ${A}\n  label: One\n  actor: huobi\n- address: ${A}\n  label: Two\n  actor: kraken\n- address: ${B}\n  label: Three\n  actor: kraken\n- address: nonsense\n  label: Four\n`);
  const dry = await assay("import", "p.yaml", "--dry-run", "--json");
  expect(document(dry)).toMatchObject({ claims: 3, new: 3, dryRun: true });
  const imported = await assay("import", "p.yaml", "--json");
  expect({ code: imported.code, ...document(imported) }).toMatchObject({ code: 0, claims: 3, new: 3, unchanged: 0, conflicts: 2, retired: 0, rejected: [{ position: "tag 4 (line 16)", reason: expect.stringContaining("not an address") as string }] });

  const conflicts = document(await assay("list", "--conflicts", "--json"));
  expect(conflicts.claims.map(({ entity }) => entity).sort()).toEqual(["Huobi", "Kraken"]);
  expect(conflicts["conflicts"]).toMatchObject([{ kinds: ["entities"], wallet: null, total: 2 }]);
  expect(document(await assay("list", "--entity", "KRAKEN", "--json")).claims).toHaveLength(2);

  const onAddress = document(await assay("list", "--address", A, "--json")).claims;
  expect(onAddress).toMatchObject([{ subject: A, role: null, category: "exchange", source: "S", sourceDate: null, method: "unknown", confidence: { reliability: null, credibility: null, likelihood: null }, status: "proposed", scope: "shared" }, {}]);
  const [huobi, kraken] = ["Huobi", "Kraken"].map((name) => onAddress.find(({ entity }) => entity === name)!.id);
  expect(document(await assay("accept", huobi!, "--reason", "checked", "--json")).claims).toMatchObject([{ id: huobi, status: "accepted" }]);
  expect(document(await assay("reject", kraken!, "--reason", "mistaken", "--json")).claims).toMatchObject([{ id: kraken, status: "rejected" }]);
  expect(document(await assay("list", "--conflicts", "--json"))).toEqual({ claims: [], conflicts: [] });

  const exported = await assay("export", "--format", "tagpack", "--pack", "P");
  expect(exported.stdout).toContain(A);
  expect(exported.stdout).not.toContain("Two");
  const retracted = document(await assay("retract", huobi!, "--reason", "the source withdrew it", "--json"));
  expect(retracted).toMatchObject({ claims: [{ status: "retracted" }], affected: { findings: [], reports: [], screenings: [], exports: [{ title: "tagpack export “P”" }] }, notice: expect.stringContaining("withdrew") as string });
  expect((await assay("export", "--format", "csv")).stdout).not.toContain("Huobi");
}, 240_000);

it("ends with 2 for wrong use, and with 1 for what cannot be done or read", async () => {
  const none = "00000000-0000-4000-8000-000000000000";
  writeFileSync(path.join(folder, "bad.csv"), "address,label\nnonsense,x\n");
  const codes = await Promise.all([assay("list"), assay("list", "--address", "nonsense"), assay("accept", "x", "--reason", "r"), assay("accept", none), assay("export"), assay("import", "bad.csv", "--column", "colour=x"), assay("accept", none, "--reason", "r"), assay("import", "missing.yaml"), assay("import", "bad.csv")].map(async (run) => (await run).code));
  expect(codes).toEqual([2, 2, 2, 2, 2, 2, 1, 1, 1]);
});
