import { once } from "node:events";
import { createServer, connect, type AddressInfo, type Socket } from "node:net";

/** What to do at a message of the client: pass it on; cut the connection instead of, or right after, passing it on; or make the server refuse it. */
type Fault = "cut-before" | "cut-after" | "refuse";

export interface PostgresProxy {
  /** The database's URL, through this proxy. */
  readonly url: string;
  /** Of all clients since the last `fail`: statements, their data, and their ends. */
  readonly messages: number;
  /** Counts from now, and does this at the n-th message, once. @param text only messages with this in them count */
  fail(n: number, fault: Fault, text?: string): void;
  close(): Promise<void>;
}

/** Every step at which a statement can be told (Query, Parse), run (Query, Sync), fed or ended (CopyData, CopyDone). */
const COUNTED: Readonly<Record<Fault, string>> = { "cut-before": "QPdc", refuse: "QPdc", "cut-after": "QSdc" };

/** A proxy on loopback that understands so much of Postgres' protocol that it can fail any one message of a client. */
export async function postgresProxy(databaseUrl: string): Promise<PostgresProxy> {
  const target = new URL(databaseUrl);
  const state = { messages: 0, failAt: 0, fault: "cut-before" as Fault, text: "" };
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(parseInt(target.port, 10), target.hostname);
    for (const socket of [client, upstream]) {
      socket.setNoDelay(true);
      sockets.add(socket);
      socket.on("error", () => undefined); // a reset is what these tests are about
      socket.on("close", () => sockets.delete(socket));
    }
    upstream.pipe(client);
    upstream.on("close", () => client.destroy());
    // The server still gets what was passed on, and then the end.
    client.on("close", () => upstream.unpipe().resume().end());
    const frames = new Frames();
    client.on("data", (chunk) => {
      for (const frame of frames.take(chunk)) {
        const counts = frame.kind !== "" && COUNTED[state.fault].includes(frame.kind) && frame.bytes.includes(state.text);
        if (counts) state.messages += 1;
        const fault = counts && state.messages === state.failAt ? state.fault : null;
        if (fault === "refuse") upstream.write(refused(frame));
        else if (fault !== "cut-before") upstream.write(frame.bytes);
        if (fault === "cut-before" || fault === "cut-after") {
          client.destroy();
          return;
        }
      }
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = new URL(databaseUrl);
  url.port = (server.address() as AddressInfo).port.toString();
  return {
    url: url.href,
    get messages() {
      return state.messages;
    },
    fail: (failAt, fault, text = "") => void Object.assign(state, { messages: 0, failAt, fault, text }),
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}

interface Frame {
  /** Empty for the first message of a connection, which has no letter. */
  readonly kind: string;
  readonly bytes: Buffer;
}

/** Cuts a client's bytes into messages. */
class Frames {
  #rest = Buffer.alloc(0);
  #begun = false;

  *take(chunk: Buffer): Generator<Frame> {
    this.#rest = Buffer.concat([this.#rest, chunk]);
    for (;;) {
      const letter = this.#begun ? 1 : 0;
      if (this.#rest.length < letter + 4) return;
      const length = letter + this.#rest.readInt32BE(letter);
      if (this.#rest.length < length) return;
      const bytes = this.#rest.subarray(0, length);
      this.#rest = this.#rest.subarray(length);
      this.#begun = true;
      yield { kind: letter === 0 ? "" : String.fromCharCode(bytes[0] ?? 0), bytes };
    }
  }
}

/** The same message, but one that the server answers with an error. */
function refused({ kind, bytes }: Frame): Buffer {
  if (kind === "Q") return framed("Q", Buffer.from("SELECT 1/0\0"));
  if (kind === "P") return framed("P", Buffer.from("\0this is no statement\0\0\0"));
  if (kind === "d" || kind === "c") return framed("f", Buffer.from("the rows were lost\0"));
  return bytes;
}

function framed(kind: string, body: Buffer): Buffer {
  const head = Buffer.alloc(5);
  head.write(kind);
  head.writeInt32BE(4 + body.length, 1);
  return Buffer.concat([head, body]);
}
