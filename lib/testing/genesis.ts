import { fromHex, hashToText } from "@/lib/core/hex";
import { networkByName, type NetworkName } from "@/lib/core/network";
import { merkleRoot } from "@/lib/core/bitcoin/merkle";
import { nodeHasher } from "@/lib/platform/chain/hasher";
import { buildRawTx, compactSize, concat, hashOf, txidOf, uint32, type TestBlock, type TestTx } from "@/lib/testing/chain";

const hex = (text: string): Uint8Array => fromHex(text) ?? new Uint8Array(0);

/** The coinbase that Bitcoin's genesis blocks share (testnet4's apart). */
const COINBASE: TestTx = {
  version: 1,
  coinbase: hex("04ffff001d0104455468652054696d65732030332f4a616e2f32303039204368616e63656c6c6f72206f6e206272696e6b206f66207365636f6e64206261696c6f757420666f722062616e6b73"),
  outputs: [{ value: 5_000_000_000n, script: hex("4104678afdb0fe5548271967f1a67130b7105cd6a828e03909a67962e0ea1f61deb649f6bc3f4cef38c4f35504e51ec112de5c384df7ba0b8d578a4c702b6bf11d5fac") }],
};

const HEADERS: Partial<Record<NetworkName, { readonly time: number; readonly bits: number; readonly nonce: number }>> = {
  bitcoin: { time: 1_231_006_505, bits: 0x1d00ffff, nonce: 2_083_236_893 },
  testnet3: { time: 1_296_688_602, bits: 0x1d00ffff, nonce: 414_098_458 },
  regtest: { time: 1_296_688_602, bits: 0x207fffff, nonce: 2 },
};

/** Block 0 of a network that descends from Bitcoin's. */
export function genesisBlock(network: NetworkName): TestBlock {
  const header = HEADERS[network];
  if (header === undefined) throw new Error(`The tests do not know the genesis block of ${network}.`);
  const txid = txidOf(COINBASE);
  const prevHash = new Uint8Array(32);
  const bytes = concat(uint32(1), prevHash, merkleRoot(txid, nodeHasher.sha256d).root, uint32(header.time), uint32(header.bits), uint32(header.nonce));
  const hash = nodeHasher.sha256d(bytes);
  if (hashToText(hash) !== networkByName(network).genesis) throw new Error(`This is not the genesis block of ${network}: ${hashToText(hash)}`);
  return { raw: concat(bytes, compactSize(1), buildRawTx(COINBASE)), hash: hashOf(hash), prevHash, height: 0, time: header.time, txs: [COINBASE], txids: [txid] };
}
