import pg from "pg";
import type { Db } from "@/lib/platform/db/pool";

export interface Table {
  readonly name: string;
  readonly columns: string[];
}

/** The ledger of migrations is made anew, and who works at this moment is nothing to keep. */
const LEFT_OUT = ["_prisma_migrations", "worker"];

/** The tables of the database, each after those its foreign keys refer to. */
export async function listTables(db: Db): Promise<Table[]> {
  const { rows } = await db.query<Table>(
    `SELECT c.relname AS name, array_agg(a.attname::text ORDER BY a.attnum) AS columns
     FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
     WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '' AND c.relname <> ALL($1)
     GROUP BY c.relname ORDER BY c.relname`,
    [LEFT_OUT],
  );
  const { rows: keys } = await db.query<{ child: string; parent: string }>(
    `SELECT child.relname AS child, parent.relname AS parent FROM pg_constraint k
     JOIN pg_class child ON child.oid = k.conrelid JOIN pg_class parent ON parent.oid = k.confrelid
     WHERE k.contype = 'f' AND k.connamespace = current_schema()::regnamespace AND k.conrelid <> k.confrelid`,
  );
  const ordered: Table[] = [];
  for (let waiting = rows; waiting.length > 0; ) {
    const ready = waiting.filter(({ name }) => keys.every(({ child, parent }) => child !== name || ordered.some((table) => table.name === parent)));
    if (ready.length === 0) throw new Error("foreign keys go round in a circle");
    ordered.push(...ready);
    waiting = waiting.filter((table) => !ready.includes(table));
  }
  return ordered;
}

export const quotedColumns = ({ columns }: Table): string => columns.map((column) => pg.escapeIdentifier(column)).join(", ");

/** Lets every sequence go on after the largest value in its column. */
export async function resetSequences(db: Db): Promise<void> {
  const { rows } = await db.query<{ sequence: string; table: string; column: string }>(
    `SELECT s.oid::regclass::text AS sequence, t.relname AS table, a.attname AS column
     FROM pg_class s JOIN pg_depend d ON d.objid = s.oid AND d.deptype IN ('a', 'i') AND d.refobjsubid > 0
     JOIN pg_class t ON t.oid = d.refobjid JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = d.refobjsubid
     WHERE s.relkind = 'S' AND t.relnamespace = current_schema()::regnamespace`,
  );
  for (const { sequence, table, column } of rows) {
    const largest = `(SELECT max(${pg.escapeIdentifier(column)}) FROM ${pg.escapeIdentifier(table)})`;
    await db.query(`SELECT setval($1::regclass, coalesce(${largest}, 1), ${largest} IS NOT NULL)`, [sequence]);
  }
}
