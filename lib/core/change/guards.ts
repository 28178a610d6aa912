import type { Category } from "@/lib/core/casework/claims";
import { DEFAULT_MARGIN, type ChangeOpinion, netVotes } from "@/lib/core/change/vote";
import type { ChangeView } from "@/lib/core/change/view";

/*
 * Guards against superclusters (METHODS 1.9). They look at what a change link would join, and warn: nothing in Assay merges
 * wallets by change. Wallets are those of the base layer.
 */

/** Two wallets that a transaction says are not one: `to` was paid by `from`. */
export interface CannotLink {
  readonly from: number;
  readonly to: number;
  /** The output that paid it. */
  readonly n: number;
  /** Net votes for another output. */
  readonly margin: number;
}

/**
 * Outputs that are very unlikely to be change: the vote names another by `needed` or more. With voting this is Assay's own
 * reading of a rule that Möser and Narayanan state for their random forest.
 */
export function cannotLinks(view: ChangeView, opinion: ChangeOpinion, needed = DEFAULT_MARGIN): readonly CannotLink[] {
  const winner = opinion.votes.find((votes) => netVotes(votes) >= needed);
  if (winner === undefined) return [];
  const senders = [...new Set(view.inputs.flatMap((input) => input.wallet ?? []))];
  return opinion.votes.flatMap(({ n }) => {
    const to = view.outputs[n]?.wallet ?? null;
    if (n === winner.n || to === null || senders.includes(to)) return [];
    return senders.map((from) => ({ from, to, n, margin: netVotes(winner) }));
  });
}

/** The pair that keeps two sets of wallets from being joined, if there is one. */
export const linkForbidden = (pairs: readonly CannotLink[], one: ReadonlySet<number>, other: ReadonlySet<number>): CannotLink | null =>
  pairs.find(({ from, to }) => (one.has(from) && other.has(to)) || (other.has(from) && one.has(to))) ?? null;

/** From here on a wallet counts as collapsed (Möser and Narayanan: 9,967 clusters of 2021's chain). */
const COLLAPSED_PERCENT = 10;

/**
 * Whether a wallet has swallowed its counterparties: of its transactions, a tenth or more have two outputs and both inside.
 * @param bothInside transactions of two outputs, both to the wallet
 * @param transactions all transactions the wallet sent
 */
export const isCollapsed = (bothInside: number, transactions: number): boolean => transactions > 0 && 100 * bothInside >= COLLAPSED_PERCENT * transactions;

const SMALL_GROWTH = 1_000;
const GROWTH_PERCENT = 10;

/** Whether one change link adds so many addresses to the larger side that a person should look first. */
export function growsTooFast(oneAddresses: number, otherAddresses: number): boolean {
  const added = Math.min(oneAddresses, otherAddresses);
  return added > SMALL_GROWTH && 100 * added > GROWTH_PERCENT * Math.max(oneAddresses, otherAddresses);
}

/** Who is claimed to hold a wallet. */
export interface ClaimedHolder {
  readonly entity: string;
  readonly category: Category;
}

/** Categories whose wallets hold many people's coins: two of them are never one. */
const CUSTODIAL: readonly Category[] = ["exchange", "mining-pool", "hash-rental", "cloud-mining", "marketplace", "illicit-marketplace", "wallet-service", "payment-processor", "gambling"];

/** Two different custodial services claimed on the two sides of a link; null when there are none. */
export function tagConflict(one: readonly ClaimedHolder[], other: readonly ClaimedHolder[]): readonly [ClaimedHolder, ClaimedHolder] | null {
  const services = (claimed: readonly ClaimedHolder[]): readonly ClaimedHolder[] => claimed.filter(({ category }) => CUSTODIAL.includes(category));
  for (const here of services(one)) {
    const there = services(other).find(({ entity }) => entity !== here.entity);
    if (there !== undefined) return [here, there];
  }
  return null;
}
