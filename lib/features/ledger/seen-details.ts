import { big, float, int, uint } from "@/lib/core/ledger/at";
import { txidBytes } from "@/lib/features/ledger/batch";
import type { WriteContext } from "@/lib/features/ledger/context";
import { outputAddress, type ResolvedKeys } from "@/lib/features/ledger/resolve-keys";
import { list, nullableList } from "@/lib/features/ledger/sql";

/** Where in the batch each transaction seen again stands, by id: it may come more than once. */
function occurrences({ seenTxs, txIds }: ResolvedKeys): ReadonlyMap<number, readonly number[]> {
  const found = new Map<number, number[]>();
  for (const t of seenTxs) {
    const id = float(txIds, t);
    const group = found.get(id);
    if (group === undefined) found.set(id, [t]);
    else group.push(t);
  }
  return found;
}

/** A txid commits to its outputs, but a file may state anything. */
export async function compareOutputs(ctx: WriteContext, keys: ResolvedKeys): Promise<void> {
  const { sql, batch, flags } = ctx;
  const txsOf = occurrences(keys);
  await sql.copyOut(`SELECT tx_id, n, address_id, value FROM output WHERE tx_id = ANY('${list([...txsOf.keys()])}'::int8[])`, ["id", "int4", "id", "int8"], ({ count, columns }) => {
    const [ids, ns, addresses, values] = columns;
    for (let row = 0; row < count; row += 1) {
      for (const t of txsOf.get(float(ids, row)) ?? []) {
        const o = uint(batch.outputStart, t) + int(ns, row);
        if (o >= uint(batch.outputStart, t + 1)) continue;
        if (big(values, row) === big(batch.value, o) && float(addresses, row) === outputAddress(batch, o, keys.scriptIds)) continue;
        flags.tx(txidBytes(batch, t), `two sources say different things of output ${int(ns, row)}`);
      }
    }
  });
}

interface Refill {
  readonly id: number;
  readonly n: number;
  readonly address: number | null;
  readonly value: bigint | null;
  readonly sequence: number | null;
}

interface StoredInput {
  readonly id: number;
  readonly n: number;
  /** 0 where not known. */
  readonly parent: number;
  readonly prevN: number;
  readonly address: number;
  /** -1 where not known. */
  readonly value: bigint;
  readonly sequence: number;
}

/** @returns ids of the transactions that gained values of their inputs */
export async function compareInputs(ctx: WriteContext, keys: ResolvedKeys): Promise<readonly bigint[]> {
  const { sql } = ctx;
  const txsOf = occurrences(keys);
  const refills: Refill[] = [];
  const query = `SELECT tx_id, n, prev_tx_id, prev_n, address_id, coalesce(value, -1), coalesce(sequence, -1) FROM input WHERE tx_id = ANY('${list([...txsOf.keys()])}'::int8[])`;
  await sql.copyOut(query, ["id", "int4", "id", "int4", "id", "int8", "id"], ({ count, columns }) => {
    const [ids, ns, parents, prevNs, addresses, values, sequences] = columns;
    for (let row = 0; row < count; row += 1) {
      const id = float(ids, row);
      const stored: StoredInput = {
        id, n: int(ns, row), parent: float(parents, row), prevN: int(prevNs, row), address: float(addresses, row), value: big(values, row), sequence: float(sequences, row),
      };
      for (const t of txsOf.get(id) ?? []) refills.push(...compareInput(ctx, keys, t, stored));
    }
  });
  await storeRefills(ctx, refills);
  return [...new Set(refills.filter(({ value }) => value !== null).map(({ id }) => BigInt(id)))];
}

function compareInput(ctx: WriteContext, keys: ResolvedKeys, t: number, stored: StoredInput): Refill[] {
  const { batch, flags } = ctx;
  const i = uint(batch.inputStart, t) + stored.n;
  if (i >= uint(batch.inputStart, t + 1)) return [];
  const script = int(batch.prevScript, i);
  const said: SaidInput = {
    parent: parentOf(ctx, i),
    prevN: int(batch.prevN, i),
    address: script < 0 ? 0 : float(keys.scriptIds, script),
    value: big(batch.prevValue, i),
    sequence: float(batch.sequence, i),
  };
  if (contradicts(stored, said)) flags.tx(txidBytes(batch, t), `two sources say different things of input ${stored.n}`);
  const gains = {
    value: stored.value < 0n && said.value >= 0n ? said.value : null,
    address: stored.parent === 0 && stored.address === 0 && said.address !== 0 ? said.address : null,
    sequence: stored.sequence === -1 && said.sequence !== -1 ? said.sequence : null,
  };
  return Object.values(gains).every((gain) => gain === null) ? [] : [{ id: stored.id, n: stored.n, ...gains }];
}

type SaidInput = Omit<StoredInput, "id" | "n">;

function contradicts(stored: SaidInput, said: SaidInput): boolean {
  const differ = (known: number, other: number, unknown: number): boolean => known !== unknown && other !== unknown && known !== other;
  if (stored.value >= 0n && said.value >= 0n && stored.value !== said.value) return true;
  return stored.prevN !== said.prevN || differ(stored.parent, said.parent, 0) || differ(stored.address, said.address, 0) || differ(stored.sequence, said.sequence, -1);
}

/** The id of the transaction an input names, as far as it is remembered; else 0. */
function parentOf({ memory, batch }: WriteContext, i: number): number {
  const handle = memory.txs.find(batch.prevTxids, 8 * i);
  return handle < 0 ? 0 : memory.txs.id(handle);
}

async function storeRefills(ctx: WriteContext, refills: readonly Refill[]): Promise<void> {
  if (refills.length === 0) return;
  ctx.changed = true;
  await ctx.sql.query(
    `UPDATE input SET address_id = coalesce(input.address_id, u.address), value = coalesce(input.value, u.value), sequence = coalesce(input.sequence, u.sequence)
     FROM (SELECT tx_id, n, min(address) AS address, min(value) AS value, min(sequence) AS sequence
       FROM unnest($1::int8[], $2::int4[], $3::int8[], $4::int8[], $5::int8[]) AS g(tx_id, n, address, value, sequence) GROUP BY tx_id, n) u WHERE input.tx_id = u.tx_id AND input.n = u.n`,
    [
      list(refills.map(({ id }) => id)),
      list(refills.map(({ n }) => n)),
      nullableList(refills.map(({ address }) => address)),
      nullableList(refills.map(({ value }) => value)),
      nullableList(refills.map(({ sequence }) => sequence)),
    ],
  );
}
