import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { openPack } from "@/lib/platform/packs/open-pack";
import { makeServices, type Services } from "@/lib/platform/services";
import { freshDatabase, type TestDatabase } from "@/lib/testing/database";
import { fileAt, importInto } from "@/lib/testing/ledger-dump";
import type { SimulatedEconomy } from "@/lib/testing/simulated";

/** A simulated economy in a database of its own, with the services that read it. */
export interface EconomyStore {
  readonly db: TestDatabase;
  readonly services: Services;
  /** What an analyst knows at the start, by the label pack. */
  claimAll(status: "proposed" | "accepted"): Promise<void>;
  close(): Promise<void>;
}

export async function economyStore(economy: SimulatedEconomy): Promise<EconomyStore> {
  const folder = mkdtempSync(path.join(tmpdir(), "assay-economy-"));
  const db = await freshDatabase();
  const services = makeServices({ databaseUrl: db.url, home: folder, limits: {} });
  const file = path.join(folder, "txs.ndjson");
  writeFileSync(file, economy.transactions);
  await importInto(db.pool, [fileAt(file)], { network: "testnet3" });
  return {
    db,
    services,
    claimAll: async (status) => {
      const pack = path.join(folder, "claims.yaml");
      writeFileSync(pack, economy.claims);
      const opened = await openPack({ path: pack, name: "claims.yaml", format: "auto", source: null, network: null, columns: {} });
      await services.claimImports.run(await services.accounts.localOwner(), { pack: opened, status, dryRun: false });
    },
    close: async () => {
      await services.close();
      await db.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
