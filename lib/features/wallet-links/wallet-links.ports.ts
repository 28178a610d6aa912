import type { PlacedLink, WALLET_LINK_SCOPES, WALLET_LINK_STATES, WalletLinkKind } from "@/lib/core/casework/wallet-links";
import type { ClaimedHolder } from "@/lib/core/change/guards";
import type { NamedScript } from "@/lib/core/bitcoin/script-ref";
import type { NetworkName } from "@/lib/core/network";
import type { AuditLog } from "@/lib/features/audit/audit.ports";

export type WalletLinkState = (typeof WALLET_LINK_STATES)[number];

/** What a link says: of two addresses, or of an output that is the sender's change. */
export type LinkSubjects =
  | { readonly kind: "merge" | "split"; readonly network: NetworkName; readonly one: string; readonly other: string }
  | { readonly kind: "change"; readonly network: NetworkName; readonly txid: string; readonly n: number };

/** @property caseId null: shared, for everybody to see */
export type NewWalletLink = LinkSubjects & { readonly reason: string; readonly caseId: string | null };

/** The output of a transaction that a change link keeps. */
export interface KeptOutput {
  readonly txid: string;
  readonly n: number;
}

/** The first version of a link, as written. */
export interface WalletLinkDraft {
  readonly id: string;
  readonly kind: WalletLinkKind;
  readonly network: NetworkName;
  readonly one: NamedScript;
  readonly other: NamedScript;
  readonly output: KeptOutput | null;
  readonly reason: string;
  readonly caseId: string | null;
  readonly authorId: string;
}

/** A link that stands, as it is shown. A place is `wallet:` and its id, or `script:` and its hash while no analysis has seen it. */
export interface WalletLinkView extends PlacedLink {
  readonly version: number;
  readonly network: NetworkName;
  readonly oneRef: string;
  readonly otherRef: string;
  readonly output: KeptOutput | null;
  readonly reason: string;
  readonly scope: (typeof WALLET_LINK_SCOPES)[number];
  readonly caseId: string | null;
  readonly author: { readonly id: string; readonly name: string };
  readonly at: Date;
}

export interface WalletLinkReader {
  /** Those that stand on a network and that the viewer may see (null: all), oldest first. People make few: they are read whole. */
  standing(generation: number, network: NetworkName, viewer: string | null): Promise<readonly WalletLinkView[]>;
  /**
   * Of the transactions that these wallets sent, how many have two outputs and both inside; null when the wallets have more rows of
   * history than `most`: then nobody looked.
   */
  bothInside(generation: number, wallets: readonly bigint[], most: number): Promise<{ readonly bothInside: number; readonly transactions: number } | null>;
}

export interface HeldLink {
  readonly version: number;
  readonly state: WalletLinkState;
  readonly kind: WalletLinkKind;
  readonly caseId: string | null;
}

export interface WalletLinkStore {
  /** Null when there is no such case. */
  caseOwner(caseId: string): Promise<string | null>;
  /** The same link stands in the same case, or shared. Held against a second one until the transaction ends. */
  stands(draft: WalletLinkDraft): Promise<boolean>;
  add(draft: WalletLinkDraft): Promise<void>;
  /** The current version, held until the transaction ends. */
  hold(id: string): Promise<HeldLink | null>;
  /** Makes the version that takes it back. */
  takeBack(id: string, change: { readonly version: number; readonly reason: string; readonly authorId: string }): Promise<void>;
}

/** A link and its audit event are written together or not at all. */
export type InWalletLinkTransaction = <T>(work: (stores: { readonly links: WalletLinkStore; readonly audit: AuditLog }) => Promise<T>) => Promise<T>;

/** What speaks against a link that joins (METHODS 1.9). It warns; a person decides. */
export type LinkWarning =
  | { readonly kind: "split"; readonly reason: string; readonly author: string }
  /** In this transaction the vote names another output, by `margin`, where the one wallet paid the other. */
  | { readonly kind: "cannot-link"; readonly txid: string; readonly margin: number }
  | { readonly kind: "collapse"; readonly bothInside: number; readonly transactions: number }
  | { readonly kind: "tag-conflict"; readonly holders: readonly [ClaimedHolder, ClaimedHolder] }
  | { readonly kind: "growth"; readonly one: number; readonly other: number };

export interface LinkCheck {
  readonly oneRef: string;
  readonly otherRef: string;
  /** They are one computed wallet. */
  readonly oneWallet: boolean;
  readonly warnings: readonly LinkWarning[];
  /** Guards that were not asked, since the wallets are too large or not analysed. */
  readonly notAsked: readonly ("cannot-link" | "collapse")[];
}

export interface JoinedWallets {
  readonly wallets: readonly { readonly ref: string; readonly addressCount: number }[];
  readonly addressCount: number;
}

/** A wallet as computed, and what people's links make of it. */
export interface WalletLayers {
  readonly base: { readonly id: bigint; readonly ref: string; readonly addressCount: number } | null;
  /** What change links alone join it with; null: nothing. */
  readonly change: JoinedWallets | null;
  /** Every link of people that touches it or what it is joined with; null: none. */
  readonly manual: { readonly joined: JoinedWallets | null; readonly links: readonly (WalletLinkView & { readonly refused: boolean })[] } | null;
}
