import { RecordError } from "@/lib/core/packs/record";

/** An object as parsed from JSON; its members are looked at one by one. */
export type Members = Readonly<Record<string, unknown>>;

export const membersOf = (value: unknown): Members | null => (typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Members) : null);

export const listOf = (value: unknown): readonly unknown[] | null => (Array.isArray(value) ? (value as readonly unknown[]) : null);

/** @throws RecordError unless it is a list or absent */
export function listIn(members: Members, field: string): readonly unknown[] {
  const value = members[field] ?? [];
  const list = listOf(value);
  if (list === null) throw new RecordError(`its ${field} is not a list`);
  return list;
}
