import { createServer as createTcpServer, type AddressInfo } from "node:net";
import { once } from "node:events";
import fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import { NotReady, makeHttpClient, type HttpClient, type HttpClientOptions } from "@/lib/platform/chain/http-client";
import { backOff, makeRateLimit, retryAfterMs, RETRIES, type Timing } from "@/lib/platform/chain/http-client-pace";
import { readJson } from "@/lib/platform/chain/http-client-reading";
import { loopbackServer, memoryLog, sendJson, type Answer } from "@/lib/testing/loopback-server";

const open: { close(): Promise<void> }[] = [];
afterEach(async () => { await Promise.all(open.splice(0).map((each) => each.close())); });

const never = new AbortController().signal;

/** A clock that sleeping alone moves, and that remembers how long it slept. */
function fakeTiming(): Timing & { readonly slept: number[] } {
  const slept: number[] = [];
  return { slept, now: () => slept.reduce((sum, ms) => sum + ms, 0), random: () => 1, sleep: async (ms) => void slept.push(ms) };
}

function clientOf(base: string, options: Partial<HttpClientOptions> = {}) {
  const log = memoryLog();
  const timing = fakeTiming();
  const client = makeHttpClient({ source: "test", base: new URL(base), log, timing, ...options });
  open.push(client);
  return { client, log, timing };
}

async function against(answer: Answer, options: Partial<HttpClientOptions> = {}) {
  const server = await loopbackServer(answer);
  open.push(server);
  return { ...clientOf(server.url, options), server };
}

const json = (client: HttpClient, path = "/thing", signal = never): Promise<unknown> => client.send({ method: "GET", path, read: readJson }, signal);

