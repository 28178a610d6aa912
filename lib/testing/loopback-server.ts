import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { LoggedRequest, OutboundLog, OutboundOutcome } from "@/lib/features/sources/sources.ports";

export interface LoopbackServer {
  /** http://127.0.0.1:port */
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
}

export type Answer = (request: IncomingMessage, response: ServerResponse, body: string) => unknown;

/** A real HTTP server on loopback. Closing drops open connections: some of them are meant to hang. */
export async function loopbackServer(answer: Answer, port = 0): Promise<LoopbackServer> {
  const server = createServer((request, response) => {
    void (async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      await answer(request, response, Buffer.concat(chunks).toString("utf8"));
    })().catch((error: unknown) => response.destroy(error instanceof Error ? error : undefined));
  });
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  const bound = (server.address() as AddressInfo).port;
  return {
    url: `http://127.0.0.1:${bound}`,
    port: bound,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

export const sendJson = (response: ServerResponse, value: unknown, status = 200): void => {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(value));
};

/** The outbound log in memory: what left, in order. */
export function memoryLog(): OutboundLog & { readonly rows: Omit<LoggedRequest, "at">[] } {
  const rows: Omit<LoggedRequest, "at">[] = [];
  return {
    rows,
    begin: async ({ source, what }) => BigInt(rows.push({ source, what, status: null, bytes: null, millis: null, error: null }) - 1),
    end: async (id: bigint, outcome: OutboundOutcome) => {
      const index = parseInt(id.toString(), 10);
      rows[index] = { ...rows[index]!, ...outcome };
    },
  };
}
