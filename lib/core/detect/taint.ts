import { intAt, satsAt } from "@/lib/core/analysis/lists";
import type { DetectInput, ScriptClaim } from "@/lib/core/detect/detect-input";
import type { Keepers } from "@/lib/core/detect/keepers";
import { PARAMETERS } from "@/lib/core/detect/parameters";
import type { Parties } from "@/lib/core/detect/parties";
import type { Spends } from "@/lib/core/detect/spends";

/** Everything that the rules below look at. */
export interface Scene {
  readonly input: DetectInput;
  readonly spends: Spends;
  readonly parties: Parties;
  readonly keepers: Keepers;
}

/** All of it, in parts per million. */
export const WHOLE = 1_000_000;
/** A chain of payments cannot make an output of more pieces than this; the rest counts as clean. */
const MOST_PIECES = 256;

interface Piece {
  readonly value: bigint;
  readonly dirty: boolean;
}

/** How dirty an output is, told twice. */
export interface Dirt {
  /** By haircut, parts per million of the value, rounded down at each step. */
  readonly share: number;
  /** By first in, first out, in sats. */
  readonly fifo: bigint;
  /** The claim most of it comes from. */
  readonly claim: ScriptClaim;
}

/**
 * One walk through the ledger that follows dirty coins out of claimed wallets, through at most `PARAMETERS.hops` wallets that
 * nobody claimed (DOMAIN 2.4, F1 and F10). Custodians and CoinJoins end it: what leaves them is no longer told apart.
 */
export class Taint {
  readonly #input: DetectInput;
  readonly #parties: Parties;
  readonly #spends: Spends;
  readonly #keepers: Keepers;
  readonly #claims: readonly ScriptClaim[];
  readonly #claimNumber: ReadonlyMap<ScriptClaim, number>;
  readonly #share: Int32Array;
  /** Wallets entered since the coins left the claimed one. */
  readonly #hops: Uint8Array;
  /** Number of the claim, from 1. */
  readonly #origin: Int32Array;
  readonly #pieces = new Map<number, readonly Piece[]>();

  constructor({ input, parties, spends, keepers }: Scene) {
    this.#input = input;
    this.#keepers = keepers;
    this.#parties = parties;
    this.#spends = spends;
    this.#claims = input.claims;
    this.#claimNumber = new Map(input.claims.map((claim, i) => [claim, i + 1]));
    const outputs = input.ledger.outputAddress.length;
    this.#share = new Int32Array(outputs);
    this.#hops = new Uint8Array(outputs);
    this.#origin = new Int32Array(outputs);
  }

