import { type Disposition, needsReason } from "@/lib/core/casework/disposition";
import { DETECT_METHOD } from "@/lib/core/detect/detect";
import { AppError } from "@/lib/core/errors";
import type { Page, PageRequest } from "@/lib/core/page";
import { can, type Action, type Principal } from "@/lib/core/policy/policy";
import type { ClaimView } from "@/lib/features/claims/claims-read.ports";
import type { ListedClaim } from "@/lib/features/claims/claims-list.ports";
import type { ClaimListService } from "@/lib/features/claims/claims-list.service";
import { type Detection, type DetectRequest, HUNT } from "@/lib/features/detection/detection.ports";
import type { DetectionService, DetectOptions } from "@/lib/features/detection/detection.service";
import type { DetectionRun, FindingCount, FindingCursor, FindingFilter, FindingReader, InFindingTransaction, RunCounts, StoredFinding } from "@/lib/features/detection/findings.ports";

interface Deps {
  readonly detection: DetectionService;
  readonly reader: FindingReader;
  readonly claims: Pick<ClaimListService, "history">;
  readonly inTransaction: InFindingTransaction;
  readonly newId: () => string;
}

/** Which run the stored findings are of, and whether data or claims have changed since. */
export interface AsOf {
  readonly run: DetectionRun | null;
  readonly stale: boolean;
}

export interface Hunt {
  readonly detection: Detection;
  readonly run: { readonly id: string } & RunCounts;
}

export type FindingPage = Page<StoredFinding> & AsOf & { readonly counts: readonly FindingCount[] };
export type FindingService = ReturnType<typeof makeFindingService>;

/** Findings over all runs: each once, with what people made of it. */
export function makeFindingService({ detection, reader, claims, inTransaction, newId }: Deps) {
  const asOf = async (): Promise<AsOf> => {
    const [run, basis] = await Promise.all([reader.lastWhole(), detection.basis()]);
    if (run === null) return { run, stale: true };
    const { generation, ledgerVersion, claims } = run.basis;
    return { run, stale: run.method !== DETECT_METHOD || generation !== basis.generation || ledgerVersion !== basis.ledgerVersion || claims !== basis.claims };
  };

  /** Detects and keeps what was found. @throws AppError cancelled, conflict (see DetectionService) */
  const hunt = async (principal: Principal, request: DetectRequest, options: DetectOptions = {}): Promise<Hunt> => {
    demand(principal, "finding.detect");
    const found = await detection.detect(request, options);
    const [id, whole] = [newId(), isWhole(request)];
    const counts = await inTransaction(async ({ findings, audit }) => {
      const saved = await findings.save({ id, accountId: principal.accountId, whole, detection: found });
      await audit.record({ actorId: principal.accountId, action: "detection.run", target: `detection:${id}`, payload: { method: found.method, whole, ...saved } });
      return saved;
    });
    return { detection: found, run: { id, ...counts } };
  };

  return {
    hunt,
    asOf,

    /** Hunts where data, claims or method have changed since the last time. */
    upToDate: async (principal: Principal, options: DetectOptions = {}): Promise<void> => {
      if ((await asOf()).stale) await hunt(principal, HUNT, options);
    },

    page: async (principal: Principal, filter: FindingFilter, { cursor, limit }: PageRequest): Promise<FindingPage> => {
      demand(principal, "finding.read");
      const [rows, counts, state] = await Promise.all([reader.page(filter, { cursor: cursor === undefined ? null : parseCursor(cursor), limit: limit + 1 }), reader.counts(), asOf()]);
      const items = rows.slice(0, limit);
      const last = items.at(-1);
      return { items, nextCursor: rows.length > limit && last !== undefined ? `${last.rank}.${last.finding.id}` : null, counts, ...state };
    },

    /** @throws AppError not_found */
    get: async (principal: Principal, id: string): Promise<StoredFinding> => {
      demand(principal, "finding.read");
      return present(await reader.get(id));
    },

    /** The claims that a finding rests on, as they are now; those of cases that the reader may not see are missing. */
    claimsOf: async (principal: Principal, { finding }: StoredFinding): Promise<readonly ClaimView[]> => {
      demand(principal, "finding.read");
      const found = await Promise.all(finding.restsOn.map(({ id }) => claims.history(principal, id).catch(unlessHidden)));
      return found.flatMap((versions) => versions.at(-1) ?? []).map(plain);
    },

    /** @param change.version the version that the caller saw @throws AppError not_found, conflict (told differently meanwhile), invalid_input (dismissed without a reason) */
    dispose: async (principal: Principal, id: string, change: { readonly disposition: Disposition; readonly reason: string | null; readonly version: number }): Promise<StoredFinding> => {
      demand(principal, "finding.dispose");
      if (needsReason(change.disposition) && (change.reason ?? "").trim() === "") throw new AppError("invalid_input", "Dismissing a finding needs a reason.", { issues: [{ path: "reason", message: "is missing" }] });
      await inTransaction(async ({ findings, audit }) => {
        const held = present(await findings.hold(id));
        if (held.version !== change.version) throw new AppError("conflict", "The finding was told differently meanwhile; look at it again.");
        await findings.dispose(id, { ...change, accountId: principal.accountId });
        await audit.record({ actorId: principal.accountId, action: `finding.${change.disposition}`, target: `finding:${id}`, payload: { from: held.disposition, reason: change.reason, version: change.version } });
      });
      return present(await reader.get(id));
    },
  };
}

const isWhole = ({ actor, fromTime, toTime, acceptedOnly }: DetectRequest): boolean => actor === null && fromTime === null && toTime === null && !acceptedOnly;

const plain = ({ change: _change, reviewer: _reviewer, reason: _reason, pack: _pack, ...claim }: ListedClaim): ClaimView => claim;

function unlessHidden(error: unknown): readonly ListedClaim[] {
  if (error instanceof AppError && error.code === "not_found") return [];
  throw error;
}

function parseCursor(cursor: string): FindingCursor {
  const match = /^(\d{1,4})\.([0-9a-f]{20})$/.exec(cursor);
  if (match === null) throw new AppError("invalid_input", "The cursor does not come from a page of this list. Start from the first page.");
  return { rank: parseInt(match[1] ?? "", 10), id: match[2] ?? "" };
}

function demand(principal: Principal, action: Action): void {
  if (!can(principal, action)) throw new AppError("forbidden", "Your role does not allow this.");
}

function present<Found>(found: Found | null): Found {
  if (found === null) throw new AppError("not_found", "There is no such finding.");
  return found;
}
