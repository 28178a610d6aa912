import { big, float, int, uint } from "@/lib/core/ledger/at";
import { txidBytes } from "@/lib/features/ledger/batch";
import type { WriteContext } from "@/lib/features/ledger/context";
import { OUTPUTS_UNKNOWN } from "@/lib/features/ledger/memory";
import type { ResolvedKeys } from "@/lib/features/ledger/resolve-keys";
import { KEYS, keyParams, list } from "@/lib/features/ledger/sql";

/** By input of the batch; only those of fresh transactions are filled. */
export interface ResolvedInputs {
  /** 0 where the parent is not in the store. */
  readonly parents: Float64Array;
  /** 0 where unknown, or where the output has none. */
  readonly addresses: Float64Array;
  /** -1n where unknown. */
  readonly values: BigInt64Array;
  /** Inputs that wait for their parents. */
  readonly pending: readonly number[];
}

interface Resolving extends ResolvedInputs {
  readonly pending: number[];
  /** Inputs whose parent must be looked up in the database, and the transactions they belong to. */
  readonly open: number[];
  readonly openOwners: number[];
}

/** What the inputs of fresh transactions spend: from memory where it is remembered, else from the database. */
export async function resolveInputs(ctx: WriteContext, keys: ResolvedKeys): Promise<ResolvedInputs> {
  const { batch } = ctx;
  const found: Resolving = {
    parents: new Float64Array(batch.inputCount),
    addresses: new Float64Array(batch.inputCount),
    values: new BigInt64Array(batch.inputCount).fill(-1n),
    pending: [],
    open: [],
    openOwners: [],
  };
  for (const t of keys.freshTxs) {
    const end = uint(batch.inputStart, t + 1);
    for (let i = uint(batch.inputStart, t); i < end; i += 1) {
      takeStated(ctx, keys, found, i);
      fromMemory(ctx, found, i, t);
    }
  }
  await fromDatabase(ctx, found);
  return found;
}

/** What the source says holds until the parent itself is known. */
function takeStated({ batch }: WriteContext, { scriptIds }: ResolvedKeys, found: Resolving, i: number): void {
  found.values[i] = big(batch.prevValue, i);
  const script = int(batch.prevScript, i);
  if (script >= 0) found.addresses[i] = float(scriptIds, script);
}

function fromMemory(ctx: WriteContext, found: Resolving, i: number, t: number): void {
  const { memory, batch, filtersComplete } = ctx;
  const handle = memory.txs.find(batch.prevTxids, 8 * i);
  if (handle < 0 && filtersComplete && !memory.txFilter.has(batch.prevTxids, 8 * i)) {
    wait(ctx, found, i);
    return;
  }
  const outputs = handle < 0 ? OUTPUTS_UNKNOWN : memory.txs.outputs(handle);
  if (outputs === OUTPUTS_UNKNOWN) {
    found.open.push(i);
    found.openOwners.push(t);
    return;
  }
  const n = int(batch.prevN, i);
  if (n < 0 || n >= outputs) noSuchOutput(ctx, found, i, t);
  else settle(ctx, found, { i, t, parent: memory.txs.id(handle), address: memory.txs.address(handle, n), value: memory.txs.value(handle, n) });
}

function wait({ memory, batch, filtersComplete }: WriteContext, found: Resolving, i: number): void {
  found.pending.push(i);
  if (filtersComplete) memory.pendingFilter.add(batch.prevTxids, 8 * i);
}

interface Spent {
  readonly i: number;
  readonly t: number;
  readonly parent: number;
  readonly address: number;
  readonly value: bigint;
}

/** The parent wins over what the source says of it. */
function settle({ batch, flags }: WriteContext, found: Resolving, { i, t, parent, address, value }: Spent): void {
  const stated = big(found.values, i);
  const statedAddress = float(found.addresses, i);
  if (stated >= 0n && stated !== value) flags.tx(txidBytes(batch, t), mismatch(i - uint(batch.inputStart, t), `${stated} sats`, `${value}`));
  else if (statedAddress !== 0 && statedAddress !== address) flags.tx(txidBytes(batch, t), mismatch(i - uint(batch.inputStart, t), "another script", "its own"));
  found.parents[i] = parent;
  found.addresses[i] = address;
  found.values[i] = value;
}

export const mismatch = (input: number, stated: string, real: string): string =>
  `input ${input}: a source says that the output spent has ${stated}; the transaction that made it has ${real}`;

export const noOutput = (input: number): string => `input ${input} spends an output that its transaction does not have`;

function noSuchOutput(ctx: WriteContext, found: Resolving, i: number, t: number): void {
  ctx.flags.tx(txidBytes(ctx.batch, t), noOutput(i - uint(ctx.batch.inputStart, t)));
  wait(ctx, found, i);
}

async function fromDatabase(ctx: WriteContext, found: Resolving): Promise<void> {
  const { sql, batch, memory, network } = ctx;
  if (found.open.length === 0) return;
  memory.lookups += found.open.length;
  const { rows } = await sql.query<{ i: number; id: bigint; address_id: bigint | null; value: bigint | null }>(
    `SELECT k.i, t.id, o.address_id, o.value FROM ${KEYS} JOIN tx t ON t.txid = k.key AND t.network = $3
     LEFT JOIN output o ON o.tx_id = t.id AND o.n = ($4::int4[])[k.i + 1]`,
    [...keyParams(batch.prevTxids, found.open), network.id, list(found.open.map((i) => int(batch.prevN, i)))],
  );
  const answered = new Uint8Array(found.open.length);
  for (const { i: k, id, address_id: address, value } of rows) {
    const i = found.open[k] ?? 0;
    const t = found.openOwners[k] ?? 0;
    answered[k] = 1;
    if (value === null) noSuchOutput(ctx, found, i, t);
    else settle(ctx, found, { i, t, parent: Number(id), address: address === null ? 0 : Number(address), value });
  }
  found.open.forEach((i, k) => {
    if (answered[k] === 0) wait(ctx, found, i);
  });
}
