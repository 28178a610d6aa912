import { guessNetworks } from "@/lib/core/bitcoin/addresses";
import type { Hasher } from "@/lib/core/bitcoin/columns";
import { type Network, type NetworkName, NETWORKS } from "@/lib/core/network";

const ALL = NETWORKS.map((network) => network.name);
const TEST: readonly NetworkName[] = ["testnet3", "testnet4", "signet", "regtest", "litecoin-regtest"];
/** First letters of Base58 addresses by the version bytes in lib/core/network.ts. */
const BASE58: Readonly<Record<string, readonly NetworkName[]>> = {
  "1": ["bitcoin"], "3": ["bitcoin", "litecoin"], m: TEST, n: TEST, "2": TEST, L: ["litecoin"], M: ["litecoin"], Q: ["litecoin-regtest"],
};

/** The networks that an address may be of, by its first letters alone; all when they say nothing. No checksum is looked at. */
function networksByPrefix(address: string): readonly NetworkName[] {
  const split = address.lastIndexOf("1");
  const hrp = split > 0 ? address.slice(0, split).toLowerCase() : "";
  const segwit = NETWORKS.filter((network) => network.hrp === hrp).map((network) => network.name);
  return segwit.length > 0 ? segwit : (BASE58[address[0] ?? ""] ?? ALL);
}

/**
 * Which network a file's records are of: the one that was given, else what the addresses in it tell. Addresses narrow the choice until it is
 * settled; then, and when it was given, an address of another network is a contradiction.
 */
export class NetworkGuess {
  #left: readonly NetworkName[];
  #given: boolean;
  readonly #hasher: Hasher;

  constructor(given: Network | null, hasher: Hasher) {
    this.#given = given !== null;
    this.#hasher = hasher;
    this.#left = given === null ? ALL : [given.name];
  }

  /** A guess to try a record on: what a record that turns out to be bad says of its network must not count. */
  fork(): NetworkGuess {
    const copy = new NetworkGuess(null, this.#hasher);
    copy.#left = this.#left;
    copy.#given = this.#given;
    return copy;
  }

  /** Takes over what was learnt from a record that proved to be good. */
  adopt(fork: NetworkGuess): void {
    this.#left = fork.#left;
  }

  /**
   * Takes note of the addresses of one record.
   * @returns null, or why the record cannot be of this network; then the choice stays as it was.
   */
  see(addresses: Iterable<string>): string | null {
    let left = this.#left;
    for (const address of addresses) {
      const both = this.#among(left, networksByPrefix(address));
      if (both.length === left.length) continue;
      // Letters alone may be damaged: only an address whose checksum holds decides.
      const possible = guessNetworks(address, this.#hasher);
      if (possible.length === 0) continue;
      const certain = this.#among(left, possible);
      if (certain.length === 0) return `address ${address} is of ${possible.join(" or ")}, but the ${this.#given ? "network given" : "rest of the file"} is ${left.join(" or ")}`;
      left = certain;
    }
    this.#left = left;
    return null;
  }

  /** Takes a hint that is not worth a contradiction, such as what a block's header tells. */
  prefer(names: readonly NetworkName[]): void {
    const both = names.filter((name) => this.#left.includes(name));
    if (both.length > 0) this.#left = both;
  }

  #among(left: readonly NetworkName[], possible: readonly NetworkName[]): readonly NetworkName[] {
    return left.filter((name) => possible.includes(name));
  }

  /** The likeliest network left; bitcoin when nothing was said. */
  likeliest(): Network {
    const network = NETWORKS.find((one) => one.name === this.#left[0]) ?? NETWORKS[0];
    if (network === undefined) throw new Error("There is no network.");
    return network;
  }

  /** Settles on the likeliest network left: from now on others contradict it. */
  settle(): Network {
    this.#left = this.#left.slice(0, 1);
    return this.likeliest();
  }
}
