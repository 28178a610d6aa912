import type { NamedScript } from "@/lib/core/bitcoin/script-ref";
import { scriptRef } from "@/lib/core/graph/node-key";
import type { NetworkName } from "@/lib/core/network";
import { pageOf, parseCursor, type Page, type PageRequest } from "@/lib/core/page";
import type { ClaimsReader, ScriptSubject, SubjectClaims } from "@/lib/features/claims/claims-read.ports";
import type { CompletenessService } from "@/lib/features/wallets/completeness.service";
import type { Subject, SubjectService } from "@/lib/features/wallets/subjects.service";
import type { AddressView, HistoryRow, HistorySubject, MemberRow, Reading, RowsRequest, StoredWallet, Totals, WalletStore, WalletView } from "@/lib/features/wallets/wallets.ports";

interface Deps {
  readonly store: WalletStore;
  readonly subjects: SubjectService;
  readonly completeness: CompletenessService;
  readonly claims: ClaimsReader;
}

export type WalletService = ReturnType<typeof makeWalletService>;

/** What the store knows of addresses and wallets. Subjects it has never seen are answers, not errors. */
export function makeWalletService({ store, subjects, completeness, claims }: Deps) {
  const open = async (network: NetworkName, ref: string): Promise<{ reading: Reading; subject: Subject }> => {
    const named = subjects.named(network, ref);
    const reading = await subjects.reading();
    const [subject] = await subjects.find(reading.generation, [named]);
    return { reading, subject: subject ?? { named, scripts: [], summaries: [], walletId: null } };
  };
  const walletOf = async ({ generation }: Reading, { walletId }: Subject): Promise<StoredWallet | null> =>
    walletId === null ? null : ((await store.wallets(generation, [walletId])).get(walletId) ?? null);
  const claimsOn = async ({ generation }: Reading, subject: Subject, as: ScriptSubject["as"]): Promise<SubjectClaims> => {
    const [found] = await claims.forScripts(generation, [scriptSubject(subject, as)]);
    return found ?? { shown: [], total: 0 };
  };

  return {
    address: async (network: NetworkName, ref: string): Promise<AddressView> => {
      const { reading, subject } = await open(network, ref);
      const [wallet, complete, found, shared] = await Promise.all([walletOf(reading, subject), completeness.ofAddress(reading, subject), claimsOn(reading, subject, "address"), sharedTransactions(store, reading, subject)]);
      const { named, scripts } = subject;
      return {
        network,
        ref: scripts[0] === undefined ? named.ref : scriptRef(scripts[0].address, scripts[0].scriptHash),
        address: scripts[0]?.address ?? named.address,
        type: scripts[0]?.type ?? named.type,
        known: scripts.length > 0,
        totals: totalsOf(reading, subject, shared),
        complete,
        synthetic: wallet?.synthetic ?? false,
        wallet: wallet === null ? null : { id: wallet.id, ref: wallet.ref, addressCount: wallet.addressCount },
        claims: found,
      };
    },

    wallet: async (network: NetworkName, ref: string): Promise<WalletView> => {
      const { reading, subject } = await open(network, ref);
      const [wallet, found] = await Promise.all([walletOf(reading, subject), claimsOn(reading, subject, "wallet")]);
      if (wallet === null) return notAnalysed(reading, subject, { complete: await completeness.ofAddress(reading, subject), claims: found });
      const complete = (await completeness.ofWallets(reading, [wallet])).has(wallet.id);
      return { network, id: wallet.id, ref: wallet.ref, address: wallet.address, addressCount: wallet.addressCount, known: true, totals: wallet, complete, synthetic: wallet.synthetic, claims: found };
    },

    addressHistory: async (network: NetworkName, ref: string, request: PageRequest): Promise<Page<HistoryRow>> => {
      const { reading, subject } = await open(network, ref);
      return history(store, reading, { kind: "address", ids: subject.scripts.map(({ id }) => id) }, request);
    },

    walletHistory: async (network: NetworkName, ref: string, request: PageRequest): Promise<Page<HistoryRow>> => {
      const { reading, subject } = await open(network, ref);
      return subject.walletId === null ? NOTHING : history(store, reading, { kind: "wallet", id: subject.walletId }, request);
    },

    /** The addresses of a wallet, oldest first. */
    walletAddresses: async (network: NetworkName, ref: string, request: PageRequest): Promise<Page<MemberRow>> => {
      const { reading, subject } = await open(network, ref);
      if (subject.walletId === null) return NOTHING;
      return pageOf(await store.members(subject.walletId, rowsRequest(reading, request)), request.limit, ({ id }) => [id, 0n]);
    },
  };
}

const NOTHING = { items: [], nextCursor: null };

/** How claims are asked for a subject; one the store has never seen may have claims all the same. */
export function scriptSubject({ named, scripts, walletId }: Subject, as: ScriptSubject["as"]): ScriptSubject {
  return { network: named.network, scriptHashes: hashesOf(named, scripts), walletId, as };
}

const hashesOf = (named: NamedScript, scripts: Subject["scripts"]): readonly Uint8Array[] => {
  const stored = scripts.map(({ scriptHash }) => scriptHash);
  return stored.some((hash) => hash.every((byte, i) => byte === named.scriptHash[i])) ? stored : [named.scriptHash, ...stored];
};

/** One more than the page holds is read, to know whether there is more. */
export function rowsRequest({ generation }: Reading, { cursor, limit }: PageRequest): RowsRequest {
  return { generation, after: cursor === undefined ? null : parseCursor(cursor), limit: limit + 1 };
}

async function history(store: WalletStore, reading: Reading, subject: HistorySubject, request: PageRequest): Promise<Page<HistoryRow>> {
  return pageOf(await store.history(subject, rowsRequest(reading, request)), request.limit, ({ ord, txId }) => [ord, txId]);
}

const NO_TRANSACTIONS: Totals = { txCount: 0, received: 0n, sent: 0n, firstTime: null, lastTime: null };

/** A script without a summary has no counting transaction, if the analysis has seen the whole ledger; else nobody knows yet. */
function totalsOf({ upToDate }: Reading, { scripts, summaries }: Subject, shared: number): Totals | null {
  if (scripts.length === 0 || (summaries.length === 0 && !upToDate)) return null;
  const sum = summaries.reduce<Totals>(add, NO_TRANSACTIONS);
  return { ...sum, txCount: sum.txCount - shared };
}

function add(a: Totals, b: Totals): Totals {
  return {
    txCount: a.txCount + b.txCount,
    received: a.received + b.received,
    sent: a.sent + b.sent,
    firstTime: pick(a.firstTime, b.firstTime, (x, y) => x < y),
    lastTime: pick(a.lastTime, b.lastTime, (x, y) => x > y),
  };
}

const pick = (a: bigint | null, b: bigint | null, better: (a: bigint, b: bigint) => boolean): bigint | null => (a === null ? b : b === null || better(a, b) ? a : b);

/** A transaction in which both scripts of an address take part is counted in each, and is one. */
async function sharedTransactions(store: WalletStore, { generation }: Reading, { summaries }: Subject): Promise<number> {
  const [first, second] = summaries;
  return first === undefined || second === undefined ? 0 : store.sharedTransactions(generation, [first.addressId, second.addressId]);
}

function notAnalysed(reading: Reading, subject: Subject, found: Pick<WalletView, "complete" | "claims">): WalletView {
  const { named, scripts } = subject;
  return { network: named.network, id: null, ref: named.ref, address: named.address, addressCount: null, known: scripts.length > 0, totals: totalsOf(reading, subject, 0), synthetic: false, ...found };
}
