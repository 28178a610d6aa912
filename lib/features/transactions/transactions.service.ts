import { coinbaseText } from "@/lib/core/bitcoin/coinbase-text";
import { type ClaimedHolder, tagConflict } from "@/lib/core/change/guards";
import { scriptRef } from "@/lib/core/graph/node-key";
import type { NetworkName } from "@/lib/core/network";
import type { ChangeAdvice } from "@/lib/features/change/change.ports";
import type { ChangeService } from "@/lib/features/change/change.service";
import type { ClaimsReader, ScriptSubject, SubjectClaims } from "@/lib/features/claims/claims-read.ports";
import type { MiningReader } from "@/lib/features/mining/mining.ports";
import { ENDS_SHOWN, type BlockView, type ChangeShown, type StoredInput, type StoredOutput, type TransactionStore, type TransactionView } from "@/lib/features/transactions/transactions.ports";
import type { SubjectService } from "@/lib/features/wallets/subjects.service";

interface Deps {
  readonly store: TransactionStore;
  readonly subjects: SubjectService;
  readonly claims: ClaimsReader;
  readonly mining: Pick<MiningReader, "poolOfBlock" | "payoutOf">;
  readonly change: ChangeService;
}

export type TransactionService = ReturnType<typeof makeTransactionService>;

/** Transactions and blocks as the store holds them. What it has never seen is an answer, not an error. */
export function makeTransactionService({ store, subjects, claims, mining, change }: Deps) {
  return {
    /** @param most how many inputs and outputs to read; the view says how many there are. */
    transaction: async (network: NetworkName, txid: string, most: number = ENDS_SHOWN): Promise<TransactionView> => {
      const { generation } = await subjects.reading();
      const stored = await store.transaction(generation, network, txid);
      if (stored === null) return { network, txid, found: null };
      const ends = Promise.all([store.inputs(generation, stored.id, most), store.outputs(generation, stored.id, most)]);
      const [[inputs, outputs], advice, payout] = await Promise.all([ends, change.of(generation, [stored.id]), mining.payoutOf(stored.id)]);
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
      const views = { inputs: inputs.map(viewOf), outputs: outputs.map((output, i) => viewOf(output, inputs.length + i)) };
      return { network, txid, found: { ...rest, coinbaseText: text, payout, ...views, change: changeShown(advice.get(stored.id), views) } };
    },

    /** @param block a height, or a hash of 64 hex digits. */
    block: async (network: NetworkName, block: string): Promise<BlockView> => {
      const byHeight = block.length < 64;
      const height = byHeight ? parseInt(block, 10) : null;
      const stored = height === null ? await store.block(network, block) : await store.blockAt(network, height);
      if (stored === null) return { network, height, hash: byHeight ? null : block, found: null };
      const [rows, pool] = await Promise.all([store.blockTransactions(stored.id, ENDS_SHOWN + 1), mining.poolOfBlock(stored.id)]);
      return { network, height: stored.height, hash: stored.hash, found: { ...stored, pool, shown: rows.slice(0, ENDS_SHOWN), truncated: rows.length > ENDS_SHOWN } };
    },

    /** The networks that have the transaction: one txid may stand on several. */
    networksOf: (txid: string): Promise<readonly NetworkName[]> => store.networksOfTransaction(txid),
    networksWithHeight: (height: number): Promise<readonly NetworkName[]> => store.networksWithHeight(height),
  };
}

/** The advice, with what claims say against a link between the sender and the suggested output. */
function changeShown(advice: ChangeAdvice | undefined, { inputs, outputs }: Ends): ChangeShown | null {
  if (advice === undefined) return null;
  const { suggestion } = advice.opinion;
  const conflict = suggestion === null ? null : tagConflict(inputs.flatMap(holdersOf), outputs.filter(({ n }) => n === suggestion.n).flatMap(holdersOf));
  return { ...advice, conflict };
}

interface Ends {
  readonly inputs: readonly { readonly claims: SubjectClaims }[];
  readonly outputs: readonly { readonly n: number; readonly claims: SubjectClaims }[];
}

/** Who is claimed to hold an end. A service's customer, or a pool's member, is not the service. */
export const holdersOf = ({ claims }: { readonly claims: SubjectClaims }): readonly ClaimedHolder[] =>
  claims.shown.flatMap(({ claim }) => (claim.role === "customer" || claim.role === "pool-member" ? [] : [{ entity: claim.entity?.name ?? claim.label, category: claim.category }]));

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
