import type { Principal } from "@/lib/core/policy/policy";

/**
 * How far a session is. Only `signed-in` opens anything: `code` waits for the second factor, `enrolment` for a person who
 * needs one and has none yet.
 */
export const SESSION_STAGES = ["code", "enrolment", "signed-in"] as const;
export type SessionStage = (typeof SESSION_STAGES)[number];

/** Milliseconds: how long a session lasts at most, and how long without a request. */
export interface Lifetime {
  readonly most: number;
  readonly idle: number;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Between password and second factor. */
export const PENDING_LIFETIME: Lifetime = { most: 10 * MINUTE, idle: 10 * MINUTE };

type Holder = Pick<Principal, "kind" | "role">;

/** Those who can let others in are signed out sooner. The owner sits at the machine. */
export function lifetimeOf({ kind, role }: Holder): Lifetime {
  if (kind === "local-owner") return { most: 30 * DAY, idle: 30 * DAY };
  return needsSecondFactor({ kind, role }) ? { most: 8 * HOUR, idle: 30 * MINUTE } : { most: DAY, idle: 8 * HOUR };
}

/** Team leads and admins sign in with a second factor or not at all. */
export const needsSecondFactor = ({ kind, role }: Holder): boolean => kind === "user" && (role === "team-lead" || role === "admin");

export function stageAfterPassword(holder: Holder, hasSecondFactor: boolean): SessionStage {
  if (hasSecondFactor) return "code";
  return needsSecondFactor(holder) ? "enrolment" : "signed-in";
}
