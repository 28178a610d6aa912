/** One thing that happened, told in the same database transaction as the change itself. `payload` holds no secrets. */
export interface AuditEntry {
  readonly actorId: string;
  /** Feature and past participle: `claim.created`, `job.cancelled`. */
  readonly action: string;
  /** What it happened to: a kind and an id, `claim:…`. */
  readonly target: string;
  readonly caseId?: string;
  readonly payload?: unknown;
}

export interface AuditLog {
  record(entry: AuditEntry): Promise<void>;
}
