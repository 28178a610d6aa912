/** One link of a wallet's tree, told from the end that is further from its oldest address. */
export interface TreeLink {
  readonly address: bigint;
  readonly next: bigint;
  /** Null where one key spends both. */
  readonly txId: bigint | null;
}

/** A link as a step of a chain: from one address of a wallet to the next. */
export interface ChainStep<Link extends TreeLink> {
  readonly from: bigint;
  readonly to: bigint;
  readonly link: Link;
}

/** An address and the links that lead from it towards the oldest one, each beginning where the one before ends; as many as were read. */
export interface Climb<Link extends TreeLink> {
  readonly start: bigint;
  readonly links: readonly Link[];
}

/**
 * The chain that joins the starts of two climbs of one tree: up the one to where they meet, down the other. In a tree there is
 * no other. @returns null while the climbs do not reach far enough to meet.
 */
export function chainBetween<Link extends TreeLink>(up: Climb<Link>, down: Climb<Link>): readonly ChainStep<Link>[] | null {
  const passed = new Map<bigint, number>();
  placesOf(up).forEach((address, i) => passed.set(address, i));
  const places = placesOf(down);
  const met = places.findIndex((address) => passed.has(address));
  const turn = places[met];
  if (turn === undefined) return null;
  const rising = up.links.slice(0, passed.get(turn)).map((link) => ({ from: link.address, to: link.next, link }));
  const falling = down.links.slice(0, met).map((link) => ({ from: link.next, to: link.address, link }));
  return [...rising, ...falling.reverse()];
}

const placesOf = ({ start, links }: Climb<TreeLink>): bigint[] => [start, ...links.map(({ next }) => next)];

/**
 * Steps that follow each other by the same transaction are one: whoever signed for the first address signed for the last one
 * too, and which of its other inputs the tree happens to lead through says nothing.
 */
export function shortened<Link extends TreeLink>(steps: readonly ChainStep<Link>[]): readonly ChainStep<Link>[] {
  const short: ChainStep<Link>[] = [];
  for (const step of steps) {
    const last = short.at(-1);
    if (last === undefined || step.link.txId === null || last.link.txId !== step.link.txId) short.push(step);
    else short[short.length - 1] = { ...last, to: step.to };
  }
  return short;
}

/** The part of a chain between two sets of addresses (the scripts that one address text names): without the steps inside either. */
export function trimmed<Link extends TreeLink>(steps: readonly ChainStep<Link>[], from: ReadonlySet<bigint>, to: ReadonlySet<bigint>): readonly ChainStep<Link>[] {
  const left = steps.findLastIndex((step) => from.has(step.to)) + 1;
  const rest = steps.slice(left);
  const arrived = rest.findIndex((step) => to.has(step.from));
  return arrived === -1 ? rest : rest.slice(0, arrived);
}
