import { toHex, fromHex } from "@/lib/core/hex";
import { NETWORK_NAMES, type NetworkName } from "@/lib/core/network";

/**
 * How a node of a fund-flow graph is named, so that the name outlives a re-clustering: a wallet by any address in it, a
 * CoinJoin by its txid. `wallet:NETWORK:REF`, `coinjoin:NETWORK:TXID`, `mined:NETWORK`, `unknown:NETWORK`.
 */
export type NodeRef =
  | { readonly kind: "wallet"; readonly network: NetworkName; readonly ref: string }
  | { readonly kind: "coinjoin"; readonly network: NetworkName; readonly txid: string }
  | { readonly kind: "newly-mined" | "unknown"; readonly network: NetworkName };

export function formatNodeKey(node: NodeRef): string {
  switch (node.kind) {
    case "wallet":
      return `wallet:${node.network}:${node.ref}`;
    case "coinjoin":
      return `coinjoin:${node.network}:${node.txid}`;
    case "newly-mined":
      return `mined:${node.network}`;
    case "unknown":
      return `unknown:${node.network}`;
  }
}

const KEY = /^(?:wallet:(?<walletOn>[a-z0-9-]+):(?<ref>[0-9A-Za-z]+|script:[0-9a-f]{64})|coinjoin:(?<mixOn>[a-z0-9-]+):(?<txid>[0-9a-f]{64})|mined:(?<minedOn>[a-z0-9-]+)|unknown:(?<unknownOn>[a-z0-9-]+))$/;

/** @returns null unless the text is a node key of a network we know; whether the store knows the node is another question. */
export function parseNodeKey(key: string): NodeRef | null {
  const { walletOn, ref = "", mixOn, txid = "", minedOn, unknownOn } = KEY.exec(key)?.groups ?? {};
  const network = NETWORK_NAMES.find((name) => name === (walletOn ?? mixOn ?? minedOn ?? unknownOn));
  if (network === undefined) return null;
  if (walletOn !== undefined) return { kind: "wallet", network, ref };
  if (mixOn !== undefined) return { kind: "coinjoin", network, txid };
  return { kind: minedOn === undefined ? "unknown" : "newly-mined", network };
}

const SCRIPT_PREFIX = "script:";

/** The name of a script in URLs and keys: its address where it has one, else `script:` and the SHA-256 of the script. */
export const scriptRef = (address: string | null, scriptHash: Uint8Array): string => address ?? `${SCRIPT_PREFIX}${toHex(scriptHash)}`;

/** The script hash that a `script:…` reference states; null where the reference is an address (or is malformed). */
export function scriptHashOfRef(ref: string): Uint8Array | null {
  if (!ref.startsWith(SCRIPT_PREFIX)) return null;
  const digits = ref.slice(SCRIPT_PREFIX.length);
  return digits.length === 64 ? fromHex(digits) : null;
}
