import type { KeyType } from "@/lib/core/simulate/model";
import type { Random } from "@/lib/core/simulate/random";
import type { Habits } from "@/lib/core/simulate/wallet";

/** Habits of a service: native segwit, one address for change, exact fees. */
export const SERVICE_HABITS: Habits = { type: "p2wpkh", version: 2, sequence: 0xfffffffd, locksToHeight: false, feePercent: 0, reusesChange: true };

/** Habits of somebody: about the mix of wallet programs of 2022. */
export function somebodysHabits(random: Random): Habits {
  const dice = random.below(100);
  const type: KeyType = dice < 70 ? "p2wpkh" : dice < 80 ? "p2pkh" : dice < 92 ? "p2sh" : "p2tr";
  return {
    type,
    version: type === "p2pkh" || random.chance(20) ? 1 : 2,
    sequence: random.pick([0xfffffffd, 0xfffffffe, 0xffffffff]),
    locksToHeight: random.chance(40),
    feePercent: random.between(-20, 80),
    reusesChange: random.chance(12),
  };
}
