import { OwnSessions } from "@/lib/features/accounts/accounts.contract";
import { toOwnSessionDto } from "@/lib/features/accounts/accounts.dto";
import { sessionToken } from "@/lib/platform/auth/cookie";
import { route } from "@/lib/platform/http/route";
import { services } from "@/lib/platform/services";

export const GET = route({ action: "account.self", reply: OwnSessions }, async ({ principal, request }) => {
  const { accounts } = services();
  const [all, current] = await Promise.all([accounts.sessions(principal), accounts.session(sessionToken(request) ?? "")]);
  return { sessions: all.map((one) => toOwnSessionDto(one, current?.id ?? null)) };
});
