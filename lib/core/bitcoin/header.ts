import { sameBytes } from "@/lib/core/bitcoin/bytes";
import type { BlockFacts, HeightSource, Sha256d } from "@/lib/core/bitcoin/columns";
import { type ByteReader, Damage } from "@/lib/core/bitcoin/reader";
import { leadingNumber } from "@/lib/core/bitcoin/scripts";
import { textToHash } from "@/lib/core/hex";
import { type Network, type NetworkName, NETWORKS } from "@/lib/core/network";

export interface BlockHeader {
  /** As uint32; miners use its upper bits. */
  readonly version: number;
  readonly prevHash: Uint8Array;
  readonly merkleRoot: Uint8Array;
  readonly time: number;
  readonly bits: number;
  readonly hash: Uint8Array;
}

export const HEADER_LENGTH = 80;

/** Reads the 80 bytes of a block header. @throws Damage */
export function readHeader(reader: ByteReader, sha256d: Sha256d): BlockHeader {
  const at = reader.skip(HEADER_LENGTH, "the block header");
  const { bytes, view } = reader;
  return {
    version: view.getUint32(at, true),
    prevHash: new Uint8Array(bytes.subarray(at + 4, at + 36)),
    merkleRoot: new Uint8Array(bytes.subarray(at + 36, at + 68)),
    time: view.getUint32(at + 68, true),
    bits: view.getUint32(at + 72, true),
    hash: sha256d(bytes.subarray(at, at + HEADER_LENGTH)),
  };
}

const REGTEST_BITS = 0x207fffff;
const MAINNET_EASIEST = 0x1d00ffff;

/**
 * The easiest target of networks whose proof of work is SHA-256d and means something. Regtest's is met by every second hash, Litecoin's
 * is scrypt: their headers cannot be checked this way.
 */
const EASIEST: Partial<Record<NetworkName, number>> = { bitcoin: MAINNET_EASIEST, testnet3: MAINNET_EASIEST, testnet4: MAINNET_EASIEST, signet: 0x1e0377ae };

/**
 * Checks a header's proof of work, where the network has one that can be checked: a damaged header byte shows nowhere else, because the
 * merkle root only covers the transactions.
 * @throws Damage
 */
export function checkWork(header: BlockHeader, network: Network): void {
  const easiest = EASIEST[network.name];
  if (easiest === undefined) return;
  const target = targetOf(header.bits);
  if (target <= 0n || target > targetOf(easiest)) throw new Damage(`its target (bits ${header.bits.toString(16).padStart(8, "0")}) is none that ${network.name} allows`, 72);
  if (toNumber(header.hash) > target) throw new Damage(`its hash does not meet its own target: the header is damaged, or the block is not of ${network.name}`, 0);
}

/** The number that a compact target stands for (Core's arith_uint256::SetCompact); 0 for negative ones. */
function targetOf(bits: number): bigint {
  const exponent = BigInt(bits >>> 24);
  const mantissa = BigInt(bits & 0x7fffff);
  if ((bits & 0x800000) !== 0) return 0n;
  return exponent <= 3n ? mantissa >> (8n * (3n - exponent)) : mantissa << (8n * (exponent - 3n));
}

function toNumber(hash: Uint8Array): bigint {
  let value = 0n;
  for (let i = hash.length - 1; i >= 0; i -= 1) value = (value << 8n) | BigInt(hash[i] ?? 0);
  return value;
}

export interface Height {
  readonly height: number;
  readonly source: HeightSource;
}

/** What a block tells of its own height: the genesis block by its hash, later ones by BIP 34. */
export function heightOf(header: BlockHeader, coinbaseScript: Uint8Array, network: Network): Height | null {
  if (isGenesis(header.hash, network)) return { height: 0, source: "genesis" };
  if ((header.version | 0) < 2) return null;
  const height = leadingNumber(coinbaseScript);
  return height !== null && height > 0 && isPlausible(height, header.time, network) ? { height, source: "bip34" } : null;
}

/**
 * The networks that a block may be of, likeliest first, as far as its header tells: by the genesis block, or by its target. Regtest's target never
 * changes; a target easier than bitcoin's easiest is signet's or litecoin's.
 */
export function networksByHeader(header: Pick<BlockHeader, "hash" | "prevHash" | "bits">): readonly NetworkName[] {
  const known = firstBlocksNetwork(header);
  if (known !== null) return [known.name];
  if (header.bits === REGTEST_BITS) return ["regtest", "litecoin-regtest"];
  return targetOf(header.bits) > targetOf(MAINNET_EASIEST) ? ["signet", "litecoin"] : ["bitcoin", "testnet3", "testnet4", "signet", "litecoin"];
}
const GENESIS = NETWORKS.map((network) => ({ network, hash: textToHash(network.genesis) ?? new Uint8Array(0) }));

const isGenesis = (hash: Uint8Array, network: Network): boolean => GENESIS.some((genesis) => genesis.network.name === network.name && sameBytes(genesis.hash, hash));

/** The network whose genesis block this is, or whose genesis block it follows. */
function firstBlocksNetwork({ hash, prevHash }: Pick<BlockHeader, "hash" | "prevHash">): Network | null {
  return GENESIS.find((genesis) => sameBytes(genesis.hash, hash) || sameBytes(genesis.hash, prevHash))?.network ?? null;
}

/** Blocks 0 and 1 tell their network. @throws Damage when it is another */
export function checkNetwork(header: BlockHeader, network: Network): void {
  const known = firstBlocksNetwork(header);
  if (known !== null && known.name !== network.name) throw new Damage(`it begins the chain of ${known.name}, not of ${network.name}`, 4);
}

const GENESIS_TIME = 1_231_006_505;
const BLOCK_SECONDS = 600;
/** Early coinbases began with their target, which read as a number is hundreds of millions; no chain is that long. */
const MOST_HEIGHT = 20_000_000;

/**
 * BIP 34 was only a rule from block 227,931 on (bitcoin); miners of earlier version-2 blocks could write anything. A height far from what
 * the time tells is such a number. Other networks have no steady pace to compare with.
 */
function isPlausible(height: number, time: number, network: Network): boolean {
  if (network.name !== "bitcoin") return height <= MOST_HEIGHT;
  const expected = (time - GENESIS_TIME) / BLOCK_SECONDS;
  return Math.abs(height - expected) <= 20_000 + expected / 10;
}

/** A block's facts as a raw block tells them. */
export function blockFacts(header: BlockHeader, height: Height | null, size: number, txCount: number): BlockFacts {
  const { hash, prevHash, time, bits } = header;
  return {
    hash, prevHash, height: height?.height ?? null, heightSource: height?.source ?? null, time, bits, size, txCount, complete: true, stale: false,
  };
}
