import { decodeBase58Check, encodeBase58Check } from "@/lib/core/bitcoin/base58";
import { decodeBech32, encodeBech32, fromWords, toWords } from "@/lib/core/bitcoin/bech32";
import type { Hasher } from "@/lib/core/bitcoin/columns";
import type { ScriptType } from "@/lib/core/bitcoin/script-type";
import { classifyScript } from "@/lib/core/bitcoin/scripts";
import { type Network, type NetworkName, NETWORKS } from "@/lib/core/network";

export type AddressScript =
  | { readonly ok: true; readonly script: Uint8Array; readonly type: ScriptType }
  | { readonly ok: false; readonly reason: string };

/** SHA-256, then RIPEMD-160. */
export const hash160 = (data: Uint8Array, hasher: Hasher): Uint8Array => hasher.ripemd160(hasher.sha256(data));

const isLitecoin = (network: Network): boolean => network.name.startsWith("litecoin");

/**
 * The address text of a scriptPubKey. A bare public key (P2PK) gives the P2PKH address of that key, as wallets and explorers show it.
 * @returns null for scripts without an address: bare multisig, OP_RETURN, odd scripts, and Litecoin's MWEB outputs (witness versions 8 and 9).
 */
export const addressOfScript = (script: Uint8Array, network: Network, hasher: Hasher): string | null => WRITE[classifyScript(script)](script, network, hasher);

type Writer = (script: Uint8Array, network: Network, hasher: Hasher) => string | null;
const none: Writer = () => null;

const WRITE: Readonly<Record<ScriptType, Writer>> = {
  p2pkh: (script, network, hasher) => base58Address(network.p2pkhVersion, script.subarray(3, 23), hasher),
  p2sh: (script, network, hasher) => base58Address(network.p2shVersions[0], script.subarray(2, 22), hasher),
  p2pk: (script, network, hasher) => base58Address(network.p2pkhVersion, hash160(script.subarray(1, -1), hasher), hasher),
  p2wpkh: witnessAddress,
  p2wsh: witnessAddress,
  p2tr: witnessAddress,
  p2a: witnessAddress,
  witness_unknown: witnessAddress,
  p2ms: none,
  op_return: none,
  unknown: none,
};

function base58Address(version: number | undefined, hash: Uint8Array, hasher: Hasher): string {
  const payload = new Uint8Array(21);
  payload[0] = version ?? 0;
  payload.set(hash, 1);
  return encodeBase58Check(payload, hasher.sha256d);
}

const witnessVersion = (script: Uint8Array): number => {
  const op = script[0] ?? 0;
  return op === 0 ? 0 : op - 0x50;
};

function witnessAddress(script: Uint8Array, network: Network): string | null {
  const version = witnessVersion(script);
  if (isLitecoin(network) && isMweb(version)) return null;
  return encodeBech32(version === 0 ? "bech32" : "bech32m", network.hrp, [version, ...toWords(script.subarray(2))]);
}

const isMweb = (version: number): boolean => version === 8 || version === 9;

/**
 * The scriptPubKey that an address text stands for on this network.
 * @returns else the reason why it is no address of the network, to follow "… is not an address: ".
 */
export function scriptOfAddress(text: string, network: Network, hasher: Hasher): AddressScript {
  const found = readAddress(text, hasher);
  if (!found.ok) return found;
  const script = found.address.kind === "base58" ? base58Script(found.address, network) : witnessScript(found.address, network);
  if (script !== null) return { ok: true, script, type: classifyScript(script) };
  const others = networksOf(found.address);
  return { ok: false, reason: others.length === 0 ? "no network that Assay knows has such addresses" : `it belongs to ${others.join(" or ")}, not to ${network.name}` };
}

/** The networks that may have written this address, likeliest first; empty when it is no address at all. */
export function guessNetworks(text: string, hasher: Hasher): readonly NetworkName[] {
  const found = readAddress(text, hasher);
  return found.ok ? networksOf(found.address) : [];
}

interface Base58Address {
  readonly kind: "base58";
  readonly version: number;
  readonly hash: Uint8Array;
}
interface WitnessAddress {
  readonly kind: "witness";
  readonly hrp: string;
  readonly version: number;
  readonly program: Uint8Array;
}
type Read = { readonly ok: true; readonly address: Base58Address | WitnessAddress } | { readonly ok: false; readonly reason: string };

function networksOf(address: Base58Address | WitnessAddress): NetworkName[] {
  const has = (network: Network): boolean => (address.kind === "base58" ? base58Script(address, network) : witnessScript(address, network)) !== null;
  return NETWORKS.filter(has).map((network) => network.name);
}

function base58Script({ version, hash }: Base58Address, network: Network): Uint8Array | null {
  if (version === network.p2pkhVersion) return Uint8Array.of(0x76, 0xa9, 20, ...hash, 0x88, 0xac);
  return network.p2shVersions.includes(version) ? Uint8Array.of(0xa9, 20, ...hash, 0x87) : null;
}

function witnessScript({ hrp, version, program }: WitnessAddress, network: Network): Uint8Array | null {
  if (hrp !== network.hrp) return null;
  return Uint8Array.of(version === 0 ? 0 : 0x50 + version, program.length, ...program);
}

function readAddress(text: string, hasher: Hasher): Read {
  if (text.length === 0) return { ok: false, reason: "it is empty" };
  const split = text.lastIndexOf("1");
  const looksBech32 = split > 0 && NETWORKS.some((network) => network.hrp === text.slice(0, split).toLowerCase());
  return looksBech32 ? readWitness(text) : readBase58(text, hasher);
}

function readBase58(text: string, hasher: Hasher): Read {
  const decoded = decodeBase58Check(text, hasher.sha256d);
  if (!decoded.ok) return decoded;
  const { payload } = decoded;
  if (payload.length !== 21) return { ok: false, reason: `it holds ${payload.length} bytes where an address holds 21` };
  return { ok: true, address: { kind: "base58", version: payload[0] ?? 0, hash: payload.slice(1) } };
}

/** BIP 173 and BIP 350. */
function readWitness(text: string): Read {
  const decoded = decodeBech32(text);
  if (!decoded.ok) return decoded;
  const { kind, hrp, words } = decoded.text;
  const failed = (reason: string): Read => ({ ok: false, reason });
  const version = words[0];
  if (version === undefined) return failed("it is empty after its prefix");
  if (version > 16) return failed(`its witness version is ${version}, above 16`);
  const program = fromWords(words.slice(1));
  if (program === null) return failed("its last bits are not the filling that BIP 173 asks for");
  if (program.length < 2 || program.length > 40) return failed(`its witness program has ${program.length} bytes, not 2 to 40`);
  if (version === 0 && program.length !== 20 && program.length !== 32) return failed(`its program of version 0 has ${program.length} bytes, not 20 or 32`);
  if ((version === 0) !== (kind === "bech32")) return failed(version === 0 ? "version 0 needs a Bech32 checksum, it has Bech32m" : `version ${version} needs a Bech32m checksum, it has Bech32`);
  return { ok: true, address: { kind: "witness", hrp, version, program } };
}
