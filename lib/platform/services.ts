import { randomInt, randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { readScriptRef } from "@/lib/core/bitcoin/script-ref";
import type { SubjectKind } from "@/lib/core/casework/claims";
import { AppError } from "@/lib/core/errors";
import { textToHash } from "@/lib/core/hex";
import type { NetworkName } from "@/lib/core/network";
import { makeAnalysisLeases } from "@/lib/features/analysis/analysis-lease.repository";
import { makeLedgerReader } from "@/lib/features/analysis/analysis-read.repository";
import { makeAnalysisService } from "@/lib/features/analysis/analysis.service";
import { makeGenerationStore } from "@/lib/features/analysis/analysis-write.repository";
import { makeGrowthStore } from "@/lib/features/analysis/growth.repository";
import type { AuditLog } from "@/lib/features/audit/audit.ports";
import { makeAuditLog } from "@/lib/features/audit/audit.repository";
import { makeInCaseTransaction } from "@/lib/features/cases/cases.repository";
import { makeCaseService } from "@/lib/features/cases/cases.service";
import { makeChangeStore } from "@/lib/features/change/change.repository";
import { makeChangeService } from "@/lib/features/change/change.service";
import { makeInClaimTransaction } from "@/lib/features/claims/claims.repository";
import { makeClaimService } from "@/lib/features/claims/claims.service";
import { makeClaimLists } from "@/lib/features/claims/claims-list.repository";
import { makeClaimsReader } from "@/lib/features/claims/claims-read.repository";
import { makeClaimsReadService } from "@/lib/features/claims/claims-read.service";
import { makeWalletFactsReader } from "@/lib/features/claims/role-hints.repository";
import { makeRoleHintService } from "@/lib/features/claims/role-hints.service";
import { makeEdgeStore } from "@/lib/features/flows/edges.repository";
import { makeEdgeService } from "@/lib/features/flows/edges.service";
import { makeFlowStore } from "@/lib/features/flows/flows.repository";
import { makeFlowService } from "@/lib/features/flows/flows.service";
import { makeNodeService } from "@/lib/features/flows/nodes.service";
import { makeFlowTotalsService } from "@/lib/features/flows/totals.service";
import { makeInJobTransaction, makeJobLeases } from "@/lib/features/jobs/jobs.repository";
import { makeJobService, type JobService } from "@/lib/features/jobs/jobs.service";
import { makeChainStore, makeCoverageStore } from "@/lib/features/ledger/coverage.repository";
import { makeImportService, type ImportService } from "@/lib/features/ledger/import.service";
import { makeLedgerStore } from "@/lib/features/ledger/ledger-write.repository";
import { makeMiningReader } from "@/lib/features/mining/mining-read.repository";
import { makeOverviewStore } from "@/lib/features/overview/overview.repository";
import { makeOverviewService } from "@/lib/features/overview/overview.service";
import { makeSampleService } from "@/lib/features/sample/sample.service";
import { makeSearchStore } from "@/lib/features/search/search.repository";
import { makeSearchService } from "@/lib/features/search/search.service";
import { makeOutboundLog } from "@/lib/features/sources/sources.repository";
import { makeSourceService } from "@/lib/features/sources/sources.service";
import { makeSyncService } from "@/lib/features/sync/sync.service";
import { makeTransactionStore } from "@/lib/features/transactions/transactions.repository";
import { makeTransactionService } from "@/lib/features/transactions/transactions.service";
import { makeUploadService, type ImportJobParams } from "@/lib/features/uploads/uploads.service";
import { makeCompletenessStore } from "@/lib/features/wallets/completeness.repository";
import { makeCompletenessService } from "@/lib/features/wallets/completeness.service";
import { makeSubjectService } from "@/lib/features/wallets/subjects.service";
import { makeWalletStore } from "@/lib/features/wallets/wallets.repository";
import { makeWalletService } from "@/lib/features/wallets/wallets.service";
import { makeLinkStore } from "@/lib/features/why/why.repository";
import { makeWhyService } from "@/lib/features/why/why.service";
import { nodeHasher } from "@/lib/platform/chain/hasher";
import { makeOutboundSources } from "@/lib/platform/chain/outbound-sources";
import { makeSourceOpener } from "@/lib/platform/chain/outbound-sources-open";
import { makePool, REQUEST_LIMITS, type Db, type PoolOptions } from "@/lib/platform/db/pool";
import { makePrisma } from "@/lib/platform/db/prisma";
import { env } from "@/lib/platform/env";
import { importSample, readSample } from "@/lib/platform/imports/sample";
import { makeStaging } from "@/lib/platform/staging";
import { makeAttributionServices } from "@/lib/platform/wiring/claims";
import { makePeopleServices } from "@/lib/platform/wiring/people";
import { makeDetectionServices } from "@/lib/platform/wiring/detection";
import { makeMiningServices } from "@/lib/platform/wiring/mining";
import { makeTracingServices } from "@/lib/platform/wiring/tracing";
import { makeWalletLinkServices } from "@/lib/platform/wiring/wallet-links";

interface Config {
  readonly databaseUrl: string;
  readonly home: string;
  /** Requests of the browser are held to limits; commands and the worker are not. */
  readonly limits: PoolOptions;
}

export type Services = ReturnType<typeof makeServices>;

/** The one place where services meet Postgres, files, the clock and randomness. */
export function makeServices({ databaseUrl, home, limits }: Config) {
  const pool = makePool(databaseUrl, limits);
  const prisma = makePrisma(databaseUrl);
  const jobs = makeJobService({ inTransaction: makeInJobTransaction(pool), leases: makeJobLeases(pool), newId: randomUUID });
  const staging = makeStaging(home);
  const importer = makeImportService({ store: makeLedgerStore(pool, nodeHasher) });
  const { analysis, ...mining } = makeMiningServices(pool, makeAnalysisService({
    leases: makeAnalysisLeases(pool),
    ledger: makeLedgerReader(pool),
    generations: makeGenerationStore(pool),
    growth: makeGrowthStore(pool, nodeHasher),
    now: () => performance.now(),
    breathe: () => new Promise((resolve) => setImmediate(resolve)),
    sleep: (ms) => sleep(ms),
  }));
  const cases = makeCaseService({ inTransaction: makeInCaseTransaction(prisma), newId: randomUUID });
  const claims = makeClaimService({ inTransaction: makeInClaimTransaction(prisma), newId: randomUUID, subjectKey });
  const reading = makeReadServices(pool);
  return {
    pool,
    prisma,
    jobs,
    staging,
    importer,
    analysis,
    cases,
    claims,
    ...makeAttributionServices(pool),
    ...mining,
    ...makeTracingServices(pool),
    ...makeDetectionServices({ pool, analysis }),
    ...reading,
    ...makeWalletLinkServices(pool, reading),
    ...makeOutboundServices(pool, home, { jobs, importer, audit: makeAuditLog(prisma) }),
    sample: makeSampleService({
      sample: readSample,
      importSample: (signal) => importSample({ home, importer, analysis, signal }),
      cases,
      claims,
      flows: reading.flows,
    }),
    uploads: makeUploadService({
      staging,
      audit: makeAuditLog(prisma),
      enqueueImport: (principal, params) => jobs.enqueue(principal, { kind: "import", title: importTitle(params), params: { files: params.files.map((file) => ({ ...file })), network: params.network } }),
    }),
    ...makePeopleServices({ pool, prisma, home }),
    close: async () => {
      await prisma.$disconnect();
      await pool.end();
    },
  };
}

/** What asks others on the network: nothing is sent that is not in the log first. */
function makeOutboundServices(db: Db, home: string, { jobs, importer, audit }: { readonly jobs: JobService; readonly importer: ImportService; readonly audit: AuditLog }) {
  const sources = makeOutboundSources(home);
  const log = makeOutboundLog(db);
  return {
    sources: makeSourceService({ sources, log, enqueue: (principal, order) => jobs.enqueue(principal, order) }),
    sync: makeSyncService({
      open: makeSourceOpener({ configured: (name) => sources.configured(name), log }),
      importRecords: (order) => importer.run(order),
      chain: makeChainStore(db),
      coverage: makeCoverageStore(db),
      audit,
      hasher: nodeHasher,
      seed: randomInt(2 ** 31),
      now: () => performance.now(),
      sleep: pause,
    }),
  };
}

/** Ends early, without an error, when the signal fires. */
async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch((error: unknown) => {
    if (!signal.aborted) throw error;
  });
}

