import { intAt, satsAt } from "@/lib/core/analysis/lists";
import type { ScriptClaim } from "@/lib/core/detect/detect-input";
import { transactionOf } from "@/lib/core/detect/spends";
import { type Dirt, isDirtyEnough, type Scene, type Taint } from "@/lib/core/detect/taint";

/** An output of the ledger. */
export interface Paid {
  readonly output: number;
  readonly t: number;
  readonly script: number;
  readonly value: bigint;
  /** Unix seconds, -1 where not known. */
  readonly time: number;
}

/** A payment to a service, and how dirty it was. */
export interface Purchase extends Paid {
  readonly dirt: Dirt | null;
  readonly tainted: boolean;
}

/** What one customer paid to one service: by deposit address, else by the wallet that paid. */
export interface Account {
  readonly service: ScriptClaim;
  /** In chain order. */
  readonly purchases: readonly Purchase[];
  /** What the service paid back to wallets that had paid it. */
  readonly returned: readonly Paid[];
}

export function paidAt({ input: { ledger } }: Pick<Scene, "input">, output: number, t = transactionOf(ledger, output)): Paid {
  return { output, t, script: intAt(ledger.outputAddress, output), value: satsAt(ledger.outputValue, output), time: ledger.time[t] ?? -1 };
}

/** Every account at a claimed service (F1), by its first payment. */
export function accountsOf(scene: Scene, taint: Taint): readonly Account[] {
  const { input, parties, keepers } = scene;
  const { ledger } = input;
  const found = new Map<string, { readonly service: ScriptClaim; readonly purchases: Purchase[]; readonly payers: Set<number> }>();
  for (let t = 0; t < ledger.txCount; t += 1) {
    const hand = parties.handAt(t);
    if (hand === 0 || keepers.hashServiceAt(hand) !== null) continue;
    const payer = intAt(parties.apart, hand);
    for (let o = intAt(ledger.outputStart, t), end = intAt(ledger.outputStart, t + 1); o < end; o += 1) {
      const script = intAt(ledger.outputAddress, o);
      const service = keepers.hashServiceAt(script);
      if (service === null) continue;
      const key = keepers.depositAt(script) === null ? `wallet ${payer} at ${service.id}` : `deposit ${script}`;
      const account = found.get(key) ?? { service, purchases: [], payers: new Set<number>() };
      const paid = paidAt(scene, o, t);
      const dirt = taint.of(o);
      account.purchases.push({ ...paid, dirt, tainted: dirt !== null && isDirtyEnough(dirt) });
      account.payers.add(payer);
      found.set(key, account);
    }
  }
  const returns = returnsByWallet(scene);
  return [...found.values()].map(({ service, purchases, payers }) => ({ service, purchases, returned: [...payers].flatMap((payer) => returns.get(payer) ?? []).filter((paid) => keepers.ownAt(spenderOf(scene, paid)) === service) }));
}

const spenderOf = ({ parties }: Scene, { t }: Paid): number => parties.handAt(t);

/** What services paid out of their own wallets, by the wallet that got it: refunds, withdrawals, and the earnings of cloud mining. */
export function returnsByWallet(scene: Scene): ReadonlyMap<number, readonly Paid[]> {
  const { input, parties, keepers } = scene;
  const { ledger } = input;
  const found = new Map<number, Paid[]>();
  for (let t = 0; t < ledger.txCount; t += 1) {
    const hand = parties.handAt(t);
    if (keepers.ownAt(hand) === null || keepers.hashServiceAt(hand) === null) continue;
    for (let o = intAt(ledger.outputStart, t), end = intAt(ledger.outputStart, t + 1); o < end; o += 1) {
      const script = intAt(ledger.outputAddress, o);
      if (script === 0 || keepers.hashServiceAt(script) !== null) continue;
      const wallet = intAt(parties.apart, script);
      const paid = paidAt(scene, o, t);
      const list = found.get(wallet);
      if (list === undefined) found.set(wallet, [paid]);
      else list.push(paid);
    }
  }
  return found;
}
