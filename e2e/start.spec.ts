import { expect, test } from "@playwright/test";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { createServer } from "node:net";
import { once } from "node:events";
import os from "node:os";
import path from "node:path";
import { ROOT, startAssay } from "./program";

let home: string;
test.beforeEach(() => {
  home = mkdtempSync(path.join(os.tmpdir(), "assay-start-"));
});
test.afterEach(() => {
  // Whatever a test has left behind shows in the next assertion of `left`; the folder goes in any case.
  rmSync(home, { recursive: true, force: true });
});

const WITHOUT_SAMPLE = { ASSAY_SAMPLE: "off" };

/** Command lines of all processes that belong to the data folder of this test, by what their environment names. */
function left(): string[] {
  return readdirSync("/proc").flatMap((pid) => {
    if (!/^[0-9]+$/.test(pid) || pid === process.pid.toString()) return [];
    try {
      const command = readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
      const environment = readFileSync(`/proc/${pid}/environ`, "utf8");
      return command !== "" && (environment.includes(`ASSAY_HOME=${home}`) || command.includes(home)) ? [command] : [];
    } catch {
      return []; // gone meanwhile, or somebody else's
    }
  });
}
const untilNoneBut = async (allowed: RegExp): Promise<void> => {
  await expect.poll(() => left().filter((command) => !allowed.test(command)), { timeout: 30_000 }).toEqual([]);
};
const NONE = /^$/;
const POSTGRES = /postgres/;

test.skip(process.platform !== "linux", "looks into /proc");

test("start signs the owner in by one URL, keeps it, and Ctrl-C leaves no process behind", async ({ request }) => {
  const first = await startAssay({ home, env: WITHOUT_SAMPLE });
  expect((await request.get(`${first.origin}/api/health/ready`)).status()).toBe(200);
  expect((await request.get(`${first.origin}/api/jobs`)).status()).toBe(401);
  const signedIn = await request.get(first.url, { maxRedirects: 0 });
  expect(signedIn.status()).toBe(303);
  expect((await request.get(`${first.origin}/api/jobs`)).status()).toBe(200);
  expect(statSync(path.join(home, "owner-token")).mode & 0o777).toBe(0o600);
  expect(await first.end("SIGINT")).toBe(0);
  await untilNoneBut(NONE);

  const second = await startAssay({ home, env: WITHOUT_SAMPLE });
  expect(new URL(second.url).search).toBe(new URL(first.url).search);
  expect(await second.end("SIGHUP")).toBe(0);
  await untilNoneBut(NONE);
});

test("start after kill -9 stops what is left and finds its database again", async () => {
  const first = await startAssay({ home, env: WITHOUT_SAMPLE });
  await first.end("SIGKILL");
  const second = await startAssay({ home, env: WITHOUT_SAMPLE });
  expect(left().filter((command) => command.includes("assay-worker"))).toHaveLength(1);
  expect(await second.end("SIGTERM")).toBe(0);
  await untilNoneBut(NONE);
});

test("children of a start that was killed leave by themselves", async () => {
  const first = await startAssay({ home, env: WITHOUT_SAMPLE });
  await first.end("SIGKILL");
  await untilNoneBut(POSTGRES);
  execFileSync(path.join(ROOT, "bin/assay"), ["db", "stop"], { env: { ...process.env, ASSAY_HOME: home } });
  await untilNoneBut(NONE);
});

test("two starts on one data folder share the database until the last one ends", async ({ request }) => {
  const first = await startAssay({ home, env: WITHOUT_SAMPLE });
  const second = await startAssay({ home, env: WITHOUT_SAMPLE });
  expect(second.origin).not.toBe(first.origin);
  await first.end();
  expect((await request.get(`${second.origin}/api/health/ready`)).status()).toBe(200);
  await second.end();
  await untilNoneBut(NONE);
});

test("a port set by hand that is taken is refused with the remedy", async () => {
  const occupant = createServer().listen(0, "127.0.0.1");
  await once(occupant, "listening");
  const address = occupant.address();
  const port = typeof address === "object" && address !== null ? address.port.toString() : "";
  await expect(startAssay({ home, env: { ...WITHOUT_SAMPLE, PORT: port } })).rejects.toThrow(new RegExp(`PORT: port ${port} is taken`));
  occupant.close();
  await untilNoneBut(NONE);
});

test("the death of the worker is told, and the rest is stopped", async () => {
  const assay = await startAssay({ home, env: WITHOUT_SAMPLE });
  const pids = readdirSync(path.join(home, "run")).flatMap((file) => readFileSync(path.join(home, "run", file), "utf8").split("\n").slice(1));
  const worker = pids.map((line) => line.split(" ")[0] ?? "").find((pid) => pid !== "" && readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("assay-worker"));
  process.kill(parseInt(worker ?? "", 10), "SIGKILL");
  expect(await assay.end("SIGCONT")).toBe(1);
  expect(assay.output()).toContain("The worker ended by SIGKILL");
  await untilNoneBut(NONE);
});
