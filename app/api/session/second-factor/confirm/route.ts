import { CodeBody, ConfirmedFactorDto } from "@/lib/features/accounts/accounts.contract";
import { keepSession } from "@/lib/platform/auth/cookie";
import { openRoute } from "@/lib/platform/http/route";
import { services } from "@/lib/platform/services";

export const POST = openRoute({ body: CodeBody, reply: ConfirmedFactorDto }, async ({ body, token, client, request }) => {
  const { recoveryCodes, started } = await services().secondFactor.confirm(token ?? "", body.code, client);
  return { reply: { recoveryCodes: [...recoveryCodes] }, cookies: started === null ? [] : keepSession(request, started) };
});
