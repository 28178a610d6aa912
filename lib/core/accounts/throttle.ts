/** How many attempts are free, and how long one waits after the next ones: twice as long each time, up to a limit. Milliseconds. */
export interface ThrottleRule {
  readonly free: number;
  readonly first: number;
  readonly most: number;
  /** After this long without an attempt all is forgotten. */
  readonly memory: number;
}

export interface ThrottleState {
  readonly attempts: number;
  readonly lastAt: Date;
  readonly openAt: Date;
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/**
 * Of an account the wait stays short: anybody who knows its e-mail address can cause it, and must not lock its owner out.
 * One guess a minute is no attack on twelve characters. Six digits need a longer wait, and only who has the password gets there.
 */
export const THROTTLES = {
  account: { free: 5, first: SECOND, most: MINUTE, memory: 60 * MINUTE },
  address: { free: 20, first: SECOND, most: 15 * MINUTE, memory: 60 * MINUTE },
  code: { free: 5, first: 30 * SECOND, most: 15 * MINUTE, memory: 24 * 60 * MINUTE },
} as const satisfies Record<string, ThrottleRule>;
export type ThrottleKind = keyof typeof THROTTLES;

/**
 * Counts an attempt before it is tried, so that attempts at the same time are counted too.
 * @returns the new state, or how many milliseconds to wait when it may not be tried yet; a refused attempt is not counted
 */
export function attempt(state: ThrottleState | null, rule: ThrottleRule, now: Date): { readonly next: ThrottleState } | { readonly wait: number } {
  const known = state !== null && now.getTime() - state.lastAt.getTime() < rule.memory ? state : null;
  if (known !== null && known.openAt > now) return { wait: known.openAt.getTime() - now.getTime() };
  const attempts = (known?.attempts ?? 0) + 1;
  const beyond = attempts - rule.free;
  const pause = beyond < 0 ? 0 : Math.min(rule.most, rule.first * 2 ** Math.min(beyond, 30));
  return { next: { attempts, lastAt: now, openAt: new Date(now.getTime() + pause) } };
}
