import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readJson } from "@/lib/platform/chain/http-client-reading";
import { accessByHand, makeOutboundSources, openHttp } from "@/lib/platform/chain/outbound-sources";
import { makeSourceOpener } from "@/lib/platform/chain/outbound-sources-open";
import { TestChain } from "@/lib/testing/chain";
import { startSimulatedNode } from "@/lib/testing/core-server";
import { loopbackServer, memoryLog, sendJson } from "@/lib/testing/loopback-server";

let home = "";
beforeEach(() => { home = mkdtempSync(path.join(os.tmpdir(), "assay-sources-")); });
afterEach(() => { rmSync(home, { recursive: true, force: true }); });

const write = (document: unknown): void => { writeFileSync(path.join(home, "sources.json"), typeof document === "string" ? document : JSON.stringify(document)); };
const node = { name: "node", kind: "core", url: "http://u:geheim@127.0.0.1:8332", network: "bitcoin", enabled: true };

describe("the owner's list of sources", () => {
  it("is empty where there is no file", async () => {
    expect(await makeOutboundSources(home).all()).toEqual([]);
  });

  it("names sources without their URLs, and they are off unless switched on", async () => {
    write({ sources: [node, { ...node, name: "other", kind: "esplora", url: "https://esplora.example/api", enabled: undefined, rateLimit: 2 }] });
    const all = await makeOutboundSources(home).all();
    expect(all).toEqual([{ name: "node", kind: "core", network: "bitcoin", enabled: true }, { name: "other", kind: "esplora", network: "bitcoin", enabled: false }]);
    expect(JSON.stringify(all)).not.toMatch(/geheim|8332|example/);
  });

  it("is read anew each time: switching off takes effect at once", async () => {
    write({ sources: [node] });
    const sources = makeOutboundSources(home);
    expect((await sources.configured("node")).network).toBe("bitcoin");
    write({ sources: [{ ...node, enabled: false }] });
    await expect(sources.configured("node")).rejects.toMatchObject({ code: "forbidden", message: expect.stringContaining("switched off") as string });
    await expect(sources.configured("nobody")).rejects.toMatchObject({ code: "not_found" });
  });

  it("is refused with the place and without its secrets when it is wrong", async () => {
    const wrong: [unknown, string][] = [
      ['{"sources": [{"url": "http://u:geheim@host"', "it is not JSON"],
      [[], "the file"],
      [{ sources: [{ ...node, network: "geheim" }] }, "sources.0.network"],
      [{ sources: [{ ...node, password: "geheim" }] }, "sources.0: it holds a key that no source has"],
      [{ sources: [{ ...node, name: "a b" }] }, "sources.0.name: 1 to 40 letters"],
      [{ sources: [node, node] }, "sources[1] (“node”): another source has the same name"],
      [{ sources: [{ ...node, url: "ftp://u:geheim@host" }] }, "sources[0] (“node”): The URL of the source is not valid"],
      [{ sources: [{ ...node, url: "http://u:geheim@169.254.169.254" }] }, "cannot be used"],
      [{ sources: [{ ...node, cookieFile: "x" }] }, "not both"],
      [{ sources: [{ ...node, rateLimit: 0 }] }, "sources.0.rateLimit"],
    ];
    for (const [document, said] of wrong) {
      write(document);
      const error = await makeOutboundSources(home).all().then(() => new Error("not refused"), (thrown: unknown) => thrown as Error);
      expect(error).toMatchObject({ code: "invalid_input", message: expect.stringContaining(said) as string });
      expect(error.message).not.toContain("geheim");
    }
  });
});

describe("opening a source", () => {
  it("sends the credentials of its URL or of its cookie file, whatever is in them, and logs by name", async () => {
    const sent: (string | undefined)[] = [];
    const server = await loopbackServer((request, response) => { sent.push(request.headers.authorization); sendJson(response, 1); });
    const log = memoryLog();
    writeFileSync(path.join(home, "cookie"), "__cookie__:geheim\n");
    const url = server.url.replace("http://", "http://u:p%40ss%3A@");
    for (const access of [accessByHand(url), accessByHand(server.url, path.join(home, "cookie")), accessByHand(server.url)]) {
      const http = openHttp(access, log);
      await http.send({ method: "GET", path: "/x", read: readJson }, new AbortController().signal);
      await http.close();
    }
    await server.close();
    expect(sent).toEqual([`Basic ${btoa("u:p@ss:")}`, `Basic ${btoa("__cookie__:geheim")}`, undefined]);
    expect(JSON.stringify(log.rows)).not.toMatch(/geheim|p@ss|p%40ss/);
    expect(log.rows[0]?.source).toBe(`127.0.0.1:${server.port}`);
  });

  it("waits for the cookie of a node that is starting, and says what is missing", async () => {
    const server = await loopbackServer((_request, response) => { sendJson(response, 1); });
    const http = openHttp(accessByHand(server.url, path.join(home, "cookie")), memoryLog());
    const asked = http.send({ method: "GET", path: "/x", read: readJson }, new AbortController().signal);
    setTimeout(() => { writeFileSync(path.join(home, "cookie"), "a:b"); }, 100);
    expect(await asked).toBe(1);
    rmSync(path.join(home, "cookie"));
    const missing = openHttp(accessByHand(server.url, path.join(home, "cookie")), memoryLog());
    await expect(missing.send({ method: "GET", path: "/x", read: readJson }, new AbortController().signal)).rejects.toThrow(/has no cookie file where the owner said .*\(tried 3 times\)/);
    await Promise.all([http.close(), missing.close(), server.close()]);
  });

  it("is by kind, and holds the network that the owner says it has", async () => {
    const chain = new TestChain();
    const server = await startSimulatedNode(chain);
    write({ sources: [{ ...node, url: server.url }, { ...node, name: "right", url: server.url, network: "regtest" }] });
    const open = makeSourceOpener({ configured: (name) => makeOutboundSources(home).configured(name), log: memoryLog() });
    await expect(open.esplora({ kind: "named", name: "node" })).rejects.toThrow("The source “node” is of kind core, not esplora.");
    const signal = new AbortController().signal;
    const wrong = await open.core({ kind: "named", name: "node" }, "raw");
    await expect(wrong.state(signal)).rejects.toThrow("Source “node” is on regtest, where bitcoin was expected.");
    const right = await open.core({ kind: "named", name: "right" }, "raw");
    expect((await right.state(signal)).network).toBe("regtest");
    const byHand = await open.core({ kind: "by-hand", url: server.url, cookieFile: null }, "raw");
    expect((await byHand.state(signal)).tip.height).toBe(0);
    await Promise.all([wrong.close(), right.close(), byHand.close(), server.close()]);
  });
});
