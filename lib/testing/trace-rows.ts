import { networkByName, subsidyAt } from "@/lib/core/network";
import { Trace, type TraceOutcome, type TracePlan } from "@/lib/core/tracing/trace";
import type { Direction, TraceCoin, TraceTx } from "@/lib/core/tracing/trace-tx";
import type { LedgerRows, RowTx } from "@/lib/testing/ledger-rows";

const PLAN: TracePlan = {
  method: "haircut", direction: "forward", followFees: false, maxHops: null, minValue: 0n, lastOrd: null, budget: 1_000_000, throughSeeds: false, isService: () => false, isPayout: () => false,
};

interface Options {
  /** Ids of transactions that mix. */
  readonly coinjoins?: ReadonlySet<number>;
  readonly walletOf?: (address: number) => number;
}

const ordOf = (tx: RowTx): number => Number(tx.ord);
const heightOf = (tx: RowTx): number => Math.floor(ordOf(tx) / 2 ** 20);

/** The rows of a ledger as a trace reads them: the repository without a database. */
export class TraceRows {
  readonly #txs: ReadonlyMap<number, RowTx>;
  readonly #coinbases = new Map<number, RowTx>();
  readonly #blocks = new Map<number, RowTx[]>();
  readonly #spenders = new Map<string, { txId: number; slot: number; ord: number }>();
  readonly #options: Options;

  constructor(rows: LedgerRows, options: Options = {}) {
    this.#options = options;
    const counted = rows.txs.filter((tx) => tx.status !== 2);
    this.#txs = new Map(counted.map((tx) => [tx.id, tx]));
    for (const tx of counted) {
      if (tx.ord < 2n ** 61n) this.#blocks.set(heightOf(tx), [...(this.#blocks.get(heightOf(tx)) ?? []), tx]);
      if (tx.coinbase && tx.ord < 2n ** 61n) this.#coinbases.set(heightOf(tx), tx);
      tx.inputs.forEach((input, slot) => {
        const key = `${input.prevTxId ?? -tx.id}:${input.prevN}`;
        if (!this.#spenders.has(key)) this.#spenders.set(key, { txId: tx.id, slot, ord: ordOf(tx) });
      });
    }
  }

  /** An output as a trace starts at it. */
  coin(direction: Direction, txId: number, n: number): TraceCoin {
    const tx = this.#txs.get(txId)!;
    const { address, value } = tx.outputs[n]!;
    const next = direction === "forward" ? (this.#spenders.get(`${txId}:${n}`) ?? null) : { txId, slot: n, ord: ordOf(tx) };
    const kind = address === null ? "unspendable" : direction === "backward" && tx.coinbase ? "coinbase" : "plain";
    return { txId, n, via: null, value, addressId: address, walletId: this.#walletOf(address), kind: kind, next };
  }

  tx(direction: Direction, id: number): TraceTx {
    const tx = this.#txs.get(id)!;
    const inputs = tx.coinbase ? [] : tx.inputs;
    const outputs = tx.outputs.map((_, n) => this.coin("forward", id, n));
    const spent = inputs.map((input, n) => this.#spent(tx, input, n));
    return {
      id, ord: ordOf(tx), fee: tx.fee, coinbase: tx.coinbase, coinjoin: this.#options.coinjoins?.has(id) === true ? "equal-outputs" : null,
      near: direction === "forward" ? inputs.map(({ value }) => value) : outputs.map(({ value }) => value),
      far: direction === "forward" ? outputs : spent,
      payer: this.#walletOf(inputs[0]?.address ?? null),
      coinbaseId: this.#coinbases.get(heightOf(tx))?.id ?? null,
      block: this.#coinbases.get(heightOf(tx)) === tx ? this.#block(heightOf(tx)) : null,
    };
  }

  run(plan: Partial<TracePlan>, seeds: readonly { readonly txId: number; readonly n: number }[], batch = 7): TraceOutcome {
    const whole = { ...PLAN, ...plan };
    const trace = new Trace(whole, seeds.map(({ txId, n }) => this.coin(whole.direction, txId, n)));
    const atHand = new Map<number, TraceTx>();
    for (let ids = trace.wanted(batch); ids.length > 0; ids = trace.wanted(batch)) {
      for (const id of ids) atHand.set(id, this.tx(whole.direction, id));
      trace.advance(atHand);
    }
    return trace.outcome();
  }

  #walletOf(address: number | null): number | null {
    return address === null ? null : (this.#options.walletOf?.(address) ?? address);
  }

  #spent(tx: RowTx, { prevTxId, prevN, address, value }: RowTx["inputs"][number], n: number): TraceCoin {
    if (prevTxId !== null && this.#txs.has(prevTxId)) return this.coin("backward", prevTxId, prevN);
    return { txId: 0, n: prevN, via: { txId: tx.id, n }, value, addressId: address, walletId: this.#walletOf(address), kind: "unresolved", next: null };
  }

  /** Null where a fee is not known, as the importer leaves it. */
  #block(height: number): TraceTx["block"] {
    const payers = (this.#blocks.get(height) ?? []).filter((tx) => !tx.coinbase);
    const fees = payers.flatMap((tx) => { const fee = feeOf(tx); return fee === null ? [] : [{ txId: tx.id, ord: ordOf(tx), fee }]; });
    return fees.length < payers.length ? null : { subsidy: subsidyAt(networkByName("regtest"), height), fees };
  }
}

const sum = (ends: readonly { readonly value: bigint | null }[]): bigint => ends.reduce((total, { value }) => total + (value ?? 0n), 0n);
function feeOf(tx: RowTx): bigint | null {
  if (tx.fee !== null || tx.inputs.some(({ value }) => value === null)) return tx.fee;
  const fee = sum(tx.inputs) - sum(tx.outputs);
  return fee < 0n ? null : fee;
}
