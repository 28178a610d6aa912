import { DoneDto, NoBody } from "@/lib/features/accounts/accounts.contract";
import { dropSession } from "@/lib/platform/auth/cookie";
import { openRoute } from "@/lib/platform/http/route";
import { services } from "@/lib/platform/services";

export const POST = openRoute({ body: NoBody, reply: DoneDto }, async ({ token }) => {
  if (token !== null) await services().accounts.end(token);
  return { reply: {}, cookies: dropSession() };
});
