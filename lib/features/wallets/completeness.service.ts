import type { NetworkName } from "@/lib/core/network";
import type { CompletenessStore, Reading } from "@/lib/features/wallets/wallets.ports";
import type { Subject } from "@/lib/features/wallets/subjects.service";

interface Deps {
  readonly store: CompletenessStore;
}

export type CompletenessService = ReturnType<typeof makeCompletenessService>;

/**
 * Whether a history in the store is the whole one: the chain is there from block 0 to its tip, or each address was fetched
 * whole from a source. Anything else is said to be incomplete.
 */
export function makeCompletenessService({ store }: Deps) {
  const wholeNetworks = perLedgerVersion(() => store.wholeNetworks());
  return {
    /** Null when the store has never seen it. */
    ofAddress: async (reading: Reading, { named, scripts }: Subject): Promise<boolean | null> => {
      const whole = await wholeNetworks(reading.ledgerVersion);
      if (whole.has(named.network)) return scripts.length > 0 ? true : null;
      const hashes = scripts.length > 0 ? scripts : [named];
      const covered = await store.coveredScripts(hashes.map(({ scriptHash }) => ({ network: named.network, scriptHash })));
      return covered.every(Boolean) ? true : scripts.length > 0 ? false : null;
    },

    /** The ids of the wallets whose histories are whole. */
    ofWallets: async (reading: Reading, wallets: readonly { readonly id: bigint; readonly network: NetworkName }[]): Promise<ReadonlySet<bigint>> => {
      const whole = await wholeNetworks(reading.ledgerVersion);
      const rest = wallets.filter(({ network }) => !whole.has(network)).map(({ id }) => id);
      const covered = rest.length === 0 ? new Set<bigint>() : await store.coveredWallets(reading.generation, rest);
      return new Set(wallets.filter(({ id, network }) => whole.has(network) || covered.has(id)).map(({ id }) => id));
    },
  };
}

/** Coverage changes only with the ledger, and finding it reads every block: once a version is enough. */
function perLedgerVersion<Value>(read: () => Promise<Value>): (version: bigint) => Promise<Value> {
  let last: { readonly version: bigint; readonly value: Promise<Value> } | null = null;
  return (version) => {
    if (last?.version !== version) {
      const value = read();
      last = { version, value };
      value.catch(() => {
        last = null; // a failed read is asked again
      });
    }
    return last.value;
  };
}