describe("a request of the outbound client", () => {
  it("is in the log with status and size, and counted", async () => {
    const { client, log } = await against((_request, response) => { sendJson(response, { ok: 1 }); });
    expect(await json(client)).toEqual({ ok: 1 });
    expect(log.rows).toMatchObject([{ source: "test", what: "GET /thing", status: 200, bytes: 8, error: null }]);
    expect(client.requests()).toBe(1);
  });

  it("is written to the log before it leaves, and does not leave when that fails", async () => {
    let asked = 0;
    const seen: number[] = [];
    const log = memoryLog();
    const server = await loopbackServer((_request, response) => { asked += 1; seen.push(log.rows.length); sendJson(response, 1); });
    open.push(server);
    const { client } = clientOf(server.url, { log });
    await json(client);
    expect(seen).toEqual([1]);
    const { client: mute } = clientOf(server.url, { log: { ...log, begin: () => Promise.reject(new Error("the log is full")) } });
    await expect(json(mute)).rejects.toThrow("the log is full");
    expect(asked).toBe(1);
  });

  it("follows no redirect and says where it would have led, without what the address carries", async () => {
    let other = 0;
    const elsewhere = await loopbackServer((_request, response) => { other += 1; sendJson(response, 1); });
    open.push(elsewhere);
    const { client } = await against((_request, response) => response.writeHead(302, { location: `${elsewhere.url}/x?token=geheim` }).end());
    const error = await json(client).catch(String);
    expect(error).toContain(`redirects to ${elsewhere.url}`);
    expect(error).not.toContain("geheim");
    expect(other).toBe(0);
  });

  it("waits longer with each failure of the server and gets there in the end", async () => {
    let asked = 0;
    const answers = [200, 500, 503, 429, 502, 200];
    const { client, log, timing } = await against((_request, response) => { sendJson(response, {}, answers[asked++] ?? 200); });
    await json(client);
    await json(client);
    expect(timing.slept).toEqual([500, 1000, 2000, 4000]);
    expect(log.rows.map(({ status }) => status)).toEqual(answers);
  });

  it("gives up early on a source that has never answered, and later on one that has", async () => {
    let healthy = false;
    const { client, timing } = await against((_request, response) => { sendJson(response, {}, healthy ? 200 : 500); });
    await expect(json(client)).rejects.toThrow(/answered 500 Internal Server Error .*\(tried 3 times\)/);
    healthy = true;
    await json(client);
    healthy = false;
    const before = timing.now();
    await expect(json(client)).rejects.toThrow(/\(tried 16 times\)/);
    expect(timing.now() - before).toBeGreaterThan(RETRIES.patienceMs);
  });

  it("waits as long as Retry-After says, and not at all when that is too long", async () => {
    let asked = 0;
    const { client, timing } = await against((_request, response) => (asked++ === 0 ? response.writeHead(429, { "retry-after": "7" }).end() : sendJson(response, 1)));
    await json(client);
    expect(timing.slept).toEqual([7000]);
    const { client: refused, timing: patience } = await against((_request, response) => response.writeHead(429, { "retry-after": "3600" }).end());
    await expect(json(refused)).rejects.toThrow("asks to wait 3600 seconds");
    expect(patience.slept).toEqual([]);
  });

  it("is not repeated when the answer is a plain no", async () => {
    const { client, log } = await against((_request, response) => response.writeHead(404).end("no such thing"));
    await expect(json(client)).rejects.toThrow(/answered 404 Not Found with 13 bytes \(“no such thing”\)\./);
    expect(log.rows).toHaveLength(1);
  });

  it("says so when HTML comes back instead of JSON, with the page's title", async () => {
    const { client } = await against((_request, response) => response.writeHead(200, { "content-type": "text/html" }).end("<html><head><title>Sign\nin</title>"));
    await expect(json(client)).rejects.toMatchObject({ code: "source_unavailable", message: expect.stringContaining("an HTML page (“Sign in”) instead of JSON") as string });
  });

  it("asks again for JSON that broke off, and says so when it stays broken", async () => {
    const { client, log } = await against((_request, response) => response.end('{"txid": "00'));
    await expect(json(client)).rejects.toThrow("which is not whole JSON");
    expect(log.rows).toHaveLength(3);
  });

  it("refuses a reply that is longer than allowed, whatever its length was said to be", async () => {
    const { client, log } = await against((_request, response) => {
      const more = (): void => { while (!response.destroyed && response.write("x".repeat(65_536))); };
      response.on("drain", more);
      more();
    });
    await expect(client.send({ method: "GET", path: "/", maxBytes: 200_000, read: readJson }, never)).rejects.toThrow("sends more than 200000 bytes");
    expect(log.rows).toHaveLength(1);
  });

  it("ends in a clear error when the server never answers", async () => {
    const { client, log } = await against(() => undefined, { timeouts: { firstAnswer: 100 } });
    await expect(json(client)).rejects.toThrow(/took the request and never answered \(tried 3 times\)/);
    expect(log.rows).toHaveLength(3);
    expect(log.rows[0]?.error).toContain("never answered");
  });

  it("ends in a clear error when the server stops in the middle, or drips for ever", async () => {
    const { client } = await against((_request, response) => { response.writeHead(200, { "content-length": "100" }).write("{"); }, { timeouts: { idle: 100 } });
    await expect(json(client)).rejects.toThrow("stopped in the middle of its reply");
    const { client: dripped } = await against((_request, response) => {
      const drip = setInterval(() => response.write(" "), 20);
      response.on("close", () => { clearInterval(drip); });
    }, { timeouts: { total: 300 } });
    await expect(json(dripped)).rejects.toThrow("took more than 0.3 seconds for one reply");
  });

  it("survives connections that break before or within a reply", async () => {
    let asked = 0;
    const { client } = await against((request, response) => {
      asked += 1;
      if (asked === 1) request.socket.destroy();
      else if (asked === 2) { response.writeHead(200, { "content-length": "100" }).write("{"); setTimeout(() => request.socket.destroy(), 20); }
      else sendJson(response, "there");
    });
    expect(await json(client)).toBe("there");
  });

  it("says what is wrong where nothing listens, nobody has the name, or no web server answers, without the address", async () => {
    const { client: gone } = clientOf("http://127.0.0.1:1");
    await expect(json(gone)).rejects.toThrow(/^Source “test”, asked for GET \/thing, refuses the connection/);
    const tcp = createTcpServer((socket) => socket.on("error", () => undefined).resume().end("SSH-2.0-OpenSSH_9.2\r\n")).listen(0, "127.0.0.1");
    await once(tcp, "listening");
    const { client: ssh } = clientOf(`http://127.0.0.1:${(tcp.address() as AddressInfo).port}`);
    await expect(json(ssh)).rejects.toThrow(/broke the connection \(HTTPParserError/);
    await new Promise((done) => tcp.close(done));
  });

  it("stops at once when cancelled: before, during and between tries", async () => {
    const { client, log } = await against(() => undefined);
    const before = AbortSignal.abort();
    await expect(json(client, "/", before)).rejects.toMatchObject({ code: "cancelled" });
    expect(log.rows).toHaveLength(0);
    const during = new AbortController();
    const asked = json(client, "/", during.signal);
    setTimeout(() => { during.abort(); }, 50);
    await expect(asked).rejects.toMatchObject({ code: "cancelled" });
    expect(log.rows).toMatchObject([{ status: null, error: "was cancelled" }]);
  });

  it("cancels a sleep between tries in real time", async () => {
    const server = await loopbackServer((_request, response) => response.writeHead(503, { "retry-after": "100" }).end());
    open.push(server);
    const client = makeHttpClient({ source: "test", base: new URL(server.url), log: memoryLog() });
    open.push(client);
    const stop = new AbortController();
    const asked = json(client, "/", stop.signal);
    setTimeout(() => { stop.abort(); }, 100);
    await expect(asked).rejects.toMatchObject({ code: "cancelled" });
  });
});

describe("credentials of the outbound client", () => {
  it("reach the server and neither the log nor any error", async () => {
    const sent: (string | undefined)[] = [];
    const authorize = async (): Promise<string> => "Basic Z2VoZWlt";
    const { client, log } = await against((request, response) => { sent.push(request.headers.authorization); response.writeHead(500).end(); }, { authorize });
    const error = (await json(client).catch((thrown: unknown) => thrown)) as Error;
    expect(sent[0]).toBe("Basic Z2VoZWlt");
    expect(JSON.stringify([log.rows, error.message, error.cause])).not.toMatch(/Z2VoZWlt|geheim/);
  });

  it("are made anew after a refusal when they changed meanwhile, and until they can be made", async () => {
    let made = 0;
    const authorize = async (): Promise<string> => {
      made += 1;
      if (made === 1) throw new NotReady("has no cookie yet");
      return made === 2 ? "old" : "new";
    };
    const { client, log } = await against((request, response) => { sendJson(response, 1, request.headers.authorization === "new" ? 200 : 401); }, { authorize });
    expect(await json(client)).toBe(1);
    expect(log.rows.map(({ status }) => status)).toEqual([401, 200]);
  });

  it("that are wrong are said to be", async () => {
    const { client, log } = await against((_request, response) => response.writeHead(401).end());
    await expect(json(client)).rejects.toThrow(/answered 401 Unauthorized\. Check user name and password/);
    expect(log.rows).toHaveLength(1);
  });
});

describe("pace", () => {
  it("lets a burst through and then one request every 1/rate seconds", async () => {
    const timing = fakeTiming();
    const turn = makeRateLimit(4, 4, timing);
    for (let i = 0; i < 12; i += 1) await turn(never);
    expect(timing.slept).toEqual([250, 250, 250, 250, 250, 250, 250, 250]);
  });

  it("limits unknown hosts by default and the own machine not", async () => {
    const { client, timing } = await against((_request, response) => { sendJson(response, 1); });
    for (let i = 0; i < 10; i += 1) await json(client);
    expect(timing.slept).toEqual([]);
    const { client: limited, timing: slept } = await against((_request, response) => { sendJson(response, 1); }, { perSecond: 2 });
    for (let i = 0; i < 4; i += 1) await json(limited);
    expect(slept.slept).toEqual([500, 500]);
  });

  it("backs off within its bounds, never less with more failures", () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 60 }), fc.double({ min: 0, max: 1, noNaN: true }), (failures, random) => {
      const ms = backOff(RETRIES, failures, random);
      expect(ms).toBeGreaterThanOrEqual(RETRIES.firstMs / 2);
      expect(ms).toBeLessThanOrEqual(RETRIES.longestMs);
      expect(backOff(RETRIES, failures + 1, random)).toBeGreaterThanOrEqual(ms);
    }));
  });

  it("reads Retry-After as seconds and as a date", () => {
    const now = Date.UTC(2026, 0, 1, 0, 0, 0);
    expect(retryAfterMs("120", now)).toBe(120_000);
    expect(retryAfterMs("Thu, 01 Jan 2026 00:00:30 GMT", now)).toBe(30_000);
    expect(retryAfterMs("Wed, 31 Dec 2025 00:00:00 GMT", now)).toBe(0);
    expect([retryAfterMs(undefined, now), retryAfterMs("soon", now)]).toEqual([null, null]);
  });
});
