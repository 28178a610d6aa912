import { PrismaPg } from "@prisma/adapter-pg";
import { PrismaClient } from "@/lib/platform/db/generated/client";

/** The client for casework tables. Bulk writes and heavy reads use `makePool`. Ends with `$disconnect()`. */
export function makePrisma(url: string): PrismaClient {
  return new PrismaClient({ adapter: new PrismaPg({ connectionString: url, application_name: "assay prisma", max: 5, connectionTimeoutMillis: 5_000 }), transactionOptions: { maxWait: 5_000, timeout: 10_000 } });
}
