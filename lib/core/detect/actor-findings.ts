import { intAt } from "@/lib/core/analysis/lists";
import { paidAt } from "@/lib/core/detect/accounts";
import type { Commingling } from "@/lib/core/detect/commingling";
import { distinctClaims, type Finding, type FindingGrade, RIVALS } from "@/lib/core/detect/findings";
import { inChainOrder, isServiceLike, type PaidOut, type Receivers } from "@/lib/core/detect/receivers";
import { isDirtyEnough, type Scene, type Taint } from "@/lib/core/detect/taint";

const NOTHING = { service: null, payments: [], payouts: [], commingling: [], ratio: null, lag: null, chance: null, supports: [], contradicts: [], notTestable: [], rivals: [] } as const;

const SAID = {
  "co-spend": "spent payouts and coins of the claimed wallet together: one hand signed for both",
  "shared-address": "paid a pool's payout to an address of the claimed wallet",
  consolidation: "brought payouts to where coins of the claimed wallet are",
} as const;

/** Where payouts met dirty coins (F11), one finding a claimed wallet. Only a co-spend away from services corroborates. */
export function comminglingFindings(events: readonly Commingling[], receivers: Receivers): readonly Finding[] {
  return [...byWallet(events).values()].map((group) => ({ ...NOTHING, kind: "commingling", ...evidenceOf(group, receivers) }));
}

/** A claimed actor's wallet is paid by pools: no purchase is needed to say so. */
export function actorMining(events: readonly Commingling[], receivers: Receivers): readonly Finding[] {
  const ofActors = events.filter(({ claim }) => claim.category === "state-actor" || claim.category === "terrorism");
  return [...byWallet(ofActors).values()].map((group) => ({ ...NOTHING, kind: "actor-mining", ...evidenceOf(group, receivers) }));
}

function byWallet(events: readonly Commingling[]): ReadonlyMap<number, readonly Commingling[]> {
  const groups = new Map<number, Commingling[]>();
  for (const event of events) groups.set(event.dirty, [...(groups.get(event.dirty) ?? []), event]);
  return groups;
}

type Evidence = Pick<Finding, "grade" | "actor" | "payouts" | "commingling" | "restsOn" | "supports" | "contradicts" | "rivals">;

function evidenceOf(events: readonly Commingling[], receivers: Receivers): Evidence {
  const wallets = new Set(events.flatMap((event) => event.receivers));
  const payouts = receivers.all.filter(({ wallet }) => wallets.has(wallet)).flatMap((receiver): readonly PaidOut[] => receiver.payouts);
  const claims = distinctClaims(events.map(({ claim }) => claim));
  const likeService = events.some(({ dirty }) => isServiceLike(receivers.likeness(dirty))) || [...wallets].some((wallet) => isServiceLike(receivers.likeness(wallet)));
  const kinds = [...new Set(events.map(({ kind }) => kind))];
  const best: FindingGrade = kinds.includes("co-spend") ? "corroborated" : "supported";
  return {
    grade: likeService ? "lead" : best,
    actor: claims[0] ?? null,
    payouts: inChainOrder(payouts),
    commingling: events,
    restsOn: claims,
    supports: kinds.map((kind) => ({ code: kind, text: `${events.filter((event) => event.kind === kind).length} transactions ${SAID[kind]}.` })),
    contradicts: likeService ? [{ code: "service-like", text: "One of the wallets is like a service's: co-spending there joins customers, not people." }] : [],
    rivals: [RIVALS.custodian, RIVALS.label],
  };
}

/** Dirty coins that were paid into a mining pool (F13): pools rarely take deposits. */
export function dirtyToPool(scene: Scene, taint: Taint): readonly Finding[] {
  const { input, parties } = scene;
  const { ledger } = input;
  const found = new Map<string, Finding>();
  for (let t = 0; t < ledger.txCount; t += 1) {
    for (let o = intAt(ledger.outputStart, t), end = intAt(ledger.outputStart, t + 1); o < end; o += 1) {
      const pool = parties.custodianOf(intAt(ledger.outputAddress, o));
      if (pool === null || (pool.category !== "mining-pool" && pool.category !== "pool-payout")) continue;
      const dirt = taint.of(o);
      if (dirt === null || !isDirtyEnough(dirt)) continue;
      const key = `${dirt.claim.name}>${pool.name}`;
      const before = found.get(key);
      found.set(key, {
        ...NOTHING, kind: "dirty-to-pool", grade: "supported", actor: dirt.claim, service: pool, payments: [...(before?.payments ?? []), paidAt(scene, o, t)],
        restsOn: distinctClaims([...(before?.restsOn ?? []), dirt.claim, pool]),
        supports: [{ code: "dirty-payment", text: "Coins of a claimed wallet were paid to a wallet claimed as the pool's." }],
        rivals: [RIVALS.label, RIVALS.custodian],
      });
    }
  }
  return [...found.values()];
}
