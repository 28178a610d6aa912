import { PasswordByLinkBody, StageDto } from "@/lib/features/accounts/accounts.contract";
import { keepSession } from "@/lib/platform/auth/cookie";
import { openRoute } from "@/lib/platform/http/route";
import { services } from "@/lib/platform/services";

export const POST = openRoute({ body: PasswordByLinkBody, reply: StageDto }, async ({ body, client, request }) => {
  const started = await services().passwords.setByLink(body.token, body.password, client);
  return { reply: { stage: started.stage }, cookies: keepSession(request, started) };
});
