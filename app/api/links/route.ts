import { LinkBody, LinkDto } from "@/lib/features/accounts/accounts.contract";
import { openRoute } from "@/lib/platform/http/route";
import { services } from "@/lib/platform/services";

/** Whose one-time link this is; a POST, so that the secret stands in no address. */
export const POST = openRoute({ body: LinkBody, reply: LinkDto }, async ({ body }) => {
  const { email, hasPassword } = await services().passwords.ofLink(body.token);
  return { reply: { email, isNew: !hasPassword } };
});
