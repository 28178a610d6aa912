import type { StartedSession } from "@/lib/features/accounts/accounts.service";
import { env } from "@/lib/platform/env";

export const SESSION_COOKIE = "assay_session";
/** Over TLS the browser keeps it to this host and to TLS, and lets no neighbour set it. */
const SECURE_COOKIE = `__Host-${SESSION_COOKIE}`;
const ATTRIBUTES = "Path=/; HttpOnly; SameSite=Lax";

/** The token that a request carries, of whatever session. */
export function sessionToken(request: Request): string | null {
  const cookies = new Map(
    (request.headers.get("cookie") ?? "").split(";").map((part): [string, string] => {
      const [name = "", value = ""] = part.trim().split("=", 2);
      return [name, value];
    }),
  );
  const token = cookies.get(SECURE_COOKIE) ?? cookies.get(SESSION_COOKIE) ?? "";
  return token === "" ? null : token;
}

/** Scripts cannot read it, other sites cannot send it with a change. */
export const keepSession = (request: Request, { token, expiresAt }: StartedSession): readonly string[] => [
  isSecure(request) ? `${SECURE_COOKIE}=${token}; ${ATTRIBUTES}; Secure; Expires=${expiresAt.toUTCString()}` : `${SESSION_COOKIE}=${token}; ${ATTRIBUTES}; Expires=${expiresAt.toUTCString()}`,
];

export const dropSession = (): readonly string[] => [`${SESSION_COOKIE}=; ${ATTRIBUTES}; Max-Age=0`, `${SECURE_COOKIE}=; ${ATTRIBUTES}; Secure; Max-Age=0`];

/** Browsers state with each change where it comes from; we ourselves speak plain HTTP behind a reverse proxy. */
const isSecure = (request: Request): boolean => (request.headers.get("origin") ?? "").startsWith("https://") || (env().publicUrl ?? "").startsWith("https://");
