import { intAt, satsAt } from "@/lib/core/analysis/lists";
import { type Paid, paidAt } from "@/lib/core/detect/accounts";
import type { ScriptClaim } from "@/lib/core/detect/detect-input";
import { distinctClaims, type Finding, RIVALS } from "@/lib/core/detect/findings";
import { PARAMETERS } from "@/lib/core/detect/parameters";
import { transactionOf } from "@/lib/core/detect/spends";
import { isDirtyEnough, type Scene, type Taint, WHOLE } from "@/lib/core/detect/taint";

const BLANK = { service: null, payouts: [], commingling: [], ratio: null, lag: null, chance: null, contradicts: [], notTestable: [] } as const;

/** Many payments of different people that are spent together soon after, with dirty coins among them: thefts that were gathered. */
export function victimCollections(scene: Scene, taint: Taint): readonly Finding[] {
  const found: Finding[] = [];
  for (let t = 0; t < scene.input.ledger.txCount; t += 1) {
    const gathered = isFreeHand(scene, t) ? gatheredAt(scene, t) : null;
    if (gathered === null) continue;
    const [claim] = scene.parties.dirtyClaims(scene.parties.handAt(t)) ?? [];
    const actor = claim ?? gathered.map(({ output }) => taint.of(output)?.claim).find((each) => each !== undefined);
    if (actor === undefined) continue;
    found.push({
      ...BLANK, kind: "victim-collection", grade: claim?.category === "theft" || claim?.category === "hack" ? "supported" : "lead", actor, payments: gathered, restsOn: distinctClaims([actor]),
      supports: [{ code: "gathered", text: `${gathered.length} payments of as many wallets were spent together within ${PARAMETERS.gathered / 86_400} days.` }],
      rivals: [RIVALS.custodian, "Donations, or a shop's takings, are gathered in the same way.", RIVALS.label],
    });
  }
  return found;
}

/** One known hand spends, and no service's. */
function isFreeHand({ parties, keepers }: Scene, t: number): boolean {
  const hand = parties.handAt(t);
  return hand !== 0 && keepers.at(hand) === null;
}

/** One payment of each payer that t spends, when these are many and recent, and next to nobody else is paid. */
function gatheredAt(scene: Scene, t: number): readonly Paid[] | null {
  const { input: { ledger }, parties, spends } = scene;
  const [start, end] = [intAt(ledger.inputStart, t), intAt(ledger.inputStart, t + 1)];
  if (intAt(ledger.outputStart, t + 1) - intAt(ledger.outputStart, t) > 2 || end - start < PARAMETERS.victims) return null;
  const byPayer = new Map<number, Paid>();
  for (const source of spends.source.subarray(start, end)) {
    if (source === -1 || parties.payoutAt[source] !== 0) continue;
    const paid = paidAt(scene, source);
    const payer = parties.handAt(paid.t);
    const recent = (ledger.time[t] ?? -1) - paid.time <= PARAMETERS.gathered;
    if (payer !== 0 && recent && parties.custodianOf(payer)?.category !== "mining-pool") byPayer.set(intAt(parties.apart, payer), paid);
  }
  return byPayer.size >= PARAMETERS.victims ? [...byPayer.values()] : null;
}

/** Dirty coins that are peeled off: one input, two outputs, the larger one spent in the same way, three times and more (METHODS 4.3). */
export function peelChains(scene: Scene, taint: Taint): readonly Finding[] {
  const inChain = new Uint8Array(scene.input.ledger.txCount);
  const found: Finding[] = [];
  for (let t = 0; t < scene.input.ledger.txCount; t += 1) {
    const start = inChain[t] === 1 ? null : peelAt(scene, t);
    const actor = start === null ? undefined : dirtyHandAt(scene, taint, t);
    if (actor === undefined) continue;
    const peeled: Paid[] = [];
    for (let peel = start; peel !== null; peel = peel.next === -1 ? null : peelAt(scene, peel.next)) {
      inChain[transactionOf(scene.input.ledger, peel.kept)] = 1;
      peeled.push(paidAt(scene, peel.peeled));
    }
    if (peeled.length < PARAMETERS.peels) continue;
    found.push({
      ...BLANK, kind: "peel-chain", grade: "lead", actor, payments: peeled, restsOn: distinctClaims([actor]),
      supports: [{ code: "peels", text: `${peeled.length} payments in a row leave the larger part to be spent in the same way.` }],
      rivals: ["Any wallet that pays from one coin after the other does the same.", RIVALS.label],
    });
  }
  return found;
}

/** The claim that makes what t spends first dirty. */
function dirtyHandAt({ input: { ledger }, parties, spends }: Scene, taint: Taint, t: number): ScriptClaim | undefined {
  const [claim] = parties.dirtyClaims(parties.handAt(t)) ?? [];
  const source = spends.source[intAt(ledger.inputStart, t)] ?? -1;
  const dirt = source === -1 ? null : taint.of(source);
  return claim ?? (dirt !== null && isDirtyEnough(dirt) ? dirt.claim : undefined);
}

interface Peel {
  /** Outputs. */
  readonly peeled: number;
  readonly kept: number;
  /** The transaction that spends what was kept, -1 none. */
  readonly next: number;
}

function peelAt({ input: { ledger, mixes }, parties, spends, keepers }: Scene, t: number): Peel | null {
  const start = intAt(ledger.outputStart, t);
  if (mixes[t] === 1 || ledger.coinbase[t] === 1 || intAt(ledger.inputStart, t + 1) - intAt(ledger.inputStart, t) !== 1 || intAt(ledger.outputStart, t + 1) - start !== 2) return null;
  if (keepers.at(parties.handAt(t)) !== null) return null;
  const [one, other] = [satsAt(ledger.outputValue, start), satsAt(ledger.outputValue, start + 1)];
  const [small, large, kept] = one < other ? [one, other, start + 1] : [other, one, start];
  if (large === 0n || small * BigInt(WHOLE) > large * BigInt(PARAMETERS.peelMax)) return null;
  return { peeled: kept === start ? start + 1 : start, kept, next: spends.spender[kept] ?? -1 };
}
