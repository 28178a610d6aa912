import { RoleHintsBody, RoleHintsDto } from "@/lib/features/claims/claims.contract";
import { route } from "@/lib/platform/http/route";
import { services } from "@/lib/platform/services";

/** A POST, since a graph chooses more wallets than an address line holds. */
export const POST = route({ action: "claim.read", body: RoleHintsBody, reply: RoleHintsDto }, async ({ body }) => ({ hints: [...(await services().roleHints.hints(body.wallets, body.roles))] }));
