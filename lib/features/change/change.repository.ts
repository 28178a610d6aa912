import { TX_COINBASE } from "@/lib/core/bitcoin/columns";
import { type ScriptType, scriptTypeById, scriptTypeId } from "@/lib/core/bitcoin/script-type";
import { type LedgerInput, type LedgerOutput, type LedgerTx, traitsOf } from "@/lib/core/change/traits";
import type { ChangeInput, ChangeOutput, ChangeView, Traits } from "@/lib/core/change/view";
import { type NotAsked, notAsked } from "@/lib/core/change/vote";
import { judge } from "@/lib/core/coinjoin/guard";
import { isMixing } from "@/lib/core/coinjoin/kinds";
import { groupBy } from "@/lib/core/group-by";
import type { ChangeStore } from "@/lib/features/change/change.ports";
import type { Db } from "@/lib/platform/db/pool";

/** A spender with more inputs or outputs is not read whole: what its order and types would tell is then not known. */
const MOST_ENDS = 1_000;

export function makeChangeStore(db: Db): ChangeStore {
  return {
    views: (generation, txIds) => views(db, generation, txIds),
    walletSizes: async (generation, wallets) => {
      const { rows } = await db.query<{ id: bigint; address_count: number }>("SELECT id, address_count FROM wallet WHERE generation = $1 AND id = ANY($2::int8[])", [generation, wallets]);
      return new Map(rows.map((row) => [Number(row.id), row.address_count]));
    },
  };
}

async function views(db: Db, generation: number, txIds: readonly bigint[]): Promise<ReadonlyMap<bigint, ChangeView | NotAsked>> {
  const found = new Map<bigint, ChangeView | NotAsked>();
  const asked: TxRow[] = [];
  for (const tx of await transactions(db, generation, txIds)) {
    const reason = notAsked({ coinbase: isCoinbase(tx), mixes: tx.kind !== null && isMixing(tx.kind), outputCount: tx.output_count });
    if (reason === null) asked.push(tx);
    else found.set(tx.id, reason);
  }
  if (asked.length === 0) return found;
  const ids = asked.map(({ id }) => id);
  const [inputRows, outputRows] = await Promise.all([inputs(db, generation, ids), outputs(db, generation, ids)]);
  const spenders = await spendersOf(db, generation, outputRows);
  const inputsBy = groupBy(inputRows, (row) => row.tx_id);
  const outputsBy = groupBy(outputRows, (row) => row.tx_id);
  for (const tx of asked) {
    const ins = inputsBy.get(tx.id) ?? [];
    found.set(tx.id, toView(tx, ins, { rows: outputsBy.get(tx.id) ?? [], spenders }));
  }
  return found;
}

interface Outs {
  readonly rows: readonly OutputRow[];
  readonly spenders: ReadonlyMap<bigint, Traits>;
}

function toView(tx: TxRow, ins: readonly InputRow[], outs: Outs): ChangeView {
  const ends = ins.map(toInput);
  const outputs = outs.rows.map((row) => toOutput(row, row.spender_id === null ? null : (outs.spenders.get(row.spender_id) ?? null)));
  const guarded = {
    coinbase: false,
    inputs: ends.map((end) => ({ script: end.script, value: end.value, type: end.type === null ? null : scriptTypeId(end.type) })),
    outputs: outputs.map((end) => ({ script: end.script, value: end.value, type: end.script === null ? null : scriptTypeId(end.type) })),
  };
  // The stored verdict is missing until an analysis has seen the transaction; the guard judges by its shape alone.
  return { coinbase: false, mixes: judge(guarded)?.mixes === true, traits: traitsOf(toLedgerTx(tx), ins.map(toLedgerInput), outs.rows.map(toLedgerOutput)), inputs: ends, outputs };
}

/** The traits of the transactions that spend these outputs. */
async function spendersOf(db: Db, generation: number, outs: readonly OutputRow[]): Promise<ReadonlyMap<bigint, Traits>> {
  const ids = [...new Set(outs.flatMap((row) => row.spender_id ?? []))];
  if (ids.length === 0) return new Map();
  const spenders = await transactions(db, generation, ids);
  const whole = spenders.filter((tx) => tx.input_count <= MOST_ENDS && tx.output_count <= MOST_ENDS).map(({ id }) => id);
  const [inputRows, outputRows] = await Promise.all([inputs(db, generation, whole), scripts(db, whole)]);
  const inputsBy = groupBy(inputRows, (row) => row.tx_id);
  const outputsBy = groupBy(outputRows, (row) => row.tx_id);
  return new Map(
    spenders.map((tx) => {
      const read = whole.includes(tx.id);
      return [tx.id, traitsOf(toLedgerTx(tx), read ? (inputsBy.get(tx.id) ?? []).map(toLedgerInput) : null, read ? (outputsBy.get(tx.id) ?? []).map(toLedgerOutput) : null)];
    }),
  );
}

interface TxRow {
  id: bigint;
  flags: number;
  version: bigint | null;
  locktime: bigint | null;
  fee: bigint | null;
  size: number | null;
  weight: number | null;
  input_count: number;
  output_count: number;
  kind: string | null;
}

async function transactions(db: Db, generation: number, ids: readonly bigint[]): Promise<readonly TxRow[]> {
  const { rows } = await db.query<TxRow>(
    `SELECT t.id, t.flags, t.version, t.locktime, t.fee, t.size, t.weight, t.input_count, t.output_count, c.kind
     FROM tx t LEFT JOIN coinjoin c ON c.generation = $1 AND c.tx_id = t.id WHERE t.id = ANY($2::int8[])`,
    [generation, ids],
  );
  return rows;
}

