import { afterEach, describe, expect, it } from "vitest";
import { makeCoreRpc } from "@/lib/platform/chain/core-rpc";
import { makeHttpClient } from "@/lib/platform/chain/http-client";
import { loopbackServer, memoryLog, sendJson, type Answer } from "@/lib/testing/loopback-server";

const open: { close(): Promise<void> }[] = [];
afterEach(async () => { await Promise.all(open.splice(0).map((each) => each.close())); });

const signal = new AbortController().signal;

async function against(answer: Answer) {
  const server = await loopbackServer(answer);
  const log = memoryLog();
  const http = makeHttpClient({ source: "node", base: new URL(server.url), log, retries: { firstMs: 1 } });
  open.push(server, http);
  return { rpc: makeCoreRpc("node", http), log };
}

const two = [{ method: "getblockhash", params: [1] }, { method: "getblockhash", params: [99] }];

describe("JSON-RPC of a node", () => {
  it("takes an error for an answer, whichever status comes with it", async () => {
    for (const status of [200, 404, 500]) {
      const { rpc, log } = await against((_request, response) => { sendJson(response, { result: null, error: { code: -8, message: "Block height out of range" }, id: 0 }, status); });
      expect(await rpc.batch(two.slice(1), signal)).toEqual([{ result: null, error: { code: -8, message: "Block height out of range" } }]);
      await expect(rpc.call("getblockhash", [99], signal)).rejects.toThrow("Source “node”, asked for getblockhash 99, said no: Block height out of range (code -8).");
      expect(log.rows).toHaveLength(2);
    }
  });

  it("puts the answers of a batch in the order of its calls", async () => {
    const { rpc, log } = await against((_request, response) => { sendJson(response, [{ result: null, error: { code: -8, message: "no" }, id: 1 }, { result: "aa", error: null, id: 0 }]); });
    expect(await rpc.batch(two, signal)).toEqual([{ result: "aa", error: null }, { result: null, error: { code: -8, message: "no" } }]);
    expect(log.rows.map(({ what }) => what)).toEqual(["POST getblockhash 1 and 1 more"]);
  });

  it("asks one by one where batches are not understood, and does not try again", async () => {
    const { rpc, log } = await against((_request, response, body) => {
      const parsed = JSON.parse(body) as { params: number[] } | unknown[];
      if (Array.isArray(parsed)) sendJson(response, { error: { code: -32600, message: "no batches" } }, 400);
      else sendJson(response, { result: parsed.params[0], id: 0 });
    });
    for (let i = 0; i < 2; i += 1) expect((await rpc.batch(two, signal)).map(({ result }) => result)).toEqual([1, 99]);
    expect(log.rows).toHaveLength(5);
  });

  it("waits for a node that is starting up, also when it says so within a batch", async () => {
    let asked = 0;
    const { rpc } = await against((_request, response) => {
      asked += 1;
      const warming = { result: null, error: { code: -28, message: "Loading block index…" }, id: 0 };
      if (asked === 1) sendJson(response, warming, 500);
      else if (asked === 2) sendJson(response, [warming, { ...warming, id: 1 }]);
      else sendJson(response, [{ result: 1, id: 0 }, { result: 2, id: 1 }]);
    });
    expect((await rpc.batch(two, signal)).map(({ result }) => result)).toEqual([1, 2]);
  });

  it("waits when the node's queue is full", async () => {
    let asked = 0;
    const { rpc } = await against((_request, response) => (asked++ === 0 ? response.writeHead(503).end("Work queue depth exceeded") : sendJson(response, { result: 7, id: 0 })));
    expect(await rpc.call("getblockcount", [], signal)).toBe(7);
  });

  it("says so when something else answers: HTML, other JSON, nothing, too few answers", async () => {
    const cases: [Answer, string][] = [
      [(_request, response) => response.writeHead(200, { "content-type": "text/html" }).end("<html><title>Router</title>"), "an HTML page (“Router”) instead of JSON"],
      [(_request, response) => response.writeHead(404, { "content-type": "text/html" }).end("<html><title>Router</title>"), "answered 404 Not Found with an HTML page"],
      [(_request, response) => { sendJson(response, { hello: "world" }); }, "which is no JSON-RPC"],
      [(_request, response) => { sendJson(response, "hello"); }, "which is no JSON-RPC"],
      [(_request, response) => response.end(), "answered with nothing where JSON was expected"],
      [(_request, response) => { sendJson(response, [{ result: 1, id: 0 }]); }, "answered 1 calls where 2 were made"],
      [(_request, response) => { sendJson(response, [{ result: 1, id: 0 }, { result: 1, id: 0 }]); }, "answered 2 calls where 2 were made"],
    ];
    for (const [answer, said] of cases) {
      const { rpc } = await against(answer);
      await expect(rpc.batch(two, signal)).rejects.toThrow(said);
    }
  });
});
