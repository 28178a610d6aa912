/**
 * What people say of wallets, above the computed ones (METHODS 1.9, the expansion layer). They change no wallet, flow or total.
 * `merge`: two addresses are of one holder. `change`: so are sender and change output of a transaction, a suggestion that somebody
 * kept. `split`: two addresses are not of one holder, whatever links say.
 */
export const WALLET_LINK_KINDS = ["merge", "split", "change"] as const;
export type WalletLinkKind = (typeof WALLET_LINK_KINDS)[number];

export const WALLET_LINK_STATES = ["standing", "taken-back"] as const;
export const WALLET_LINK_SCOPES = ["case", "shared"] as const;

/** A link between two places: computed wallets, or scripts that no analysis has seen. */
export interface PlacedLink {
  readonly id: string;
  readonly kind: WalletLinkKind;
  readonly one: string;
  readonly other: string;
}

/** Kinds that join. */
export const JOINING_KINDS = ["merge", "change"] as const satisfies readonly WalletLinkKind[];

export interface Joined {
  /** The places that are one with the first, itself included. */
  readonly places: readonly string[];
  /** Links that would bring together what a split keeps apart; they join nothing. */
  readonly refused: ReadonlySet<string>;
}

/**
 * The places that links of these kinds join with `start`. The oldest link counts first; one that would bring two places together
 * that a split keeps apart, directly or over others, joins nothing. A split within one computed wallet keeps nothing apart here: the
 * computed layers stay.
 * @param links all that stand, oldest first
 */
export function joinedWith(start: string, links: readonly PlacedLink[], kinds: readonly WalletLinkKind[] = JOINING_KINDS): Joined {
  const splits = links.filter(({ kind, one, other }) => kind === "split" && one !== other);
  const groups = new Map<string, ReadonlySet<string>>();
  const groupOf = (place: string): ReadonlySet<string> => groups.get(place) ?? new Set([place]);
  const refused = new Set<string>();
  for (const { id, kind, one, other } of links) {
    if (kind === "split" || !kinds.includes(kind) || groupOf(one).has(other)) continue;
    const together = new Set([...groupOf(one), ...groupOf(other)]);
    if (splits.some((split) => together.has(split.one) && together.has(split.other))) refused.add(id);
    else for (const place of together) groups.set(place, together);
  }
  return { places: [...groupOf(start)], refused };
}

/** The split that a link between two groups would go against, if there is one. */
export const splitBetween = <Link extends PlacedLink>(links: readonly Link[], one: ReadonlySet<string>, other: ReadonlySet<string>): Link | null =>
  links.find((link) => link.kind === "split" && ((one.has(link.one) && other.has(link.other)) || (other.has(link.one) && one.has(link.other)))) ?? null;
