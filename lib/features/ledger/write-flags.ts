import type { Flag, WriteContext } from "@/lib/features/ledger/context";

export async function writeFlags(ctx: WriteContext, flags: readonly Flag[]): Promise<void> {
  if (flags.length === 0) return;
  const { rowCount } = await ctx.sql.query(
    "INSERT INTO ledger_flag (network, subject, reason) SELECT $1, s, r FROM unnest($2::bytea[], $3::text[]) AS u(s, r) ON CONFLICT DO NOTHING",
    [ctx.network.id, flags.map(({ subject }) => Buffer.from(subject)), flags.map(({ reason }) => reason)],
  );
  if ((rowCount ?? 0) > 0) ctx.changed = true;
}
