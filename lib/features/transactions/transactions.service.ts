import { coinbaseText } from "@/lib/core/bitcoin/coinbase-text";
import { scriptRef } from "@/lib/core/graph/node-key";
import type { NetworkName } from "@/lib/core/network";
import type { ClaimsReader, ScriptSubject, SubjectClaims } from "@/lib/features/claims/claims-read.ports";
import { ENDS_SHOWN, type BlockView, type StoredInput, type StoredOutput, type TransactionStore, type TransactionView } from "@/lib/features/transactions/transactions.ports";
import type { SubjectService } from "@/lib/features/wallets/subjects.service";

interface Deps {
  readonly store: TransactionStore;
  readonly subjects: SubjectService;
  readonly claims: ClaimsReader;
}

export type TransactionService = ReturnType<typeof makeTransactionService>;

/** Transactions and blocks as the store holds them. What it has never seen is an answer, not an error. */
export function makeTransactionService({ store, subjects, claims }: Deps) {
  return {
    /** @param most how many inputs and outputs to read; the view says how many there are. */
    transaction: async (network: NetworkName, txid: string, most: number = ENDS_SHOWN): Promise<TransactionView> => {
      const { generation } = await subjects.reading();
      const stored = await store.transaction(generation, network, txid);
      if (stored === null) return { network, txid, found: null };
      const [inputs, outputs] = await Promise.all([store.inputs(generation, stored.id, most), store.outputs(generation, stored.id, most)]);
      const shown = await claimsOf(claims, generation, { network, ends: [...inputs, ...outputs] });
      const viewOf = <End extends StoredInput | StoredOutput>({ script, ...end }: End, i: number) => ({
        ...end,
        ref: script === null ? null : scriptRef(script.address, script.scriptHash),
        address: script?.address ?? null,
        type: script?.type ?? ("data" in end ? ("op_return" as const) : null),
        claims: shown[i] ?? NO_CLAIMS,
      });
      const { coinbaseScript, ...rest } = stored;
      const text = coinbaseScript === null ? null : coinbaseText(coinbaseScript);
      return { network, txid, found: { ...rest, coinbaseText: text, inputs: inputs.map(viewOf), outputs: outputs.map((output, i) => viewOf(output, inputs.length + i)) } };
    },

    /** @param block a height, or a hash of 64 hex digits. */
    block: async (network: NetworkName, block: string): Promise<BlockView> => {
      const byHeight = block.length < 64;
      const height = byHeight ? parseInt(block, 10) : null;
      const stored = height === null ? await store.block(network, block) : await store.blockAt(network, height);
      if (stored === null) return { network, height, hash: byHeight ? null : block, found: null };
      const rows = await store.blockTransactions(stored.id, ENDS_SHOWN + 1);
      return { network, height: stored.height, hash: stored.hash, found: { ...stored, shown: rows.slice(0, ENDS_SHOWN), truncated: rows.length > ENDS_SHOWN } };
    },

    /** The networks that have the transaction: one txid may stand on several. */
    networksOf: (txid: string): Promise<readonly NetworkName[]> => store.networksOfTransaction(txid),
    networksWithHeight: (height: number): Promise<readonly NetworkName[]> => store.networksWithHeight(height),
  };
}

const NO_CLAIMS: SubjectClaims = { shown: [], total: 0 };

/** One query for all ends, each script asked once however often it occurs. */
async function claimsOf(claims: ClaimsReader, generation: number, { network, ends }: { readonly network: NetworkName; readonly ends: readonly (StoredInput | StoredOutput)[] }): Promise<readonly SubjectClaims[]> {
  const subjects = new Map<string, ScriptSubject>();
  for (const { script } of ends) {
    if (script !== null) subjects.set(scriptRef(null, script.scriptHash), { network, scriptHashes: [script.scriptHash], walletId: script.walletId, as: "address" });
  }
  const keys = [...subjects.keys()];
  const found = await claims.forScripts(generation, [...subjects.values()]);
  const byKey = new Map(keys.map((key, i) => [key, found[i] ?? NO_CLAIMS]));
  return ends.map(({ script }) => (script === null ? NO_CLAIMS : (byKey.get(scriptRef(null, script.scriptHash)) ?? NO_CLAIMS)));
}
