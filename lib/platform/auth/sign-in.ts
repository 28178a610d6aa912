import { SESSION_COOKIE } from "@/lib/platform/auth/request";
import { problem } from "@/lib/platform/http/problem";
import { services } from "@/lib/platform/services";

/**
 * The link that `npm start` prints: `/sign-in?token=…`. The token goes into no log and leaves the address bar at once; the
 * session lies in a cookie that scripts cannot read. Opening the link twice is harmless.
 */
export async function signIn(request: Request): Promise<Response> {
  try {
    const url = new URL(request.url);
    const session = await services().accounts.signInWithLink(url.searchParams.get("token") ?? "");
    const cookie = `${SESSION_COOKIE}=${session.token}; Path=/; HttpOnly; SameSite=Lax; Expires=${session.expiresAt.toUTCString()}`;
    return new Response(null, { status: 303, headers: { location: "/", "set-cookie": cookie, "cache-control": "no-store", "referrer-policy": "no-referrer" } });
  } catch (error) {
    return problem(error, crypto.randomUUID());
  }
}
