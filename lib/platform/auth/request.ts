import { AppError } from "@/lib/core/errors";
import type { Principal } from "@/lib/core/policy/policy";
import { services } from "@/lib/platform/services";

export const SESSION_COOKIE = "assay_session";

/** Who sends this request. @throws AppError unauthenticated */
export async function principalOf(request: Request): Promise<Principal> {
  const token = cookie(request, SESSION_COOKIE);
  const principal = token === null ? null : await services().accounts.principalOfSession(token);
  if (principal === null) throw new AppError("unauthenticated", "Sign in first: open the address that `npm start` printed.");
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

function cookie(request: Request, name: string): string | null {
  const header = request.headers.get("cookie") ?? "";
  for (const part of header.split(";")) {
    const [key, value] = part.trim().split("=", 2);
    if (key === name && value !== undefined && value !== "") return value;
  }
  return null;
}