function importTitle({ files }: ImportJobParams): string {
  const first = files[0]?.name ?? "nothing";
  return files.length > 1 ? `Import of ${first} and ${files.length - 1} more` : `Import of ${first}`;
}

/** What pages, the graph and the command line read of ledger and analysis; they change nothing. */
export function makeReadServices(db: Db) {
  const store = makeWalletStore(db);
  const flows = makeFlowStore(db);
  const claims = makeClaimsReader(db);
  const subjects = makeSubjectService({ store, hasher: nodeHasher });
  const completeness = makeCompletenessService({ store: makeCompletenessStore(db) });
  const totals = makeFlowTotalsService({ flows });
  const change = makeChangeService({ store: makeChangeStore(db) });
  const nodes = makeNodeService({ wallets: store, flows, subjects, completeness, claims, totals });
  return {
    claimsRead: makeClaimsReadService({ claims, subjects }),
    roleHints: makeRoleHintService({ facts: makeWalletFactsReader(db), subjects }),
    wallets: makeWalletService({ store, subjects, completeness, claims }),
    why: makeWhyService({ store: makeLinkStore(db), subjects }),
    transactions: makeTransactionService({ store: makeTransactionStore(db), subjects, claims, mining: makeMiningReader(db), change }),
    change,
    flows: makeFlowService({ flows, nodes, totals, subjects }),
    edges: makeEdgeService({ edges: makeEdgeStore(db), flows, nodes, subjects }),
    search: makeSearchService({ store: makeSearchStore(db), entities: makeClaimLists(db), subjects, hasher: nodeHasher }),
    overview: makeOverviewService({ store: makeOverviewStore(db), coverage: makeCoverageStore(db), subjects, completeness }),
  };
}

/** What a claim is stored under: the txid, or the SHA-256 of the script that the reference names. */
function subjectKey(kind: SubjectKind, network: NetworkName, ref: string): Uint8Array {
  if (kind === "transaction") {
    const txid = textToHash(ref);
    if (txid === null) throw new AppError("invalid_input", "A txid is 64 hex digits.");
    return txid;
  }
  const read = readScriptRef(ref, network, nodeHasher);
  if (!read.ok) throw new AppError("invalid_input", `${ref} is not an address of ${network}: ${read.reason}`);
  return read.named.scriptHash;
}

const shared = globalThis as { assayServices?: Services };

/** The services of this process: one set, however many bundles ask. */
export function services(): Services {
  shared.assayServices ??= makeServices({ databaseUrl: serverDatabase(), home: env().home, limits: REQUEST_LIMITS });
  return shared.assayServices;
}

function serverDatabase(): string {
  const url = env().databaseUrl;
  if (url === null) throw new AppError("database_unavailable", "DATABASE_URL is not set. Start Assay with `npm start`, which sets it.");
  return url;
}
