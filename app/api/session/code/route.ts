import { CodeBody, StageDto } from "@/lib/features/accounts/accounts.contract";
import { keepSession } from "@/lib/platform/auth/cookie";
import { openRoute } from "@/lib/platform/http/route";
import { services } from "@/lib/platform/services";

export const POST = openRoute({ body: CodeBody, reply: StageDto }, async ({ body, token, client, request }) => {
  const started = await services().signIn.giveCode(token ?? "", body.code, client);
  return { reply: { stage: started.stage }, cookies: keepSession(request, started) };
});
