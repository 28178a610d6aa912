import type { Sql } from "@/lib/features/ledger/sql";

/** What the reads of a trace need of its connection. */
export type Reads = Pick<Sql, "query" | "copyOut">;

/** Row ids as a Postgres array, for COPY, which takes no parameters. */
export const idArray = (ids: readonly number[]): string => `'{${ids.join(",")}}'::int8[]`;
