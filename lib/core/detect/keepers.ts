import { intAt } from "@/lib/core/analysis/lists";
import type { DetectInput, ScriptClaim } from "@/lib/core/detect/detect-input";
import { HASH_SERVICES } from "@/lib/core/detect/parameters";
import type { Parties } from "@/lib/core/detect/parties";

/** A custodian is one with deposit addresses when so many percent of what comes to its wallet, payouts aside, comes as sweeps. */
const SWEPT_PERCENT = 50;

/** Custodians as their customers see them: the wallets claimed, and the deposit addresses that are swept into them. */
export class Keepers {
  readonly #input: DetectInput;
  readonly #parties: Parties;
  /** Wallets of the base layer whose coins all go to one service. */
  readonly #swept: ReadonlyMap<number, ScriptClaim>;

  constructor(input: DetectInput, parties: Parties) {
    this.#input = input;
    this.#parties = parties;
    this.#swept = parties.custodians.size === 0 ? new Map() : this.#findSwept();
  }

  /** Who keeps what is paid to this script for others. */
  at(script: number): ScriptClaim | null {
    return this.ownAt(script) ?? this.depositAt(script);
  }

  /** The custodian whose own wallet this is, as claimed. */
  ownAt(script: number): ScriptClaim | null {
    return this.#parties.custodianOf(script);
  }

  /** An address that a custodian keeps for one customer: claimed, or all of its wallet is swept into the custodian's. */
  depositAt(script: number): ScriptClaim | null {
    if (script === 0) return null;
    return this.#parties.deposits.get(script) ?? this.#swept.get(intAt(this.#input.walletOf, script)) ?? null;
  }

  /** The same for those that rent out hashing power or sell cloud mining. */
  hashServiceAt(script: number): ScriptClaim | null {
    const keeper = this.at(script);
    return keeper !== null && HASH_SERVICES.includes(keeper.category) ? keeper : null;
  }

  /** Wallets that only ever sweep into a custodian that takes nearly all it gets by sweeps. Dirty wallets pay, they are not swept. */
  #findSwept(): Map<number, ScriptClaim> {
    const sweeps = new Map<number, ScriptClaim>();
    const others = new Set<number>();
    const arrivals = new Map<ScriptClaim, Arrivals>();
    const payouts = new Set(this.#input.payouts.map(({ t }) => t));
    for (let t = 0; t < this.#input.ledger.txCount; t += 1) {
      const hand = this.#parties.handAt(t);
      if (hand === 0 || this.ownAt(hand) !== null || payouts.has(t)) continue;
      const { claim, whole } = this.#destination(t);
      const wallet = intAt(this.#input.walletOf, hand);
      if (claim !== null) arrivals.set(claim, withOne(arrivals.get(claim), whole));
      if (claim !== null && whole && this.#parties.dirtyClaims(hand) === null && (sweeps.get(wallet) ?? claim) === claim) sweeps.set(wallet, claim);
      else others.add(wallet);
    }
    const isKept = ([wallet, claim]: readonly [number, ScriptClaim]): boolean => !others.has(wallet) && !this.#parties.custodians.has(wallet) && takesBySweeps(arrivals.get(claim));
    return new Map([...sweeps].filter(isKept));
  }

  /** The custodian that t pays, and whether t pays nobody else. */
  #destination(t: number): { readonly claim: ScriptClaim | null; readonly whole: boolean } {
    const { outputStart, outputAddress } = this.#input.ledger;
    let claim: ScriptClaim | null = null;
    let whole = true;
    for (let o = intAt(outputStart, t), end = intAt(outputStart, t + 1); o < end; o += 1) {
      const at = this.ownAt(intAt(outputAddress, o));
      if (at === null || (claim !== null && at !== claim)) whole = false;
      claim ??= at;
    }
    return { claim, whole };
  }
}

/** What comes to a custodian from others: in all, and by transactions that pay nobody else. */
interface Arrivals {
  readonly swept: number;
  readonly all: number;
}

const withOne = (before: Arrivals | undefined, whole: boolean): Arrivals => ({ swept: (before?.swept ?? 0) + (whole ? 1 : 0), all: (before?.all ?? 0) + 1 });
const takesBySweeps = ({ swept, all }: Arrivals = { swept: 0, all: 1 }): boolean => swept * 100 >= SWEPT_PERCENT * all;
