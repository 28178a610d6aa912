import { clientOf } from "@/lib/platform/auth/client-address";
import { keepSession } from "@/lib/platform/auth/cookie";
import { problem } from "@/lib/platform/http/problem";
import { services } from "@/lib/platform/services";

/**
 * The link that `npm start` prints: `/sign-in?token=…`. The token goes into no log and leaves the address bar at once; the
 * session lies in a cookie that scripts cannot read. Opening the link twice is harmless. Without a token the way leads to the
 * page where one signs in.
 */
export async function signIn(request: Request): Promise<Response> {
  try {
    const token = new URL(request.url).searchParams.get("token");
    if (token === null) return home([]);
    return home(keepSession(request, await services().accounts.signInWithLink(token, clientOf(request))));
  } catch (error) {
    return problem(error, crypto.randomUUID());
  }
}

function home(cookies: readonly string[]): Response {
  const headers = new Headers({ location: "/", "cache-control": "no-store", "referrer-policy": "no-referrer" });
  for (const cookie of cookies) headers.append("set-cookie", cookie);
  return new Response(null, { status: 303, headers });
}
