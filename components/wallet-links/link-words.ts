import { plural, count } from "@/components/ui/amount";
import type { LinkWarningDto, WalletLinkDto } from "@/lib/features/wallet-links/wallet-links.contract";

/** What a link says, between its two addresses. */
export const SAYS: Readonly<Record<WalletLinkDto["kind"], string>> = { merge: "is one holder with", split: "is another holder than", change: "was paid back its change at" };

/** A warning of a guard in a sentence (METHODS 1.9). */
export function warningWords(warning: LinkWarningDto): string {
  switch (warning.kind) {
    case "split":
      return `${warning.author} said that the two are not of one holder: ${warning.reason}`;
    case "cannot-link":
      return `One paid the other, and the vote says that it was a payment: a margin of ${warning.margin} for another output, in ${warning.txid}`;
    case "collapse":
      return `The wallet would hold both outputs of ${count(warning.bothInside)} of ${plural(warning.transactions, "transaction")} that it sent: it may have swallowed its counterparties.`;
    case "tag-conflict":
      return `Two custodial services are claimed: ${warning.holders[0].entity} and ${warning.holders[1].entity}. Look for inputs that both signed.`;
    case "growth":
      return `The link adds ${plural(Math.min(warning.one, warning.other), "address", "addresses")} at once.`;
  }
}

export const NOT_ASKED_WORDS = { "cannot-link": "whether one paid the other (no analysis has seen both)", collapse: "whether the wallet collapses (too many transactions)" } as const;
