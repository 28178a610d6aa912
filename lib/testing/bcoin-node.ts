import { readFileSync } from "node:fs";
import { requireBesideBcoin } from "@/lib/platform/bench/bcoin";
import { freePort } from "@/lib/testing/litecoind";

/** The little of bcoin (npm, MIT, 2018) that is used here. */
interface Bcoin {
  readonly FullNode: new (options: Readonly<Record<string, unknown>>) => BcoinFullNode;
  readonly Block: { fromRaw(raw: Buffer): unknown };
}
interface BcoinFullNode {
  readonly chain: { readonly height: number; add(block: unknown): Promise<unknown> };
  open(): Promise<void>;
  close(): Promise<void>;
}

export interface BcoinNode {
  readonly url: string;
  readonly height: number;
  close(): Promise<void>;
}

export const NO_BCOIN = "bcoin is not installed (node scripts/bcoin.mjs): real mainnet blocks over another node's RPC are not tested";

/** The library, from where scripts/bcoin installs it or from the folder that ASSAY_TEST_BCOIN names; null when it is in neither. */
export function loadBcoin(): Bcoin | null {
  const load = requireBesideBcoin(process.env["ASSAY_TEST_BCOIN"]);
  if (load === null) return null;
  // Its package mrmr insists on a native add-on, which is not compiled here, unless it is told to do without. The others find out for themselves.
  const before = process.env["NODE_BACKEND"];
  process.env["NODE_BACKEND"] = "js";
  try {
    load("mrmr");
  } finally {
    if (before === undefined) delete process.env["NODE_BACKEND"];
    else process.env["NODE_BACKEND"] = before;
  }
  return load("bcoin") as Bcoin;
}

/** A mainnet node in this process that has verified the blocks of a blk file, in order, and serves them by RPC. Its `getblock` takes booleans. */
export async function startBcoinNode(bcoin: Bcoin, blkFile: string): Promise<BcoinNode> {
  const port = await freePort();
  const apiKey = "a-key-of-the-tests";
  const node = new bcoin.FullNode({ network: "main", memory: true, listen: false, workers: false, httpPort: port, httpHost: "127.0.0.1", apiKey, env: false, argv: false, config: false });
  await node.open();
  const file = readFileSync(blkFile);
  for (let at = 0, n = 0; at + 8 <= file.length && file.readUInt32LE(at) === MAGIC; n += 1) {
    const length = file.readUInt32LE(at + 4);
    if (n > 0) await node.chain.add(bcoin.Block.fromRaw(file.subarray(at + 8, at + 8 + length)));
    at += 8 + length;
  }
  return { url: `http://x:${apiKey}@127.0.0.1:${port}`, height: node.chain.height, close: () => node.close() };
}
const MAGIC = 0xd9b4bef9;
