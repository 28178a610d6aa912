import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { addressOfScript } from "@/lib/core/bitcoin/addresses";
import { networkByName } from "@/lib/core/network";
import { nodeHasher } from "@/lib/platform/chain/hasher";
import { UsageError, type Command, type CommandArgs, type CommandContext } from "@/lib/platform/cli/command";
import { path } from "@/lib/platform/cli/path.command";
import { provenance } from "@/lib/platform/cli/provenance.command";
import { renderJson, renderText } from "@/lib/platform/cli/render";
import { trace } from "@/lib/platform/cli/trace.command";
import { env } from "@/lib/platform/env";
import { makeServices, type Services } from "@/lib/platform/services";
import { testScripts } from "@/lib/testing/chain";
import { testFolder } from "@/lib/testing/chain-files";
import { freshDatabase, type TestDatabase } from "@/lib/testing/database";
import { LedgerSeed, type SeededTx } from "@/lib/testing/ledger-seed";

const file = testFolder();
let db: TestDatabase;
let services: Services;
let theft: SeededTx;
beforeEach(async () => {
  db = await freshDatabase();
  services = makeServices({ databaseUrl: db.url, home: env().home, limits: {} });
  const seed = new LedgerSeed(db.pool);
  theft = await seed.tx({ height: 10, position: 0, coinbase: Uint8Array.of(1), outputs: [pay(2, 100n), pay(4, 7n)] });
  await seed.tx({ height: 20, position: 1, inputs: [{ tx: theft, n: 0 }], outputs: [pay(3, 90n)], fee: 10n });
});
afterEach(async () => {
  await services.close();
  await db.close();
});

const script = (n: number): Uint8Array => testScripts.p2wpkh(n);
const pay = (n: number, value: bigint) => ({ script: script(n), value });
const addressOf = (n: number): string => addressOfScript(script(n), networkByName("bitcoin"), nodeHasher)!;

async function run(command: Command, positionals: readonly string[], values: CommandArgs["values"] = {}): Promise<string> {
  const context: CommandContext = {
    env: env(), signal: new AbortController().signal, progress: () => undefined, note: () => undefined, fail: () => undefined,
    database: () => Promise.reject(new Error("not asked for")),
    services: () => Promise.resolve(services),
    owner: () => services.accounts.localOwner(),
  };
  const document = await command.run(context, { positionals, values });
  expect(renderText(document)).not.toBe("");
  return renderJson(document, 0);
}

describe("trace on the command line", () => {
  test("starts at an output, an address, or a file of both, and prints the same each time", async () => {
    const listed = file("seeds.txt", `# the theft\n${theft.txid}:0\n\n${addressOf(4)} # and the rest\n`);
    const printed = await run(trace, [], { from: [`@${listed}`], method: "haircut" });
    expect(JSON.parse(printed)).toMatchObject({ known: true, method: "haircut", version: 1, seed: { value: "107" }, total: "107", fees: "10", reconciles: true, stops: [{ reason: "unspent", n: 1, tainted: "7", hops: 0 }, { reason: "unspent", address: addressOf(3), value: "90", tainted: "90", hops: 1 }] });
    expect(await run(trace, [], { from: [`@${listed}`], method: "haircut" })).toBe(printed);
    expect(JSON.parse(await run(trace, [], { from: [`${theft.txid}:0`, addressOf(4)], method: "poison" }))).toMatchObject({ total: "107", reconciles: null });
  });

  test("of what the store has never seen is an answer", async () => {
    expect(JSON.parse(await run(trace, [], { from: [`${"ab".repeat(32)}:0`], method: "fifo" }))).toMatchObject({ known: false, total: null, stops: [], fees: null, reconciles: null });
    expect(JSON.parse(await run(provenance, [addressOf(9)]))).toMatchObject({ known: false, total: null, origins: [], hopsToCoinbase: null });
    expect(JSON.parse(await run(path, [addressOf(2), addressOf(9)]))).toMatchObject({ found: false, hops: [], searched: 0, bounded: false, unknown: [addressOf(9)] });
  });

  test.each([
    [trace, [], { method: "fifo" }, /^--from: /],
    [trace, [], { from: ["00:1"], method: "fifo" }, /^--from: /],
    [trace, [], { from: ["@/no/such/file"], method: "fifo" }, /^--from: /],
    [trace, [], { from: [`${"ab".repeat(32)}:0`] }, /^--method: /],
    [trace, [], { from: [`${"ab".repeat(32)}:0`], method: "magic" }, /^--method: /],
    [trace, [], { from: [`${"ab".repeat(32)}:0`], method: "fifo", "min-value": "-1" }, /^--min-value: /],
    [provenance, ["nothing"], {}, /^ADDRESS\|TXID:N: /],
    [path, ["nothing", "entity:x"], {}, /^FROM: /],
    [path, ["entity:x", "entity:y"], { "from-time": "yesterday" }, /^--from-time: /],
  ] as const)("used wrongly names the argument: %#", async (command, positionals, values, message) => {
    const failure = await run(command, positionals, values as CommandArgs["values"]).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(UsageError);
    expect((failure as Error).message).toMatch(message);
  });
});
