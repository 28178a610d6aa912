import { addressOfScript, scriptOfAddress } from "@/lib/core/bitcoin/addresses";
import type { Hasher } from "@/lib/core/bitcoin/columns";
import type { ScriptType } from "@/lib/core/bitcoin/script-type";
import { scriptHashOfRef } from "@/lib/core/graph/node-key";
import { networkByName, type NetworkName } from "@/lib/core/network";

/** What a reference (an address, or `script:` and a hash) says by itself, before any store is asked. */
export interface NamedScript {
  readonly network: NetworkName;
  /** The reference as Assay writes it: lower-case Bech32, Litecoin's newer P2SH form. */
  readonly ref: string;
  readonly address: string | null;
  /** SHA-256 of the script. */
  readonly scriptHash: Uint8Array;
  /** Null where the reference is a bare hash. */
  readonly type: ScriptType | null;
}

export type ScriptRefReading = { readonly ok: true; readonly named: NamedScript } | { readonly ok: false; readonly reason: string };

/** @returns else the reason, to follow "… is not an address: ". */
export function readScriptRef(ref: string, network: NetworkName, hasher: Hasher): ScriptRefReading {
  const stated = scriptHashOfRef(ref);
  if (stated !== null) return { ok: true, named: { network, ref: ref.toLowerCase(), address: null, scriptHash: stated, type: null } };
  const read = scriptOfAddress(ref, networkByName(network), hasher);
  if (!read.ok) return read;
  const address = addressOfScript(read.script, networkByName(network), hasher) ?? ref;
  return { ok: true, named: { network, ref: address, address, scriptHash: hasher.sha256(read.script), type: read.type } };
}
