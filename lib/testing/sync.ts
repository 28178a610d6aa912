import { setTimeout as wait } from "node:timers/promises";
import type { Principal } from "@/lib/core/policy/policy";
import type { AuditEntry } from "@/lib/features/audit/audit.ports";
import { makeImportService } from "@/lib/features/ledger/import.service";
import { makeLedgerStore } from "@/lib/features/ledger/ledger-write.repository";
import type { CoreOrder, CoreSyncResult } from "@/lib/features/sync/core-sync.service";
import type { EsploraOrder, EsploraSyncResult } from "@/lib/features/sync/esplora-sync.service";
import { makeChainStore, makeCoverageStore } from "@/lib/features/ledger/coverage.repository";
import { makeSyncService } from "@/lib/features/sync/sync.service";
import type { SyncRun } from "@/lib/features/sync/sync.ports";
import { nodeHasher } from "@/lib/platform/chain/hasher";
import { makeSourceOpener } from "@/lib/platform/chain/outbound-sources-open";
import type { Pool } from "@/lib/platform/db/pool";
import { memoryLog } from "@/lib/testing/loopback-server";

export const OWNER: Principal = { accountId: "00000000-0000-0000-0000-000000000001", name: "owner", kind: "local-owner", role: "admin" };

export interface SyncOfTests {
  readonly log: ReturnType<typeof memoryLog>;
  readonly audited: readonly AuditEntry[];
  core(url: string, order?: Partial<CoreOrder> & { readonly cookieFile?: string }, run?: Partial<SyncRun>): Promise<CoreSyncResult>;
  esplora(url: string, order: Partial<Pick<EsploraOrder, "addresses" | "txids">>, run?: Partial<SyncRun>): Promise<EsploraSyncResult>;
}

type Retries = NonNullable<Parameters<typeof makeSourceOpener>[0]["tuning"]>["retries"];

/** The real services over a database, with URLs by hand. Retries are quick, where the server is the tests' own. */
export function syncInto(pool: Pool, retries: NonNullable<Retries> = { firstMs: 5, longestMs: 500 }): SyncOfTests {
  const log = memoryLog();
  const audited: AuditEntry[] = [];
  const importer = makeImportService({ store: makeLedgerStore(pool, nodeHasher) });
  const sync = makeSyncService({
    open: makeSourceOpener({ configured: () => Promise.reject(new Error("no source is configured")), log, tuning: { retries } }),
    importRecords: (order) => importer.run(order),
    chain: makeChainStore(pool),
    coverage: makeCoverageStore(pool),
    audit: { record: async (entry) => void audited.push(entry) },
    hasher: nodeHasher,
    seed: 1,
    now: () => performance.now(),
    sleep: (ms, signal) => wait(ms, undefined, { signal }).catch(() => undefined),
  });
  const runOf = (run: Partial<SyncRun>): SyncRun => ({ actorId: OWNER.accountId, signal: new AbortController().signal, onProgress: () => undefined, onTrouble: () => undefined, job: null, ...run });
  return {
    log,
    audited,
    core: (url, { cookieFile, ...order } = {}, run = {}) => sync.core(OWNER, { source: { kind: "by-hand", url, cookieFile: cookieFile ?? null }, from: null, to: null, how: "raw", followMs: null, ...order }, runOf(run)),
    esplora: (url, order, run = {}) => sync.esplora(OWNER, { source: { kind: "by-hand", url, cookieFile: null }, addresses: [], txids: [], ...order }, runOf(run)),
  };
}
