import { hashToText } from "@/lib/core/hex";
import type { Actor, Key, Paid } from "@/lib/core/simulate/model";
import type { SimulationOptions } from "@/lib/core/simulate/options";
import type { KnownAddress, LoopRecord, MoveRecord, PoolRecord, TheftRecord } from "@/lib/core/simulate/truth-record";

/** An output on the simulated chain. Sats as decimal text, times in ISO 8601, txids in the usual reversed hex. */
export interface TruthOutput {
  readonly txid: string;
  readonly n: number;
  readonly value: string;
  readonly time: string;
  readonly address: string;
}

export interface TruthActor {
  readonly id: string;
  readonly kind: string;
  readonly name: string;
  /** All of its addresses that the chain knows; those of customers at services belong to the service. */
  readonly addresses: readonly string[];
  readonly wallets: readonly { readonly name: string; readonly addresses: readonly string[] }[];
}

export interface TruthLoop {
  /** Id of who paid and was paid. */
  readonly actor: string;
  /** The same id, or null for an honest customer. */
  readonly launderer: string | null;
  readonly honest: boolean;
  readonly purchases: readonly (TruthOutput & { readonly service: string })[];
  readonly refunds: readonly TruthOutput[];
  readonly payouts: readonly (TruthOutput & { readonly pool: string })[];
  readonly commingling: readonly { readonly kind: string; readonly txid: string; readonly time: string }[];
  /** Payouts over purchases less refunds, cut to four decimals. */
  readonly ratio: number;
  /** False when the simulation ended before the loop did. */
  readonly complete: boolean;
}

export interface TruthPool {
  readonly actor: string;
  readonly name: string;
  readonly shape: PoolRecord["shape"];
  readonly tag: string;
  readonly blocks: readonly { readonly height: number; readonly hash: string }[];
  readonly payoutTxids: readonly string[];
}

export interface TruthTheft extends TruthOutput {
  readonly victim: string;
  readonly launderer: string;
  readonly campaign: string;
}

export interface TruthMove extends TruthOutput {
  readonly kind: string;
  readonly launderer: string;
}

/** An address that claims.yaml names. */
export interface TruthKnown {
  readonly address: string;
  readonly label: string;
  readonly category: string;
  /** Whose it really is. */
  readonly actor: string;
}

export interface TruthHead {
  readonly format: "assay-truth/1";
  readonly synthetic: true;
  readonly notice: string;
  readonly options: SimulationOptions;
  readonly network: string;
  readonly firstHeight: number;
  readonly lastHeight: number;
  readonly transactions: number;
}

/** What really happened in a simulated economy. */
export interface Truth extends TruthHead {
  readonly loops: readonly TruthLoop[];
  readonly thefts: readonly TruthTheft[];
  readonly known: readonly TruthKnown[];
  readonly moves: readonly TruthMove[];
  readonly pools: readonly TruthPool[];
  readonly actors: readonly TruthActor[];
}

/** How agents' records become text. */
export interface Scribe {
  readonly addressOf: (key: Key) => string;
  /** The address text of a key by its id. */
  readonly addressById: (id: number) => string;
}

const isoTime = (seconds: number): string => new Date(seconds * 1_000).toISOString();
const sum = (paid: readonly Paid[]): bigint => paid.reduce((total, { value }) => total + value, 0n);

function outputText(paid: Paid, scribe: Scribe): TruthOutput {
  return { txid: hashToText(paid.txid), n: paid.n, value: paid.value.toString(), time: isoTime(paid.time), address: scribe.addressOf(paid.key) };
}

export function loopText(loop: LoopRecord, scribe: Scribe): TruthLoop {
  const { actor, honest, complete } = loop;
  return {
    actor: actor.id,
    launderer: honest ? null : actor.id,
    honest,
    purchases: loop.purchases.map(({ paid, service }) => ({ ...outputText(paid, scribe), service: service.id })),
    refunds: loop.refunds.map((paid) => outputText(paid, scribe)),
    payouts: loop.payouts.map(({ paid, pool }) => ({ ...outputText(paid, scribe), pool: pool.id })),
    commingling: loop.commingling.map(({ kind, txid, time }) => ({ kind, txid: hashToText(txid), time: isoTime(time) })),
    ratio: ratio(sum(loop.payouts.map(({ paid }) => paid)), sum(loop.purchases.map(({ paid }) => paid)) - sum(loop.refunds)),
    complete,
  };
}

/** A quotient of amounts, cut to four decimals; 0 where there is nothing to divide by. */
const ratio = (part: bigint, whole: bigint): number => (whole > 0n ? parseInt(((part * 10_000n) / whole).toString(), 10) / 10_000 : 0);

export const theftText = (theft: TheftRecord, scribe: Scribe): TruthTheft => ({
  ...outputText(theft.paid, scribe), victim: theft.victim.id, launderer: theft.launderer.id, campaign: theft.campaign,
});

export const moveText = (move: MoveRecord, scribe: Scribe): TruthMove => ({ ...outputText(move.paid, scribe), kind: move.kind, launderer: move.launderer.id });

export const knownText = ({ key, label, category, actor }: KnownAddress, scribe: Scribe): TruthKnown => ({
  address: scribe.addressOf(key), label, category, actor: actor.id,
});

export const poolText = ({ actor, shape, tag, blocks, payoutTxids }: PoolRecord): TruthPool => ({
  actor: actor.id, name: actor.name, shape, tag,
  blocks: blocks.map(({ height, hash }) => ({ height, hash: hashToText(hash) })),
  payoutTxids: payoutTxids.map(hashToText),
});

export function actorText(actor: Actor, scribe: Scribe): TruthActor {
  const wallets = actor.wallets.filter(({ keyIds }) => keyIds.length > 0).map(({ name, keyIds }) => ({ name, addresses: keyIds.map(scribe.addressById) }));
  return { id: actor.id, kind: actor.kind, name: actor.name, addresses: wallets.flatMap(({ addresses }) => addresses), wallets };
}
