import { guessNetworks } from "@/lib/core/bitcoin/addresses";
import type { Hasher } from "@/lib/core/bitcoin/columns";
import { readScriptRef, type NamedScript } from "@/lib/core/bitcoin/script-ref";
import { groupBy } from "@/lib/core/group-by";
import { toHex } from "@/lib/core/hex";
import type { NetworkName } from "@/lib/core/network";
import { type Composition, type Exposure, type ExposureDirection, OPEN, portion } from "@/lib/core/screening/exposure";
import { SCREENING } from "@/lib/core/screening/parameters";
import { type DirectHit, type IndirectHit, judge } from "@/lib/core/screening/verdict";
import { ClaimedHolders } from "@/lib/features/screening/holders.service";
import type { FindingNames, Movement, RejectedAddress, ScreenedClaim, Screening, ScreeningStore, ScreenResult } from "@/lib/features/screening/screening.ports";
import { waysFrom } from "@/lib/features/screening/ways.service";
import type { Subject, SubjectService } from "@/lib/features/wallets/subjects.service";
import type { CompletenessStore, Reading } from "@/lib/features/wallets/wallets.ports";

interface Deps {
  readonly store: ScreeningStore;
  readonly subjects: SubjectService;
  readonly completeness: CompletenessStore;
  readonly findings: FindingNames;
  readonly hasher: Hasher;
}

/** An address, and where it stands in what was given. */
export interface AskedAddress {
  readonly address: string;
  readonly position: string;
}

export interface ScreenOptions {
  readonly signal?: AbortSignal;
}

const MOST_DIRECT = 20;
type Asked = AskedAddress & { readonly subject: Subject };
export type ScreeningService = ReturnType<typeof makeScreeningService>;

/** Many addresses at once against claims, findings, and where their money came from and went. Nothing is stored. */
export function makeScreeningService({ store, subjects, completeness, findings, hasher }: Deps) {
  async function screen(addresses: readonly AskedAddress[], { signal = new AbortController().signal }: ScreenOptions = {}): Promise<Screening> {
    const reading = await subjects.reading();
    const { candidates, rejected } = readAddresses(addresses, hasher);
    const networks = [...new Set(candidates.flatMap(({ named }) => named.map(({ network }) => network)))];
    const claims = await store.claims(reading.generation, networks);
    const asked = await choose(reading, candidates, new Set(claims.map(keyOf)));
    const holders = new ClaimedHolders(claims);
    const named = await findings.naming(asked.map(({ subject }) => ({ network: subject.named.network, address: subject.named.ref })));
    const complete = await completeOf(completeness, asked);
    const followed = asked.filter(({ subject }) => isFollowed(subject, holders));
    const from = await follow(reading, followed, { direction: "from", holders, signal });
    const to = await follow(reading, followed, { direction: "to", holders, signal });
    const byKey = groupBy(claims, keyOf);
    const results = asked.map((one, i): ScreenResult => {
      const direct = directOf(one.subject, byKey, holders);
      const indirect = [...(from.hits.get(one) ?? []), ...(to.hits.get(one) ?? [])];
      const wallet = walletOf(one.subject);
      const hits = { known: one.subject.scripts.length > 0, custodial: holders.isCustodial(wallet), direct, indirect, findings: named.get(i) ?? [] };
      return {
        address: one.address, network: one.subject.named.network, known: hits.known, ...judge(hits),
        direct: direct.slice(0, MOST_DIRECT), moreDirect: Math.max(0, direct.length - MOST_DIRECT), indirect, open: { from: from.open.get(one) ?? null, to: to.open.get(one) ?? null }, findings: hits.findings, complete: complete[i] ?? null,
      };
    });
    return { results, rejected, bounded: from.bounded || to.bounded };
  }

  /** Of the networks that an address may be of, the likeliest that the store or a claim knows. */
  async function choose(reading: Reading, candidates: readonly Candidate[], claimed: ReadonlySet<string>): Promise<readonly Asked[]> {
    const flat = candidates.flatMap(({ named }) => named);
    const found = await subjects.find(reading.generation, flat);
    let at = 0;
    return candidates.flatMap(({ named, ...one }) => {
      const own = found.slice(at, (at += named.length));
      const subject = own.find(({ scripts }) => scripts.length > 0) ?? own.find((each) => claimed.has(keyOf({ network: each.named.network, key: toHex(each.named.scriptHash) }))) ?? own[0];
      return subject === undefined ? [] : [{ ...one, subject }];
    });
  }

  async function follow({ generation }: Reading, asked: readonly Asked[], { direction, holders, signal }: Following): Promise<Followed> {
    const scripts = asked.flatMap(({ subject }) => subject.scripts.map(({ id }) => Number(id)));
    const movements = await store.movements(generation, direction, { scripts, most: SCREENING.movements });
    const { exposure, bounded } = await waysFrom(store, movements.map(({ txId }) => txId), { generation, direction, holders, signal });
    const byScript = groupBy(movements, ({ script }) => script);
    const [hits, open] = [new Map<Asked, readonly IndirectHit[]>(), new Map<Asked, number>()];
    for (const one of asked) {
      const total = one.subject.summaries.reduce((sum, { received, sent }) => sum + (direction === "from" ? received : sent), 0n);
      if (total === 0n) continue;
      const made = compositionOf(exposure, total, one.subject.scripts.flatMap(({ id }) => byScript.get(Number(id)) ?? []));
      hits.set(one, hitsOf(made, { total, direction, holders }));
      open.set(one, fourDecimals(made.get(OPEN)?.share ?? 0));
    }
    return { hits, open, bounded };
  }

  return { screen };
}

