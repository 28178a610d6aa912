import { DAY, HOUR, MATURITY } from "@/lib/core/simulate/economy";
import type { Actor, Key, Paid } from "@/lib/core/simulate/model";
import type { Random } from "@/lib/core/simulate/random";
import type { MoveKind } from "@/lib/core/simulate/truth-record";
import type { Wallet } from "@/lib/core/simulate/wallet";
import { SERVICE_HABITS } from "@/lib/core/simulate/agents/habits";
import { Operation, type Gang, type Style, type Underworld } from "@/lib/core/simulate/agents/operation";

/** Days from the earlier campaign to the mixing, and those that pools take on top; in shorter economies the steps are shortened. */
const STORY_DAYS = 13;
const POOL_DAYS = 2;
const EARLY_VICTIMS = { min: 6, max: 8 } as const;
const EARLY_LOOT = { min: 8_000_000n, max: 25_000_000n } as const;

const SLOPPY: Style = { through: "rental", ends: "mixed" };
/** From the third launderer on, each has a way of their own. */
const STYLES: readonly Style[] = [
  SLOPPY, SLOPPY, { through: "rental", ends: "apart" }, { through: "cloud", ends: "mixed" }, { through: "rental", ends: "one-deposit" }, { through: "cloud", ends: "apart" },
];
export const launderStyle = (number: number): Style => STYLES[(number - 1) % STYLES.length] ?? SLOPPY;

/**
 * Steals small sums from many and launders them through hash rental or cloud mining. The sloppy spend payouts together with
 * coins of a wallet that is known from an earlier campaign; others keep them apart, or sell both at one deposit address.
 */
export class Launderer implements Gang {
  readonly actor: Actor;
  readonly style: Style;
  readonly world: Underworld;
  readonly random: Random;
  /** Holds the loot of the earlier campaign; an analyst knows its two addresses. */
  readonly earlier: Wallet;
  /** Share of their usual length that steps take, in percent. */
  private readonly pace: number;
  private operations = 0;

  constructor(world: Underworld, number: number) {
    const { economy } = world;
    this.world = world;
    this.style = launderStyle(number);
    this.random = economy.random(`launderer ${number}`);
    this.actor = economy.actor("launderer", number === 1 ? "APT43" : `Launderer ${number}`);
    const begin = MATURITY * economy.options.blockSeconds + DAY + this.random.below(DAY / 4);
    const left = economy.options.days * DAY - begin - POOL_DAYS * DAY;
    this.pace = Math.max(5, Math.min(100, Math.floor((100 * left) / (STORY_DAYS * DAY))));
    this.earlier = this.wallet("earlier-campaign", true);
    economy.after(begin, () => { this.steal(); });
  }

  wallet(name: string, reusesChange = false): Wallet {
    return this.world.economy.wallet(this.actor, name, { ...SERVICE_HABITS, locksToHeight: true, reusesChange });
  }

  /** Plans a step, sooner in a short economy. */
  after(seconds: number, act: () => void): void {
    this.world.economy.after(this.paced(seconds), act);
  }

  paced(seconds: number): number {
    return Math.max(HOUR, Math.floor((seconds * this.pace) / 100));
  }

  /** A victim is deceived into paying; later, when nobody has enough now. */
  rob(to: Key, amount: bigint, campaign: string): void {
    const { economy, users } = this.world;
    const victim = users.findHolder(this.random, amount + 50_000n);
    if (victim === null) {
      this.after(6 * HOUR, () => { this.rob(to, amount, campaign); });
      return;
    }
    const onPaid = (paid: Paid): void => { economy.truth.thefts.push({ launderer: this.actor, victim: victim.actor, campaign, paid }); };
    economy.pay(victim.wallet, [{ key: to, value: amount, onPaid }]);
  }

  /** Notes where loot was moved, once that is in a block. */
  move(kind: MoveKind): (paid: Paid) => void {
    return (paid) => { this.world.economy.truth.moves.push({ launderer: this.actor, kind, paid }); };
  }

  /** The earlier campaign: two addresses, one of them reported by a victim. */
  private steal(): void {
    const { truth } = this.world.economy;
    const { actor, earlier, random } = this;
    const main = earlier.mainKey;
    const reported = earlier.freshKey();
    truth.known.push(
      { key: main, label: `${actor.name}: wallet of an earlier campaign`, category: "state-actor", actor, confidence: "forensic" },
      { key: reported, label: `${actor.name}: address reported by a victim`, category: "theft", actor, confidence: "forensic" },
    );
    const victims = random.between(EARLY_VICTIMS.min, EARLY_VICTIMS.max);
    for (let i = 0; i < victims; i += 1) {
      const amount = random.sats(EARLY_LOOT.min, EARLY_LOOT.max);
      this.after(random.below(DAY), () => { this.rob(i % 3 === 2 ? reported : main, amount, "earlier"); });
    }
    this.after(1.5 * DAY, () => { this.operate(); });
  }

  /** One operation after the other. */
  private operate(): void {
    this.operations += 1;
    new Operation(this, this.operations).begin(() => {
      this.after(4 * DAY + this.random.below(8 * DAY), () => { this.operate(); });
    });
  }
}