  /** Null for what is not dirty. */
  of(output: number): Dirt | null {
    const claim = this.#claims[intAt(this.#origin, output) - 1];
    if (claim === undefined) return null;
    const fifo = (this.#pieces.get(output) ?? []).reduce((sum, piece) => sum + (piece.dirty ? piece.value : 0n), 0n);
    return { share: intAt(this.#share, output), fifo, claim };
  }

  walk(from: number, to: number): void {
    for (let t = from; t < to; t += 1) this.#step(t);
  }

  #step(t: number): void {
    const { ledger, mixes } = this.#input;
    const hand = this.#parties.handAt(t);
    if (ledger.coinbase[t] === 1 || mixes[t] === 1 || hand === 0 || this.#isKept(hand)) return;
    const spent = this.#spent(t);
    if (spent === null) return;
    this.#pay(t, intAt(this.#parties.apart, hand), spent);
  }

  #spent(t: number): Spent | null {
    const { ledger } = this.#input;
    let [total, dirtiest] = [0n, 0n];
    let [weight, hops, origin] = [0n, 255, 0];
    const pieces: Piece[] = [];
    for (let i = intAt(ledger.inputStart, t), end = intAt(ledger.inputStart, t + 1); i < end; i += 1) {
      const value = satsAt(ledger.inputValue, i);
      if (value < 0n) continue;
      total += value;
      const { share, steps, claim, parts } = this.#ofInput(i, value);
      pieces.push(...parts);
      if (share === 0) continue;
      const dirt = value * BigInt(share);
      weight += dirt;
      hops = Math.min(hops, steps);
      if (dirt > dirtiest) [dirtiest, origin] = [dirt, claim];
    }
    return weight === 0n ? null : { total, weight, hops, origin, pieces };
  }

  #ofInput(i: number, value: bigint): { readonly share: number; readonly steps: number; readonly claim: number; readonly parts: readonly Piece[] } {
    const [claim] = this.#parties.dirtyClaims(intAt(this.#input.ledger.inputAddress, i)) ?? [];
    if (claim !== undefined) return { share: WHOLE, steps: 0, claim: this.#claimNumber.get(claim) ?? 0, parts: [{ value, dirty: true }] };
    const source = this.#spends.source[i] ?? -1;
    return { share: this.#share[source] ?? 0, steps: this.#hops[source] ?? 0, claim: this.#origin[source] ?? 0, parts: this.#pieces.get(source) ?? [{ value, dirty: false }] };
  }

  #pay(t: number, hand: number, { total, weight, hops, origin, pieces }: Spent): void {
    const { outputStart, outputAddress, outputValue } = this.#input.ledger;
    let paid = 0n;
    for (let o = intAt(outputStart, t), end = intAt(outputStart, t + 1); o < end; o += 1) paid += satsAt(outputValue, o);
    // Inputs whose value nobody knows are at least what is missing, and clean for all we know.
    const share = parseInt((weight / (total > paid ? total : paid)).toString(), 10);
    const queue = new Queue(pieces);
    const change = this.#changeOf(t);
    for (let o = intAt(outputStart, t), end = intAt(outputStart, t + 1); o < end; o += 1) {
      const parts = queue.take(satsAt(outputValue, o));
      const script = intAt(outputAddress, o);
      const entered = o === change || intAt(this.#parties.apart, script) === hand ? hops : hops + 1;
      const ended = !this.#isKept(script) && entered > PARAMETERS.hops;
      if (script === 0 || share === 0 || ended) continue;
      this.#share[o] = Math.min(share, WHOLE);
      this.#hops[o] = entered;
      this.#origin[o] = origin;
      this.#pieces.set(o, parts);
    }
  }

  /** Of two outputs, when one pays a custodian, the other is the payer's change: no other wallet is entered. -1 when it cannot be told. */
  #changeOf(t: number): number {
    const { outputStart, outputAddress } = this.#input.ledger;
    const start = intAt(outputStart, t);
    if (intAt(outputStart, t + 1) - start !== 2) return -1;
    const [first, second] = [this.#isKept(intAt(outputAddress, start)), this.#isKept(intAt(outputAddress, start + 1))];
    if (first === second) return -1;
    return first ? start + 1 : start;
  }

  /** In the hands of somebody who keeps the coins of many; paying it enters no further wallet of the payer's. */
  #isKept(script: number): boolean {
    return this.#keepers.at(script) !== null;
  }
}

interface Spent {
  readonly total: bigint;
  /** Sum of sats times parts per million. */
  readonly weight: bigint;
  readonly hops: number;
  readonly origin: number;
  readonly pieces: readonly Piece[];
}

/** First in, first out: outputs are filled by the inputs in their order. */
class Queue {
  readonly #pieces: readonly Piece[];
  #at = 0;
  #used = 0n;

  constructor(pieces: readonly Piece[]) {
    this.#pieces = pieces;
  }

  take(value: bigint): Piece[] {
    const taken: Piece[] = [];
    let missing = value;
    while (missing > 0n) {
      const piece = this.#pieces[this.#at];
      if (piece === undefined) break;
      const left = piece.value - this.#used;
      const part = left < missing ? left : missing;
      push(taken, { value: part, dirty: piece.dirty });
      missing -= part;
      this.#used += part;
      if (this.#used === piece.value) {
        this.#at += 1;
        this.#used = 0n;
      }
    }
    if (missing > 0n) push(taken, { value: missing, dirty: false });
    return taken;
  }
}

function push(pieces: Piece[], piece: Piece): void {
  const last = pieces.at(-1);
  if (last !== undefined && (last.dirty === piece.dirty || pieces.length === MOST_PIECES)) pieces[pieces.length - 1] = { value: last.value + piece.value, dirty: last.dirty && piece.dirty };
  else pieces.push(piece);
}

/** Dirty enough to count (F10): a quarter by haircut, or anything by first in, first out. */
export const isDirtyEnough = ({ share, fifo }: Dirt): boolean => share >= PARAMETERS.tainted || fifo > 0n;