const isCoinbase = ({ flags }: Pick<TxRow, "flags">): boolean => (flags & TX_COINBASE) !== 0;
/** Versions, lock times and sequences are 32-bit. */
const small = (value: bigint | null): number | null => (value === null ? null : Number(value));

const toLedgerTx = (row: TxRow): LedgerTx => ({
  flags: row.flags, version: small(row.version), locktime: small(row.locktime), fee: row.fee, size: row.size, weight: row.weight, inputCount: row.input_count, outputCount: row.output_count,
});

interface InputRow {
  tx_id: bigint;
  prev_txid: Buffer;
  prev_n: number;
  value: bigint | null;
  sequence: bigint | null;
  address_id: bigint | null;
  type: number | null;
  wallet_id: bigint | null;
  parent_inputs: number | null;
  parent_outputs: number | null;
  parent_flags: number | null;
}

async function inputs(db: Db, generation: number, txIds: readonly bigint[]): Promise<readonly InputRow[]> {
  const { rows } = await db.query<InputRow>(
    `SELECT i.tx_id, coalesce(p.txid, w.prev_txid) AS prev_txid, i.prev_n, i.value, i.sequence, i.address_id, a.type, s.wallet_id,
       p.input_count AS parent_inputs, p.output_count AS parent_outputs, p.flags AS parent_flags
     FROM input i LEFT JOIN tx p ON p.id = i.prev_tx_id
     LEFT JOIN pending_input w ON i.prev_tx_id IS NULL AND w.tx_id = i.tx_id AND w.n = i.n
     LEFT JOIN address a ON a.id = i.address_id LEFT JOIN address_summary s ON s.generation = $1 AND s.address_id = i.address_id
     WHERE i.tx_id = ANY($2::int8[]) ORDER BY i.tx_id, i.n`,
    [generation, txIds],
  );
  return rows;
}

const typeOf = (row: Pick<InputRow, "type">): ScriptType | null => (row.type === null ? null : scriptTypeById(row.type));
const toLedgerInput = (row: InputRow): LedgerInput => ({ prevTxid: row.prev_txid, prevN: row.prev_n, sequence: small(row.sequence), type: typeOf(row) });

function toInput(row: InputRow): ChangeInput {
  const { parent_inputs: inputCount, parent_outputs: outputCount, parent_flags: flags } = row;
  const parent = inputCount === null || outputCount === null || flags === null ? null : { inputCount: isCoinbase({ flags }) ? 0 : inputCount, outputCount };
  return { script: small(row.address_id), type: typeOf(row), value: row.value, wallet: small(row.wallet_id), parent };
}

interface ScriptRow {
  tx_id: bigint;
  value: bigint;
  script: Buffer;
}

async function scripts(db: Db, txIds: readonly bigint[]): Promise<readonly ScriptRow[]> {
  const { rows } = await db.query<ScriptRow>(
    "SELECT o.tx_id, o.value, coalesce(a.script, o.data, '') AS script FROM output o LEFT JOIN address a ON a.id = o.address_id WHERE o.tx_id = ANY($1::int8[]) ORDER BY o.tx_id, o.n",
    [txIds],
  );
  return rows;
}

const toLedgerOutput = ({ value, script }: ScriptRow): LedgerOutput => ({ value, script });

interface OutputRow extends ScriptRow {
  address_id: bigint | null;
  type: number | null;
  wallet_id: bigint | null;
  spender_id: bigint | null;
  /** The analysis has the transaction in the script's history. */
  analysed: boolean;
  before: boolean;
  later: boolean;
}

/** Of several spenders, the one in a block counts, as on the transaction's page. */
async function outputs(db: Db, generation: number, txIds: readonly bigint[]): Promise<readonly OutputRow[]> {
  const history = (where: string): string => `EXISTS (SELECT 1 FROM address_tx h WHERE h.generation = $1 AND h.address_id = o.address_id AND ${where})`;
  const { rows } = await db.query<OutputRow>(
    `SELECT o.tx_id, o.value, coalesce(a.script, o.data, '') AS script, o.address_id, a.type, s.wallet_id,
       (SELECT x.id FROM input i JOIN tx x ON x.id = i.tx_id WHERE i.prev_tx_id = o.tx_id AND i.prev_n = o.n AND x.status < 2 ORDER BY x.status, x.ord LIMIT 1) AS spender_id,
       ${history("h.ord = t.ord")} AS analysed, ${history("h.ord < t.ord")} AS before, ${history("h.ord > t.ord AND h.received > 0")} AS later
     FROM output o JOIN tx t ON t.id = o.tx_id LEFT JOIN address a ON a.id = o.address_id
     LEFT JOIN address_summary s ON s.generation = $1 AND s.address_id = o.address_id
     WHERE o.tx_id = ANY($2::int8[]) ORDER BY o.tx_id, o.n`,
    [generation, txIds],
  );
  return rows;
}

function toOutput(row: OutputRow, spender: Traits | null): ChangeOutput {
  const known = row.address_id !== null && row.analysed;
  return {
    script: small(row.address_id), type: typeOf(row) ?? "op_return", value: row.value, wallet: small(row.wallet_id),
    seenBefore: known ? row.before : null, paidLater: known ? row.later : null, spender,
  };
}
