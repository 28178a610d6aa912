import { createServer } from "node:net";
import { AppError } from "@/lib/core/errors";
import type { Env } from "@/lib/platform/env";

const TRIES = 100;

/** Whether one may listen there at this moment. @throws AppError when the host is none of this machine's */
export const isPortFree = (host: string, port: number): Promise<boolean> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EADDRINUSE") resolve(false);
      else if (error.code === "EACCES") reject(new AppError("conflict", `PORT: this account may not listen on port ${port}. Choose one above 1023.`, { cause: error }));
      else reject(new AppError("conflict", `HOST: cannot listen on ${host} (${error.message}). Unset HOST to use 127.0.0.1.`, { cause: error }));
    });
    server.listen({ host, port, exclusive: true }, () => {
      server.close(() => {
        resolve(true);
      });
    });
  });

/** The port to serve on: the one set by hand or none, else the first free one from 3000 on. */
export async function choosePort({ host, port, portByHand }: Pick<Env, "host" | "port" | "portByHand">, from = port): Promise<number> {
  if (await isPortFree(host, from)) return from;
  if (portByHand) throw new AppError("conflict", `PORT: port ${port} is taken by another program. Stop that one, set another PORT, or unset PORT to take the next free one.`);
  for (let next = from + 1; next < port + TRIES && next <= 65535; next += 1) if (await isPortFree(host, next)) return next;
  throw new AppError("conflict", `No free port from ${port} to ${port + TRIES - 1} on ${host}. Set PORT to a free one.`);
}

/** Where a browser on this machine finds a server that listens on `host`. */
export function originOf(host: string, port: number): string {
  const any = host === "0.0.0.0" || host === "::" || host === "[::]";
  const name = any ? "127.0.0.1" : host.includes(":") && !host.startsWith("[") ? `[${host}]` : host;
  return `http://${name}:${port}`;
}
