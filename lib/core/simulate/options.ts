import { AppError, type Issue } from "@/lib/core/errors";

/** The size and density of a simulated economy. */
export interface SimulationOptions {
  /** Same options, same bytes. */
  readonly seed: number;
  readonly days: number;
  /** Mean seconds between blocks. */
  readonly blockSeconds: number;
  readonly users: number;
  /** Mean seconds between the payments of one user. */
  readonly userSeconds: number;
  /** Pools, in this order: two that pay in batches and in chains, one by a tree of transactions, one in the coinbase itself. */
  readonly pools: number;
  /** Members of each pool who mine with own machines. */
  readonly miners: number;
  /** Customers of the rental service who pay with clean coins. */
  readonly renters: number;
  /** Those who rent their machines out and are paid by the rental service. */
  readonly sellers: number;
  readonly launderers: number;
}

/** A month of it has some six and a half thousand transactions, two thirds of them coinbases. */
export const DEFAULT_OPTIONS: SimulationOptions = {
  seed: 1, days: 30, blockSeconds: 600, users: 60, userSeconds: 100_000, pools: 4, miners: 60, renters: 6, sellers: 10, launderers: 1,
};

const LIMITS: Readonly<Record<keyof SimulationOptions, readonly [number, number]>> = {
  seed: [0, Number.MAX_SAFE_INTEGER],
  days: [1, 3_650],
  blockSeconds: [60, 86_400],
  users: [10, 1_000_000],
  userSeconds: [600, 31_536_000],
  pools: [2, 4],
  miners: [2, 100_000],
  renters: [0, 100_000],
  sellers: [1, 100_000],
  launderers: [0, 100],
};

/**
 * The defaults with what is given in their place.
 * @throws AppError invalid_input, one issue an option that is no whole number within its limits.
 */
export function simulationOptions(given: Partial<SimulationOptions>): SimulationOptions {
  const options = { ...DEFAULT_OPTIONS, ...given };
  const issues: Issue[] = [];
  for (const [name, [min, max]] of Object.entries(LIMITS)) {
    const value = options[name as keyof SimulationOptions];
    if (!Number.isSafeInteger(value) || value < min || value > max) issues.push({ path: name, message: `must be a whole number from ${min} to ${max}` });
  }
  if (issues.length === 0) return options;
  const text = issues.map((issue) => `${issue.path} ${issue.message}`).join("; ");
  throw new AppError("invalid_input", `This economy cannot be simulated: ${text}.`, { issues });
}
