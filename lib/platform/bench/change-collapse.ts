import { type CannotLink, isCollapsed, linkForbidden } from "@/lib/core/change/guards";
import { groupBy } from "@/lib/core/group-by";
import type { ChangeLink } from "@/lib/features/change/change.ports";

/** A sender's transaction, for the collapse share: its wallet, and those of its outputs. */
export interface Payment {
  readonly sender: number;
  readonly outputs: readonly number[];
}

/** What links made of all suggestions would do to wallets, were they made, and what the guards would have stopped. */
export interface Collapse {
  readonly links: number;
  /** Links to a wallet of another owner. */
  readonly wrong: number;
  /** Links that join what a vote elsewhere keeps apart: refused. */
  readonly refused: number;
  readonly refusedWrong: number;
  readonly walletsCollapsed: number;
  /** The same, with the refused links made too. */
  readonly walletsCollapsedUnguarded: number;
}

export interface JudgedLink extends ChangeLink {
  /** It joins two wallets of one owner. */
  readonly right: boolean;
}

/** Makes the links in chain order, once with the guard and once without. */
export function collapseOf(judged: readonly JudgedLink[], pairs: readonly CannotLink[], payments: readonly Payment[]): Collapse {
  const guarded = new Clusters();
  const unguarded = new Clusters();
  const tally = { links: 0, wrong: 0, refused: 0, refusedWrong: 0 };
  for (const { senders, to, right } of judged) {
    const [sender] = senders;
    if (sender === undefined) continue;
    unguarded.join(sender, to);
    tally.links += 1;
    if (!right) tally.wrong += 1;
    if (linkForbidden(pairs, guarded.members(sender), guarded.members(to)) === null) guarded.join(sender, to);
    else {
      tally.refused += 1;
      if (!right) tally.refusedWrong += 1;
    }
  }
  return { ...tally, walletsCollapsed: collapsed(guarded, payments), walletsCollapsedUnguarded: collapsed(unguarded, payments) };
}

function collapsed(clusters: Clusters, payments: readonly Payment[]): number {
  const bySender = groupBy(payments, ({ sender }) => clusters.members(sender));
  return [...bySender].filter(([inside, made]) => inside.size > 1 && isCollapsed(made.filter(({ outputs }) => outputs.length === 2 && outputs.every((wallet) => inside.has(wallet))).length, made.length)).length;
}

/** Wallets joined to sets; a set is one object for all its members. */
class Clusters {
  readonly #of = new Map<number, Set<number>>();

  members(wallet: number): ReadonlySet<number> {
    return this.#set(wallet);
  }

  join(one: number, other: number): void {
    const [small, large] = [this.#set(one), this.#set(other)].sort((a, b) => a.size - b.size);
    if (small === undefined || large === undefined || small === large) return;
    for (const wallet of small) {
      large.add(wallet);
      this.#of.set(wallet, large);
    }
  }

  #set(wallet: number): Set<number> {
    const known = this.#of.get(wallet) ?? new Set([wallet]);
    this.#of.set(wallet, known);
    return known;
  }
}
