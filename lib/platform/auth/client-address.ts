import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage } from "node:http";
import type { Client } from "@/lib/features/accounts/accounts.ports";
import { env } from "@/lib/platform/env";

const STAMP = "x-assay-connection";
const MAX_AGENT = 200;

/**
 * Next hides the connection from route handlers, and its x-forwarded-for is whatever the client wrote. So each request gets a
 * header with the address of its connection as it comes in, in place of what the client may have sent under that name.
 */
export function stampClientAddresses(): void {
  subscribe("http.server.request.start", (message) => {
    const { request } = message as { readonly request: IncomingMessage };
    request.headers[STAMP] = request.socket.remoteAddress ?? "";
  });
}

/** Behind a reverse proxy its own header counts, and of several values in it the last, which is the one it wrote. */
export function clientOf({ headers }: Pick<Request, "headers">): Client {
  const name = env().clientAddressHeader ?? STAMP;
  const address = (headers.get(name) ?? "").split(",").at(-1)?.trim() ?? "";
  return { address: address.slice(0, 60), agent: (headers.get("user-agent") ?? "").replace(/[^\x20-\x7e]/g, "").slice(0, MAX_AGENT) };
}
