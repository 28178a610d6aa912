import { DoneDto, SessionParams } from "@/lib/features/accounts/accounts.contract";
import { route } from "@/lib/platform/http/route";
import { services } from "@/lib/platform/services";

export const POST = route({ action: "account.self", params: SessionParams, reply: DoneDto }, async ({ principal, params }) => {
  await services().accounts.revoke(principal, params.sessionId);
  return {};
});
