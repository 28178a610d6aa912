import { AppError } from "@/lib/core/errors";
import type { Principal } from "@/lib/core/policy/policy";
import { sessionToken } from "@/lib/platform/auth/cookie";
import { services } from "@/lib/platform/services";

/** Who sends this request. @throws AppError unauthenticated */
export async function principalOf(request: Request): Promise<Principal> {
  const token = sessionToken(request);
  const principal = token === null ? null : await services().accounts.principalOfSession(token);
  if (principal === null) throw new AppError("unauthenticated", "Sign in first: with your e-mail address and password, or with the address that `npm start` printed.");
  return principal;
}

/**
 * Cross-site requests must not change anything. Browsers send Origin with every request that may; a request without one
 * comes from a program, which has no cookie it did not ask for.
 */
export function refuseForeignOrigin(request: Request): void {
  if (request.method === "GET" || request.method === "HEAD") return;
  const site = request.headers.get("sec-fetch-site");
  const origin = request.headers.get("origin");
  const foreign = (site !== null && site !== "same-origin") || (origin !== null && !sameHost(origin, request.headers.get("host")));
  if (foreign) throw new AppError("forbidden", "This request comes from another site.");
}

function sameHost(origin: string, host: string | null): boolean {
  return host !== null && URL.canParse(origin) && new URL(origin).host === host;
}