/** Null where the store has not seen it. */
async function completeOf(completeness: CompletenessStore, asked: readonly Asked[]): Promise<readonly (boolean | null)[]> {
  const whole = await completeness.wholeNetworks();
  const hashes = asked.flatMap(({ subject: { named, scripts } }, i) => (scripts.length > 0 ? scripts : [named]).map(({ scriptHash }) => ({ i, network: named.network, scriptHash })));
  const covered = await completeness.coveredScripts(hashes);
  const missing = new Set(hashes.flatMap(({ i }, k) => (covered[k] === true ? [] : [i])));
  return asked.map(({ subject: { named, scripts } }, i) => {
    if (whole.has(named.network)) return scripts.length > 0 ? true : null;
    return !missing.has(i) ? true : scripts.length > 0 ? false : null;
  });
}

interface Following {
  readonly direction: ExposureDirection;
  readonly holders: ClaimedHolders;
  readonly signal: AbortSignal;
}

interface Followed {
  readonly hits: ReadonlyMap<Asked, readonly IndirectHit[]>;
  readonly open: ReadonlyMap<Asked, number>;
  readonly bounded: boolean;
}

interface Candidate extends AskedAddress {
  readonly named: readonly NamedScript[];
}

function readAddresses(addresses: readonly AskedAddress[], hasher: Hasher): { readonly candidates: readonly Candidate[]; readonly rejected: readonly RejectedAddress[] } {
  const candidates: Candidate[] = [];
  const rejected: RejectedAddress[] = [];
  for (const one of addresses) {
    const guessed = guessNetworks(one.address, hasher);
    const read = (guessed.length > 0 ? guessed : (["bitcoin"] as const)).map((network) => readScriptRef(one.address, network, hasher));
    const named = read.flatMap((each) => (each.ok ? [each.named] : []));
    const reason = read.flatMap((each) => (each.ok ? [] : [each.reason]))[0] ?? "";
    if (named.length > 0) candidates.push({ ...one, named });
    else rejected.push({ position: one.position, reason: `“${one.address}” is not an address: ${reason}` });
  }
  return { candidates, rejected };
}

const keyOf = ({ network, key }: { readonly network: NetworkName; readonly key: string }): string => `${network} ${key}`;
const walletOf = ({ walletId }: Subject): number | null => (walletId === null ? null : Number(walletId));

/** What the customers of a service do says nothing of one of them, and a hub's history would take too long. */
const isFollowed = (subject: Subject, holders: ClaimedHolders): boolean => !holders.isCustodial(walletOf(subject)) && subject.summaries.reduce((sum, { txCount }) => sum + txCount, 0) <= SCREENING.history;

function directOf(subject: Subject, byKey: ReadonlyMap<string, readonly ScreenedClaim[]>, holders: ClaimedHolders): readonly DirectHit[] {
  const hashes = subject.scripts.length > 0 ? subject.scripts : [subject.named];
  const own = hashes.flatMap(({ scriptHash }) => byKey.get(keyOf({ network: subject.named.network, key: toHex(scriptHash) })) ?? []);
  const ownIds = new Set(own.map(({ claimId }) => claimId));
  const inherited = holders.inWallet(walletOf(subject)).filter(({ claimId }) => !ownIds.has(claimId));
  return [...own.map((claim) => hitOf(claim, false)), ...inherited.map((claim) => hitOf(claim, true))];
}

const hitOf = ({ claimId, entity, label, category, role, source, status }: ScreenedClaim, inherited: boolean): DirectHit => ({ claimId, entity, label, category, role, source, status, inherited });

/** What lies beyond the largest movements is open. */
function compositionOf(exposure: Exposure, total: bigint, movements: readonly Movement[]): Composition {
  const rest = total - movements.reduce((sum, { value }) => sum + value, 0n);
  return exposure.sum([...movements, ...(rest > 0n ? [{ txId: null, value: rest }] : [])], SCREENING.hops - 1);
}

function hitsOf(made: Composition, { total, direction, holders }: { readonly total: bigint; readonly direction: ExposureDirection; readonly holders: ClaimedHolders }): readonly IndirectHit[] {
  const hits = [...made].flatMap(([number, { share, hops }]) => {
    const holder = holders.holders[number];
    return holder === undefined ? [] : [{ direction, ...holder, value: portion(total, share), share: fourDecimals(share), hops }];
  });
  return hits.sort((a, b) => (a.value === b.value ? a.hops - b.hops : a.value > b.value ? -1 : 1));
}

const fourDecimals = (share: number): number => Math.round(share * 10_000) / 10_000;
