import { canonicalJson } from "@/lib/core/canonical-json";

/** A result as it was printed. */
export type Printed = Readonly<Record<string, unknown>> & { readonly address: string };

export interface Since<Result> {
  /** New ones, and those of which something changed: what, and the verdict before (null: not screened before). */
  readonly results: readonly (Result & { readonly changed: readonly string[]; readonly before: unknown })[];
  readonly unchanged: number;
  /** Screened before, and not asked for now. */
  readonly missing: readonly string[];
}

/** What differs from an earlier screening, address by address. */
export function changesSince<Result extends Printed>(previous: readonly Printed[], now: readonly Result[]): Since<Result> {
  const before = new Map(previous.map((result) => [result.address, result]));
  const results = now.flatMap((result) => {
    const earlier = before.get(result.address);
    if (earlier === undefined) return [{ ...result, changed: ["address"], before: null }];
    const changed = Object.keys(result).filter((field) => canonicalJson(result[field]) !== canonicalJson(earlier[field]));
    return changed.length === 0 ? [] : [{ ...result, changed, before: earlier["verdict"] ?? null }];
  });
  const asked = new Set(now.map(({ address }) => address));
  return { results, unchanged: now.length - results.length, missing: previous.map(({ address }) => address).filter((address) => !asked.has(address)) };
}
