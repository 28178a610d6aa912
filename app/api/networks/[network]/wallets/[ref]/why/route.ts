import { WhyDto, WhyQuery } from "@/lib/features/why/why.contract";
import { toWhyDto } from "@/lib/features/why/why.dto";
import { SubjectParams } from "@/lib/features/wire/wire.contract";
import { route } from "@/lib/platform/http/route";
import { services } from "@/lib/platform/services";

/** A page shows no longer chain; the command line does. */
const MOST_LINKS = 1_000;

export const GET = route({ action: "ledger.read", params: SubjectParams, query: WhyQuery, reply: WhyDto }, async ({ params, query }) =>
  toWhyDto(await services().why.why({ network: params.network, from: params.ref, to: query.to }, MOST_LINKS)),
);
