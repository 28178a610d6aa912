import { groupBy } from "@/lib/core/group-by";
import { OPEN } from "@/lib/core/screening/exposure";
import { SCREENING } from "@/lib/core/screening/parameters";
import { isDirty } from "@/lib/core/screening/verdict";
import { isCustodial, namesOwner } from "@/lib/core/tracing/custody";
import type { EndRow, Holder, ScreenedClaim } from "@/lib/features/screening/screening.ports";

/** Who is claimed to hold what, each holder by a number. */
export class ClaimedHolders {
  readonly holders: Holder[] = [];
  readonly #numbers = new Map<string, number>();
  readonly #byScript: ReadonlyMap<number | null, ScreenedClaim[]>;
  readonly #byWallet: ReadonlyMap<number | null, ScreenedClaim[]>;

  constructor(claims: readonly ScreenedClaim[]) {
    this.#byScript = groupBy(claims, ({ script }) => script);
    this.#byWallet = groupBy(claims.filter(namesOwner), ({ wallet }) => wallet);
  }

  /** A service keeps the wallet for others. */
  isCustodial = (wallet: number | null): boolean => wallet !== null && (this.#byWallet.get(wallet) ?? []).some(isCustodial);

  inWallet = (wallet: number | null): readonly ScreenedClaim[] => (wallet === null ? [] : (this.#byWallet.get(wallet) ?? []));

  /** Where the way of money ends at an input or output: a claimed holder, a wallet like a service's; null to go on. */
  at({ script, wallet, walletSize }: EndRow): number | null {
    const claim = this.#claimOn(script, wallet);
    if (claim !== undefined) return this.number({ category: claim.category, entity: claim.entity ?? claim.label });
    return walletSize >= SCREENING.hub ? OPEN : null;
  }

  number(holder: Holder): number {
    const key = `${holder.category} ${holder.entity ?? ""}`;
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    this.#numbers.set(key, this.holders.push(holder) - 1);
    return this.holders.length - 1;
  }

  /** What is said of the very address comes before what its wallet inherits; a service's wallet inherits nobody's crimes. */
  #claimOn(script: number, wallet: number): ScreenedClaim | undefined {
    const own = script === 0 ? [] : (this.#byScript.get(script) ?? []).filter(namesOwner);
    const inherited = wallet === 0 ? [] : (this.#byWallet.get(wallet) ?? []);
    return own.find(({ category }) => isDirty(category)) ?? own[0] ?? inherited.find(isCustodial) ?? inherited.find(({ category }) => isDirty(category)) ?? inherited[0];
  }
}
