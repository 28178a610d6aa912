import { SessionStateDto, SignInBody, StageDto } from "@/lib/features/accounts/accounts.contract";
import { keepSession } from "@/lib/platform/auth/cookie";
import { openRoute } from "@/lib/platform/http/route";
import { services } from "@/lib/platform/services";

export const GET = openRoute({ reply: SessionStateDto }, async ({ token }) => ({ reply: await stateOf(token) }));

export const POST = openRoute({ body: SignInBody, reply: StageDto }, async ({ body, client, request }) => {
  const started = await services().signIn.signIn(body, client);
  return { reply: { stage: started.stage }, cookies: keepSession(request, started) };
});

async function stateOf(token: string | null): Promise<SessionStateDto> {
  const { accounts, secondFactor } = services();
  const session = token === null ? null : await accounts.session(token);
  if (session?.stage !== "signed-in") return { stage: session?.stage ?? "none", account: null };
  const { accountId, name, kind, role, hasSecondFactor } = session.account;
  return { stage: session.stage, account: { accountId, name, kind, role, hasSecondFactor, recoveryCodesLeft: await secondFactor.recoveryCodesLeft(accountId) } };
}
