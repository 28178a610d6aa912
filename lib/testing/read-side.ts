import { makeReadServices } from "@/lib/platform/services";
import { makeTestAnalysis } from "@/lib/testing/analysis";
import { LedgerSeed } from "@/lib/testing/ledger-seed";
import { freshDatabase, type TestDatabase } from "@/lib/testing/database";

export interface ReadSide extends ReturnType<typeof makeReadServices> {
  readonly db: TestDatabase;
  readonly seed: LedgerSeed;
  /** Wallets, histories and flows of what was seeded, by the real analysis. */
  readonly analyse: () => Promise<void>;
}

/** A fresh database with everything that reads it, for tests of what is shown of a small ledger. */
export async function openReadSide(): Promise<ReadSide> {
  const db = await freshDatabase();
  const analysis = makeTestAnalysis(db.pool);
  return {
    ...makeReadServices(db.pool),
    db,
    seed: new LedgerSeed(db.pool),
    analyse: async () => {
      await analysis.analyse();
    },
  };
}

/** Every item of a list that comes in pages. */
export async function allPages<Item>(page: (cursor: string | undefined) => Promise<{ readonly items: readonly Item[]; readonly nextCursor: string | null }>): Promise<Item[]> {
  const items: Item[] = [];
  let cursor: string | undefined;
  for (;;) {
    const { items: found, nextCursor } = await page(cursor);
    items.push(...found);
    if (nextCursor === null) return items;
    cursor = nextCursor;
  }
}
