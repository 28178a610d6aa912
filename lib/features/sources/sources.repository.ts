import { AppError } from "@/lib/core/errors";
import type { LoggedRequest, OutboundLog, OutboundLogReader } from "@/lib/features/sources/sources.ports";
import type { Db } from "@/lib/platform/db/pool";

/** Postgres text cannot hold NUL, and a log line is one line. */
const oneLine = (text: string): string => text.replace(/\p{Cc}+/gu, " ");

/** The log of requests that leave the machine. Outside any transaction: a request stays asked when its import rolls back. */
export function makeOutboundLog(db: Db): OutboundLog & OutboundLogReader {
  return {
    begin: async ({ source, what }) => {
      const { rows } = await db.query<{ id: bigint }>("INSERT INTO outbound_request (source, what) VALUES ($1, $2) RETURNING id", [oneLine(source), oneLine(what)]);
      const id = rows[0]?.id;
      if (id === undefined) throw new AppError("database_unavailable", "The log of outbound requests could not be written, so nothing was sent.");
      return id;
    },
    end: async (id, { status, bytes, millis, error }) => {
      await db.query("UPDATE outbound_request SET status = $2, bytes = $3, millis = $4, error = $5 WHERE id = $1", [id, status, bytes, millis, error === null ? null : oneLine(error)]);
    },
    recent: async (limit) => {
      const { rows } = await db.query<LoggedRequest & { id: bigint }>("SELECT at, source, what, status, bytes, millis, error FROM outbound_request ORDER BY id DESC LIMIT $1", [limit]);
      return rows;
    },
  };
}
