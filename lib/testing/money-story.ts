import type { Category, Role } from "@/lib/core/casework/claims";
import { UnionFind } from "@/lib/core/clustering/union-find";
import { findingsOf } from "@/lib/core/detect/detect";
import type { DetectInput, PoolPayment, ScriptClaim } from "@/lib/core/detect/detect-input";
import type { Finding } from "@/lib/core/detect/findings";
import { chainOrder } from "@/lib/core/graph/order";
import { finished } from "@/lib/platform/bench/simulated-ledger";
import { ledgerColumns, rowAddresses, type RowTx } from "@/lib/testing/ledger-rows";

/** An output by the id of its transaction and its number. */
export type Coin = readonly [number, number];
type Payment = readonly [string, bigint];

const HOUR = 3_600;

/** A made-up chain told payment by payment, one an hour; addresses are names. Detection looks at it as at any ledger. */
export class MoneyStory {
  readonly #txs: RowTx[] = [];
  readonly #scripts = new Map<string, number>();
  readonly #mixes = new Set<number>();
  readonly #payouts: PoolPayment[] = [];
  readonly #claims: ScriptClaim[] = [];
  #time = 1_660_000_000;

  script(name: string): number {
    const known = this.#scripts.get(name) ?? this.#scripts.size + 1;
    this.#scripts.set(name, known);
    return known;
  }

  days(count: number): this {
    this.#time += count * 24 * HOUR;
    return this;
  }

  claim(name: string, category: Category, by: { readonly role?: Role; readonly name?: string } = {}): this {
    this.#claims.push({ id: `claim-${this.#claims.length + 1}`, script: this.script(name), category, role: by.role ?? null, name: by.name ?? category, status: "proposed" });
    return this;
  }

  /** Coins come from outside the store. */
  fund(name: string, value: bigint): Coin {
    return [this.#add([{ prevTxId: null, prevN: 0, address: 0, value: null }], [[name, value]]), 0];
  }

  pay(coins: readonly Coin[], payments: readonly Payment[]): number {
    return this.#add(coins.map(([id, n]) => ({ prevTxId: id, prevN: n, ...this.#txs[id - 1]!.outputs[n]! })), payments);
  }

  /** Of several people, as the guard would say. */
  mix(coins: readonly Coin[], payments: readonly Payment[]): number {
    const id = this.pay(coins, payments);
    this.#mixes.add(id);
    return id;
  }

  /** A pool pays its members. */
  payout(payments: readonly Payment[], pool = "Pool"): number {
    const id = this.#add([{ prevTxId: null, prevN: 0, address: 0, value: null }], payments);
    this.#payouts.push({ t: id - 1, pool, members: payments.map((_, n) => n) });
    return id;
  }

  input(): DetectInput {
    const size = this.#scripts.size + 1;
    const ledger = ledgerColumns({ txs: this.#txs, addresses: rowAddresses(size) });
    const wallets = new UnionFind(size + 1);
    for (const { id, inputs } of this.#txs) if (!this.#mixes.has(id)) for (const { address } of inputs) wallets.union(inputs[0]!.address ?? 0, address ?? 0);
    return {
      ledger, walletOf: wallets.smallest(), mixes: Uint8Array.from(this.#txs, ({ id }) => (this.#mixes.has(id) ? 1 : 0)), payouts: this.#payouts, claims: this.#claims,
      actor: null, fromTime: null, toTime: null,
    };
  }

  findings(over: Partial<Pick<DetectInput, "actor" | "fromTime" | "toTime">> = {}): readonly Finding[] {
    return finished(findingsOf({ ...this.input(), ...over }));
  }

  #add(inputs: RowTx["inputs"], payments: readonly Payment[]): number {
    const id = this.#txs.length + 1;
    this.#time += HOUR;
    this.#txs.push({ id, ord: chainOrder(id, 0), time: this.#time, fee: null, status: 0, coinbase: false, synthetic: true, inputs, outputs: payments.map(([name, value]) => ({ address: this.script(name), value })) });
    return id;
  }
}
