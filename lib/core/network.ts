/** The chains Assay reads: one schema, a `network` column, and these parameters. */
export const NETWORK_NAMES = ["bitcoin", "testnet3", "testnet4", "signet", "regtest", "litecoin", "litecoin-regtest"] as const;
export type NetworkName = (typeof NETWORK_NAMES)[number];

export interface Network {
  /** The value of the `network` columns; never changes once released. */
  readonly id: number;
  readonly name: NetworkName;
  /** What amounts are called. */
  readonly unit: string;
  /** First four bytes of every record in a blk file, as they stand in the file. */
  readonly magic: readonly [number, number, number, number];
  readonly p2pkhVersion: number;
  /** The first is what we write; Litecoin's older version byte is also read. */
  readonly p2shVersions: readonly number[];
  /** Human-readable part of bech32 addresses. */
  readonly hrp: string;
  /** Hash of block 0 in the usual reversed hex. */
  readonly genesis: string;
  readonly halvingInterval: number;
}

export const NETWORKS: readonly Network[] = [
  {
    id: 0, name: "bitcoin", unit: "BTC", magic: [0xf9, 0xbe, 0xb4, 0xd9], p2pkhVersion: 0x00, p2shVersions: [0x05], hrp: "bc",
    genesis: "000000000019d6689c085ae165831e934ff763ae46a2a6c172b3f1b60a8ce26f", halvingInterval: 210_000,
  },
  {
    id: 1, name: "testnet3", unit: "tBTC", magic: [0x0b, 0x11, 0x09, 0x07], p2pkhVersion: 0x6f, p2shVersions: [0xc4], hrp: "tb",
    genesis: "000000000933ea01ad0ee984209779baaec3ced90fa3f408719526f8d77f4943", halvingInterval: 210_000,
  },
  {
    id: 2, name: "testnet4", unit: "tBTC", magic: [0x1c, 0x16, 0x3f, 0x28], p2pkhVersion: 0x6f, p2shVersions: [0xc4], hrp: "tb",
    genesis: "00000000da84f2bafbbc53dee25a72ae507ff4914b867c565be350b0da8bf043", halvingInterval: 210_000,
  },
  {
    id: 3, name: "signet", unit: "sBTC", magic: [0x0a, 0x03, 0xcf, 0x40], p2pkhVersion: 0x6f, p2shVersions: [0xc4], hrp: "tb",
    genesis: "00000008819873e925422c1ff0f99f7cc9bbb232af63a077a480a3633bee1ef6", halvingInterval: 210_000,
  },
  {
    id: 4, name: "regtest", unit: "rBTC", magic: [0xfa, 0xbf, 0xb5, 0xda], p2pkhVersion: 0x6f, p2shVersions: [0xc4], hrp: "bcrt",
    genesis: "0f9188f13cb7b2c71f2a335e3a4fc328bf5beb436012afca590b1a11466e2206", halvingInterval: 150,
  },
  {
    id: 5, name: "litecoin", unit: "LTC", magic: [0xfb, 0xc0, 0xb6, 0xdb], p2pkhVersion: 0x30, p2shVersions: [0x32, 0x05], hrp: "ltc",
    genesis: "12a765e31ffd4059bada1e25190f6e98c99d9714d334efa41a195a7e7e04bfe2", halvingInterval: 840_000,
  },
  {
    id: 6, name: "litecoin-regtest", unit: "rLTC", magic: [0xfa, 0xbf, 0xb5, 0xda], p2pkhVersion: 0x6f, p2shVersions: [0x3a, 0xc4], hrp: "rltc",
    genesis: "530827f38f93b43ed12af0b3ad25a288dc02ed74d6d7857862df51fc56c416f9", halvingInterval: 150,
  },
];

export const networkByName = (name: NetworkName): Network => pick(NETWORKS.find((network) => network.name === name), name);
export const networkById = (id: number): Network => pick(NETWORKS.find((network) => network.id === id), String(id));

function pick(network: Network | undefined, wanted: string): Network {
  if (network === undefined) throw new Error(`No such network: ${wanted}`);
  return network;
}

/** What a miner may create at a height, in sats: 50 coins, halved every interval (Bitcoin Core's GetBlockSubsidy). */
export function subsidyAt(network: Network, height: number): bigint {
  const halvings = Math.floor(height / network.halvingInterval);
  return halvings >= 64 ? 0n : 5_000_000_000n >> BigInt(halvings);
}
