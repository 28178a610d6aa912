import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { forgetBuild, isBuildCurrent, sourceHash, stampBuild } from "@/lib/platform/boot/build";
import { choosePort, originOf } from "@/lib/platform/boot/port";
import { stopLeftovers } from "@/lib/platform/boot/run-file";
import { formatIdentity, identityOf, isAlive } from "@/lib/platform/processes";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), "assay-boot-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

describe("the build", () => {
  const write = (file: string, text: string): void => {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), text);
  };

  it("is stale after a change of what the pages are made of, and of nothing else", () => {
    write("app/page.tsx", "a");
    const first = sourceHash(folder);
    for (const file of ["README.md", "lib/core/x.test.ts", "lib/testing/y.ts", "lib/platform/db/generated/client.ts", "e2e/z.spec.ts"]) write(file, "changed");
    expect(sourceHash(folder)).toBe(first);
    for (const file of ["app/page.tsx", "lib/core/x.ts", "components/a.tsx", "package-lock.json", "prisma/schema.prisma", "public/icon.svg"]) {
      const before = sourceHash(folder);
      write(file, "changed");
      expect(sourceHash(folder), file).not.toBe(before);
    }
  });

  it("counts only when it was finished and stamped for these sources", () => {
    stampBuild(folder, "one");
    expect(isBuildCurrent(folder, "one")).toBe(false);
    write(".next/BUILD_ID", "id");
    expect([isBuildCurrent(folder, "one"), isBuildCurrent(folder, "two")]).toEqual([true, false]);
    forgetBuild(folder);
    expect(isBuildCurrent(folder, "one")).toBe(false);
  });
});

describe("the port", () => {
  it("is the next free one, unless it was set by hand", async () => {
    const occupant = createServer().listen(0, "127.0.0.1");
    await once(occupant, "listening");
    const address = occupant.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    expect(await choosePort({ host: "127.0.0.1", port, portByHand: false })).toBeGreaterThan(port);
    await expect(choosePort({ host: "127.0.0.1", port, portByHand: true })).rejects.toThrow(`PORT: port ${port} is taken`);
    occupant.close();
  });

  it("on a host that is none of this machine's is refused by name", async () => {
    await expect(choosePort({ host: "192.0.2.1", port: 3000, portByHand: false })).rejects.toThrow(/HOST: cannot listen on 192\.0\.2\.1/);
  });

  it("is written into an address that a browser on this machine can open", () => {
    expect(["127.0.0.1", "0.0.0.0", "::", "::1", "box"].map((host) => originOf(host, 3000))).toEqual(["http://127.0.0.1:3000", "http://127.0.0.1:3000", "http://127.0.0.1:3000", "http://[::1]:3000", "http://box:3000"]);
  });
});

describe("what a killed start left behind", () => {
  const sleeper = () => spawn(process.execPath, ["-e", "setInterval(() => undefined, 1e6)"], { detached: true, stdio: "ignore" });
  const runFile = (name: string, pids: readonly { pid: number; startedAt: string }[]): void => {
    mkdirSync(path.join(folder, "run"), { recursive: true });
    writeFileSync(path.join(folder, "run", name), pids.map(formatIdentity).join(""));
  };

  it("is stopped, but nothing of a start that lives, and no process that merely has the number", async () => {
    const [orphan, kept, stranger] = [sleeper(), sleeper(), sleeper()];
    const pidOf = (child: { pid?: number | undefined }): number => child.pid ?? 0;
    runFile("1", [{ pid: 2 ** 22 - 1, startedAt: "1" }, identityOf(pidOf(orphan)), { pid: pidOf(stranger), startedAt: "1" }]);
    runFile("2", [identityOf(process.pid), identityOf(pidOf(kept))]);
    expect(await stopLeftovers(folder)).toBe(1);
    expect([orphan, kept, stranger].map((child) => isAlive(pidOf(child)))).toEqual([false, true, true]);
    expect(readdirSync(path.join(folder, "run"))).toEqual(["2"]);
    for (const child of [kept, stranger]) child.kill("SIGKILL");
  });
});
