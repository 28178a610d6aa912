import { ofNetwork } from "@/lib/core/analysis/one-network";
import type { Hasher } from "@/lib/core/bitcoin/columns";
import { DETECT_METHOD, findingsOf } from "@/lib/core/detect/detect";
import type { ScriptClaim } from "@/lib/core/detect/detect-input";
import type { Finding } from "@/lib/core/detect/findings";
import { AppError } from "@/lib/core/errors";
import { groupBy } from "@/lib/core/group-by";
import type { JobProgress } from "@/lib/core/jobs/job";
import { networkById } from "@/lib/core/network";
import type { LedgerReader, LedgerSnapshot } from "@/lib/features/analysis/analysis.ports";
import type { AnalysisService } from "@/lib/features/analysis/analysis.service";
import { type Located, makeNaming, rowsOf } from "@/lib/features/detection/naming.service";
import type { Detection, DetectionSources, DetectionStore, DetectRequest } from "@/lib/features/detection/detection.ports";

interface Deps {
  readonly store: DetectionStore;
  readonly analysis: AnalysisService;
  readonly ledger: LedgerReader;
  readonly hasher: Hasher;
  /** Lets timers and I/O of this process run. */
  readonly breathe: () => Promise<void>;
}

export interface DetectOptions {
  readonly signal?: AbortSignal;
  readonly progress?: (progress: JobProgress) => void;
}

interface Run {
  readonly signal: AbortSignal;
  readonly report: (phase: string, done: number, total: number | null, unit: string) => void;
}

/** Reads that other writers may overtake are tried again this often. */
const ATTEMPTS = 3;

export type DetectionService = ReturnType<typeof makeDetectionService>;

/** Mining laundering in the store: brings all that it rests on up to date, detects, and names what was found. */
export function makeDetectionService({ store, analysis, ledger, hasher, breathe }: Deps) {
  /** @throws AppError cancelled when the signal fired; conflict while the ledger changes faster than it can be read */
  async function detect(request: DetectRequest, { signal = new AbortController().signal, progress = () => undefined }: DetectOptions = {}): Promise<Detection> {
    const run: Run = {
      signal,
      report: (phase, done, total, unit) => { progress({ phase, done, total, unit, from: 0, seconds: 0, counts: {} }); },
    };
    const { sources, snapshot } = await agreed({ signal, progress }, run);
    const claims = request.acceptedOnly ? sources.claims.filter(({ status }) => status === "accepted") : sources.claims;
    const located: Located[] = [];
    for (const [id, of] of groupBy(claims, ({ script }) => snapshot.ledger.addressNetwork[script] ?? 0)) {
      const columns = ofNetwork(snapshot.ledger, id);
      located.push({ network: networkById(id).name, ledger: columns, findings: await found(request, { sources, claims: of, columns }, run) });
    }
    return {
      request, method: DETECT_METHOD, basis: sources.basis,
      dataHeights: Object.fromEntries(await Promise.all(located.map(async ({ network }) => [network, await store.dataHeight(network)] as const))),
      claims: { used: claims.length, accepted: claims.filter(({ status }) => status === "accepted").length },
      findings: await named(located),
    };
  }

  /** Analysis, payouts, claims and ledger that speak of the same state. */
  async function agreed(options: Required<DetectOptions>, { signal, report }: Run): Promise<{ readonly sources: DetectionSources; readonly snapshot: LedgerSnapshot }> {
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      await analysis.analyse(options);
      const sources = await store.sources(signal);
      if (!sources.current) continue;
      const snapshot = await ledger.read(signal, ({ done, total }) => { report("reading", done, total, "rows"); });
      if (snapshot.ledgerVersion === sources.basis.ledgerVersion) return { sources, snapshot };
    }
    throw new AppError("conflict", "The ledger or the claims changed while they were read. Try again when the import has ended.");
  }

  async function found({ actor, fromTime, toTime }: DetectRequest, { sources, claims, columns }: Scene, { signal, report }: Run): Promise<readonly Finding[]> {
    const places = new Map(Array.from(columns.txId, (id, t) => [id, t]));
    const payouts = sources.payouts.flatMap(({ txId, pool, members }) => {
      const t = places.get(txId);
      return t === undefined ? [] : [{ t, pool, members }];
    });
    payouts.sort((a, b) => a.t - b.t);
    const mixes = Uint8Array.from(columns.txId, (id) => (sources.mixing.has(id) ? 1 : 0));
    const steps = findingsOf({ ledger: columns, walletOf: sources.walletOf, mixes, payouts, claims, actor, fromTime, toTime });
    for (;;) {
      const step = steps.next();
      if (step.done === true) return step.value;
      report("detecting", Math.round(step.value * columns.txCount), columns.txCount, "transactions");
      await breathe();
      if (signal.aborted) throw new AppError("cancelled", "The detection was cancelled. Findings of runs before it stay.");
    }
  }

  async function named(located: readonly Located[]): Promise<Detection["findings"]> {
    const { txIds, scripts } = rowsOf(located);
    const name = makeNaming(await store.names(txIds, scripts), hasher);
    return located.flatMap(name);
  }

  return { detect, basis: () => store.basis() };
}

interface Scene {
  readonly sources: DetectionSources;
  readonly claims: readonly ScriptClaim[];
  readonly columns: LedgerSnapshot["ledger"];
}
