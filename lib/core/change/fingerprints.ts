import type { ScriptType } from "@/lib/core/bitcoin/script-type";
import { feeRate } from "@/lib/core/change/blocksci";
import type { Gap, Heuristic } from "@/lib/core/change/heuristic";
import { type ChangeView, type Traits, outputsWhere } from "@/lib/core/change/view";

/** A mark of a transaction; null: not known. Two transactions have the mark in common when the values are equal. */
type Mark = (traits: Traits) => string | number | bigint | boolean | null;

/**
 * A fingerprint (METHODS 1.5, Möser and Narayanan): change is the one output whose spending transaction has the same mark as
 * the transaction itself, while those of all others have not. Asked only once every output is spent. Dynamic.
 */
const fingerprint = (mark: Mark, missing: Gap = "spenders"): Heuristic => ({
  gap: (view) => gapOf(view, mark, missing),
  candidates: (view) => {
    if (gapOf(view, mark, missing) !== null) return [];
    const own = mark(view.traits);
    return outputsWhere(view, ({ spender }) => spender !== null && mark(spender) === own);
  },
});

function gapOf(view: ChangeView, mark: Mark, missing: Gap): Gap | null {
  if (view.coinbase) return "input-scripts";
  const spenders = view.outputs.flatMap((output) => (output.script === null ? [] : [output.spender]));
  if (spenders.includes(null)) return "unspent";
  return [view.traits, ...spenders].some((traits) => traits !== null && mark(traits) === null) ? missing : null;
}

/** BIP 65's border between heights and times. */
const LOCKTIME_THRESHOLD = 500_000_000;
const locktimeClass: Mark = ({ locktime }) => (locktime === null ? null : locktime === 0 ? "none" : locktime < LOCKTIME_THRESHOLD ? "height" : "time");

const spendsType = (type: ScriptType): Mark => ({ spends }) => spends?.has(type) ?? null;

/** What P2SH and P2WSH inputs wrap does not stand in the ledger: beside them only a bare multisig is sure. */
const multisig: Mark = ({ spends }) => {
  if (spends === null) return null;
  if (spends.has("p2ms")) return true;
  return spends.has("p2sh") || spends.has("p2wsh") ? null : false;
};

const countClass = (count: number): string => (count === 1 ? "one" : count === 2 ? "two" : "more");

export const fpVersion = fingerprint(({ version }) => version);
export const fpLocktime = fingerprint(locktimeClass);
export const fpRbf = fingerprint(({ signalsRbf }) => signalsRbf);
export const fpSegwit = fingerprint(({ segwit }) => segwit);
export const fpOrdered = fingerprint(({ ordered }) => ordered);
export const fpMultisig = fingerprint(multisig, "wrapped-scripts");
export const fpAddressType = fingerprint(({ spends }) => (spends === null ? null : [...spends].sort().join()));
export const fpP2pkh = fingerprint(spendsType("p2pkh"));
export const fpP2sh = fingerprint(spendsType("p2sh"));
export const fpP2wpkh = fingerprint(spendsType("p2wpkh"));
export const fpP2wsh = fingerprint(spendsType("p2wsh"));
export const fpAbsoluteFee = fingerprint(({ fee }) => fee, "fee");
export const fpRelativeFee = fingerprint(feeRate, "fee");
export const fpOutputCount = fingerprint(({ outputCount }) => countClass(outputCount));
export const fpInOutCount = fingerprint(({ inputCount, outputCount }) => `${countClass(inputCount)} ${countClass(outputCount)}`);
