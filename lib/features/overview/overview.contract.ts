import { z } from "zod";
import { NetworkDto, TimeDto } from "@/lib/features/wire/wire.contract";

/** What the store holds, for the home page and the coverage page. Heights are of complete blocks on the best chain. */
export const CoverageDto = z.strictObject({ ranges: z.array(z.strictObject({ network: NetworkDto, from: z.int(), to: z.int() })) });
export const OverviewDto = z.strictObject({
  networks: z.array(z.strictObject({ network: NetworkDto, transactions: z.int(), blocks: z.int(), addresses: z.int(), synthetic: z.boolean(), firstTime: TimeDto.nullable(), lastTime: TimeDto.nullable() })),
  coverage: CoverageDto,
  analysis: z.strictObject({ generation: z.int(), upToDate: z.boolean(), wallets: z.int(), multiAddressWallets: z.int(), coinjoins: z.int(), flows: z.int(), at: TimeDto }).nullable(),
  /** Where an investigator may begin in the synthetic sample, when it is loaded. */
  start: z.strictObject({ network: NetworkDto, ref: z.string() }).nullable(),
});
export type OverviewDto = z.output<typeof OverviewDto>;
