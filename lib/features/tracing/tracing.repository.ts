import { networkByName, type NetworkName } from "@/lib/core/network";
import type { TraceReader, TraceStore } from "@/lib/features/tracing/tracing.ports";
import { addressesOf, claimsOf } from "@/lib/features/tracing/read-claims";
import { namesOf } from "@/lib/features/tracing/read-names";
import { paidBy, paidTo, payersOf } from "@/lib/features/tracing/read-payments";
import { receivedCoins, seedCoins } from "@/lib/features/tracing/read-seeds";
import { readTransactions } from "@/lib/features/tracing/read-transactions";
import type { Reads } from "@/lib/features/tracing/reads";
import { copyOut } from "@/lib/platform/db/copy-binary";
import { cancellable, type Client, type Pool } from "@/lib/platform/db/pool";

/**
 * Reads for tracing. A trace looks rows up by key, thousands at a time; the planner, which does not know how many, would now and
 * then scan a whole table instead, so that is switched off while it reads.
 */
export function makeTraceStore(pool: Pool): TraceStore {
  return {
    reading: (signal, work) =>
      cancellable(pool, signal, async (_, client) => {
        await client.query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off; SET LOCAL enable_seqscan = off; SET LOCAL jit = off");
        try {
          const result = await work(readerOf(readsOf(client, signal)));
          await client.query("COMMIT");
          return result;
        } catch (error) {
          // A cancel may still be under way and hit this statement instead.
          await client.query("ROLLBACK").catch(() => client.query("ROLLBACK"));
          throw error;
        }
      }),
  };
}

/** No statement starts when the signal has fired: the cancel could hit the next user of the connection. */
const readsOf = (client: Client, signal: AbortSignal): Reads => ({
  query: (text, params) => {
    signal.throwIfAborted();
    return client.query(text, params);
  },
  copyOut: (query, kinds, onChunk) => {
    signal.throwIfAborted();
    return copyOut(client, query, kinds, onChunk);
  },
});

const readerOf = (reads: Reads): TraceReader => ({
  seeds: (options, network, outpoints) => seedCoins(reads, options, { network, outpoints }),
  received: (options, addressIds, most) => receivedCoins(reads, options, { addressIds, most }),
  transactions: (options, ids, ahead) => readTransactions(reads, options, { ids, ahead }),
  claims: (generation, network) => claimsOf(reads, generation, network),
  addressesOf: (generation, walletIds, most) => addressesOf(reads, generation, { walletIds, most }),
  paidBy: (who, filter) => paidBy(reads, who, filter),
  paidTo: (who, filter) => paidTo(reads, who, filter),
  payers: (payments, preferred) => payersOf(reads, payments, preferred),
  names: (coins) => namesOf(reads, coins),
  dataHeight: (network) => dataHeight(reads, network),
});

async function dataHeight(reads: Reads, network: NetworkName): Promise<number | null> {
  const { rows } = await reads.query<{ height: number | null }>("SELECT max(height) AS height FROM block WHERE network = $1 AND main", [networkByName(network).id]);
  return rows[0]?.height ?? null;
}
