import { readScriptRef, type NamedScript } from "@/lib/core/bitcoin/script-ref";
import type { Hasher } from "@/lib/core/bitcoin/columns";
import { AppError } from "@/lib/core/errors";
import type { NetworkName } from "@/lib/core/network";
import type { Reading, ScriptSummary, StoredScript, WalletStore } from "@/lib/features/wallets/wallets.ports";

interface Deps {
  readonly store: WalletStore;
  readonly hasher: Hasher;
}

/** What a reference names in the store: its scripts, what they did, and the wallet they lie in. */
export interface Subject {
  readonly named: NamedScript;
  /** Empty when the store has never seen it. */
  readonly scripts: readonly StoredScript[];
  readonly summaries: readonly ScriptSummary[];
  readonly walletId: bigint | null;
}

export type SubjectService = ReturnType<typeof makeSubjectService>;

/** References to addresses and wallets, read and looked up. */
export function makeSubjectService({ store, hasher }: Deps) {
  return {
    reading: (): Promise<Reading> => store.reading(),

    /** Null when the reference is no address of the network: nothing in the store can go by it. */
    namedOrNull: (network: NetworkName, ref: string): NamedScript | null => {
      const reading = readScriptRef(ref, network, hasher);
      return reading.ok ? reading.named : null;
    },

    /** @throws AppError invalid_input when the reference is no address of the network. */
    named: (network: NetworkName, ref: string): NamedScript => {
      const reading = readScriptRef(ref, network, hasher);
      if (!reading.ok) throw new AppError("invalid_input", `“${ref}” is not an address: ${reading.reason}.`, { issues: [{ path: "ref", message: reading.reason }] });
      return reading.named;
    },

    find: async (generation: number, named: readonly NamedScript[]): Promise<readonly Subject[]> => {
      const found = await store.scripts(named);
      const summaries = await store.summaries(generation, found.flatMap((scripts) => scripts.map(({ id }) => id)));
      return named.map((one, i) => {
        const scripts = found[i] ?? [];
        const own = scripts.flatMap(({ id }) => summaries.get(id) ?? []);
        return { named: one, scripts, summaries: own, walletId: own[0]?.walletId ?? null };
      });
    },
  };
}
