import { intAt } from "@/lib/core/analysis/lists";
import type { DetectInput, ScriptClaim } from "@/lib/core/detect/detect-input";
import type { Parties } from "@/lib/core/detect/parties";

/** A service is one with deposit addresses when so many percent of what comes to its wallet comes as sweeps. */
const SWEPT_PERCENT = 80;

/** Hash rental and cloud mining as customers see them: the wallets claimed, and the deposit addresses that are swept into them. */
export class HashServices {
  readonly #input: DetectInput;
  readonly #parties: Parties;
  /** Wallets of the base layer whose coins all go to one service. */
  readonly #swept: ReadonlyMap<number, ScriptClaim>;

  constructor(input: DetectInput, parties: Parties) {
    this.#input = input;
    this.#parties = parties;
    this.#swept = parties.services.size === 0 ? new Map() : this.#findSwept();
  }

  get any(): boolean {
    return this.#parties.services.size > 0 || this.#parties.deposits.size > 0;
  }

  /** The service that keeps what is paid to this script. */
  at(script: number): ScriptClaim | null {
    return this.ownAt(script) ?? this.depositAt(script);
  }

  /** Its own wallet, as claimed. */
  ownAt(script: number): ScriptClaim | null {
    return script === 0 ? null : (this.#parties.services.get(intAt(this.#input.walletOf, script)) ?? null);
  }

  /** An address that the service keeps for one customer: claimed, or all of its wallet is swept into the service's. */
  depositAt(script: number): ScriptClaim | null {
    if (script === 0) return null;
    return this.#parties.deposits.get(script) ?? this.#swept.get(intAt(this.#input.walletOf, script)) ?? null;
  }

  /** Wallets that only ever sweep into a service that takes nearly all it gets by sweeps. Dirty wallets pay, they are not swept. */
  #findSwept(): Map<number, ScriptClaim> {
    const sweeps = new Map<number, ScriptClaim>();
    const others = new Set<number>();
    const arrivals = new Map<ScriptClaim, { swept: number; all: number }>();
    for (let t = 0; t < this.#input.ledger.txCount; t += 1) {
      const hand = this.#parties.handAt(t);
      if (hand === 0 || this.ownAt(hand) !== null) continue;
      const { claim, whole } = this.#destination(t);
      const wallet = intAt(this.#input.walletOf, hand);
      if (claim !== null) {
        const count = arrivals.get(claim) ?? { swept: 0, all: 0 };
        arrivals.set(claim, { swept: count.swept + (whole ? 1 : 0), all: count.all + 1 });
      }
      if (claim !== null && whole && this.#parties.dirtyClaims(hand) === null && (sweeps.get(wallet) ?? claim) === claim) sweeps.set(wallet, claim);
      else others.add(wallet);
    }
    const taken = [...sweeps].filter(([wallet, claim]) => {
      const { swept, all } = arrivals.get(claim) ?? { swept: 0, all: 1 };
      return !others.has(wallet) && !this.#parties.custodians.has(wallet) && swept * 100 >= SWEPT_PERCENT * all;
    });
    return new Map(taken);
  }

  /** The service that t pays, and whether t pays nobody else. */
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
