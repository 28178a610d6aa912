import { TX_COINBASE } from "@/lib/core/bitcoin/columns";
import { NOT_MIXING } from "@/lib/core/coinjoin/kinds";
import type { Direction, TraceTx } from "@/lib/core/tracing/trace-tx";
import { readBlockFees } from "@/lib/features/tracing/read-block-fees";
import { readInputs, readOutputs, readSpentCoins, type Ends } from "@/lib/features/tracing/read-ends";
import { idArray, type Reads } from "@/lib/features/tracing/reads";
import type { FetchOptions } from "@/lib/features/tracing/tracing.ports";

/** Inputs and outputs read at once: bounds the memory of a fetch, whatever hubs it meets. */
const MOST_ENDS = 300_000;

interface Head {
  readonly id: number;
  readonly ord: number;
  readonly fee: bigint | null;
  readonly coinbase: boolean;
  readonly inputs: number;
  readonly outputs: number;
  readonly coinbaseId: number | null;
}

/** @see TraceReader.transactions */
export async function readTransactions(reads: Reads, options: FetchOptions, { ids, ahead }: { readonly ids: readonly number[]; readonly ahead: number }): Promise<ReadonlyMap<number, TraceTx>> {
  const wanted = await readAhead(reads, options.direction, ids, ids.length + ahead);
  const heads = withinBounds(wanted, await readHeads(reads, options, wanted));
  const kept = heads.map(({ id }) => id);
  const [coinjoins, blocks] = [await readCoinjoins(reads, options.generation, kept), options.fees ? await readBlockFees(reads, heads.filter(({ coinbase }) => coinbase).map(({ id }) => id)) : null];
  const ends = endsOf(heads);
  const payers = options.direction === "forward" ? await readForward(reads, options, ends) : await readBackward(reads, options, ends);
  return new Map(
    heads.map(({ id, ord, fee, coinbase, coinbaseId }) => {
      const { near = [], far = [] } = ends.get(id) ?? {};
      return [id, { id, ord, fee, coinbase, coinbaseId, near, far, coinjoin: coinjoins.get(id) ?? null, payer: payers.get(id) ?? null, block: blocks?.get(id) ?? null }];
    }),
  );
}

async function readForward(reads: Reads, options: FetchOptions, ends: Ends): Promise<ReadonlyMap<number, number>> {
  const payers = await readInputs(reads, options, ends);
  await readOutputs(reads, options, ends);
  return payers;
}

async function readBackward(reads: Reads, options: FetchOptions, ends: Ends): Promise<ReadonlyMap<number, number>> {
  await readSpentCoins(reads, options, ends);
  return new Map();
}

function endsOf(heads: readonly Head[]): Ends {
  return new Map(heads.map(({ id }) => [id, { near: [], far: [] }]));
}

/** What money goes on to, breadth first; the LIMIT ends the recursion, so that no more is looked up than is read. */
const ONWARD: Readonly<Record<Direction, string>> = {
  forward: "SELECT i.tx_id FROM reach r JOIN input i ON i.prev_tx_id = r.id",
  backward: "SELECT i.prev_tx_id FROM reach r JOIN input i ON i.tx_id = r.id WHERE i.prev_tx_id IS NOT NULL",
};

/** For a little more than what is asked for, the recursion would not pay. */
const WORTH_IT = 1.5;

async function readAhead(reads: Reads, direction: Direction, ids: readonly number[], most: number): Promise<readonly number[]> {
  if (most < WORTH_IT * ids.length) return ids;
  const found: number[] = [];
  await reads.copyOut(`WITH RECURSIVE reach(id) AS (SELECT unnest(${idArray(ids)}) UNION ${ONWARD[direction]}) SELECT id FROM reach LIMIT ${most}`, ["id"], ({ count, columns: [id] }) => {
    for (let i = 0; i < count; i += 1) found.push(id[i] ?? 0);
  });
  return found;
}

async function readHeads(reads: Reads, { fees }: FetchOptions, ids: readonly number[]): Promise<ReadonlyMap<number, Head>> {
  const heads = new Map<number, Head>();
  // The coinbase stands first in its block.
  const coinbaseOf = fees ? `(SELECT c.id FROM tx c WHERE c.block_id = t.block_id AND c.position = 0 AND c.flags & ${TX_COINBASE} <> 0 AND t.status = 0)` : "NULL::int8";
  const sql = `SELECT t.id, t.ord, t.fee, t.flags, t.input_count, t.output_count, ${coinbaseOf} FROM tx t WHERE t.id = ANY(${idArray(ids)}) AND t.status < 2`;
  await reads.copyOut(sql, ["id", "id", "int8", "int2", "int4", "int4", "id"], ({ count, columns: [id, ord, fee, flags, inputs, outputs, coinbaseId], nulls }) => {
    for (let i = 0; i < count; i += 1) {
      heads.set(id[i] ?? 0, {
        id: id[i] ?? 0,
        ord: ord[i] ?? 0,
        fee: nulls[2][i] === 1 ? null : (fee[i] ?? 0n),
        coinbase: ((flags[i] ?? 0) & TX_COINBASE) !== 0,
        inputs: inputs[i] ?? 0,
        outputs: outputs[i] ?? 0,
        coinbaseId: nulls[6][i] === 1 ? null : (coinbaseId[i] ?? 0),
      });
    }
  });
  return heads;
}

/** The first ones, as many as their ends allow. */
function withinBounds(ids: readonly number[], heads: ReadonlyMap<number, Head>): readonly Head[] {
  const kept: Head[] = [];
  let ends = 0;
  for (const id of ids) {
    const head = heads.get(id);
    if (head === undefined) continue;
    ends += head.inputs + head.outputs;
    if (kept.length > 0 && ends > MOST_ENDS) break;
    kept.push(head);
  }
  return kept;
}

async function readCoinjoins(reads: Reads, generation: number, ids: readonly number[]): Promise<ReadonlyMap<number, string>> {
  const { rows } = await reads.query<{ tx_id: bigint; kind: string }>(`SELECT tx_id, kind FROM coinjoin WHERE generation = $1 AND tx_id = ANY(${idArray(ids)}) AND kind <> ALL($2::text[])`, [generation, NOT_MIXING]);
  return new Map(rows.map(({ tx_id, kind }) => [Number(tx_id), kind]));
}
