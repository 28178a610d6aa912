import { ChangePasswordBody, DoneDto } from "@/lib/features/accounts/accounts.contract";
import { clientOf } from "@/lib/platform/auth/client-address";
import { route } from "@/lib/platform/http/route";
import { services } from "@/lib/platform/services";

export const POST = route({ action: "account.self", body: ChangePasswordBody, reply: DoneDto }, async ({ principal, body, request }) => {
  await services().passwords.change(principal, body, clientOf(request));
  return {};
});
