// Which Chromium runs the journeys: $ASSAY_CHROMIUM, else Playwright's own, else the system's.
import { accessSync, constants, existsSync } from "node:fs";
import path from "node:path";
import { spawnSync } from "node:child_process";
import { ROOT } from "./prepare.mjs";

const NAMES = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "microsoft-edge-stable"];
const PLACES = ["/Applications/Google Chrome.app/Contents/MacOS/Google Chrome", "/Applications/Chromium.app/Contents/MacOS/Chromium", "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe"];
const HELP = "No Chromium found for the browser journeys. Run `npx playwright install chromium`, or install one and set ASSAY_CHROMIUM=/path/to/chromium.";

function runs(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** @returns {Promise<{ kind: "env" | "playwright" | "system", path: string } | null>} */
export async function findBrowser() {
  if (process.env.ASSAY_CHROMIUM) return { kind: "env", path: process.env.ASSAY_CHROMIUM };
  const { chromium } = await import("@playwright/test");
  if (existsSync(chromium.executablePath())) return { kind: "playwright", path: chromium.executablePath() };
  const onPath = (process.env.PATH ?? "").split(path.delimiter).filter(Boolean).flatMap((folder) => NAMES.map((name) => path.join(folder, name)));
  const found = [...onPath, ...PLACES].find(runs);
  return found ? { kind: "system", path: found } : null;
}

const run = (command, args) => spawnSync(command, args, { cwd: ROOT, stdio: "inherit", env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" } }).status === 0;

/** Finds a Chromium or installs one. @returns what is to be done by hand, or null */
export async function ensureBrowser() {
  if (await findBrowser()) return null;
  run(process.execPath, [path.join(ROOT, "node_modules/@playwright/test/cli.js"), "install", "chromium"]);
  if (await findBrowser()) return null;
  if (process.getuid?.() === 0 && existsSync("/usr/bin/apt-get")) {
    run("apt-get", ["update", "-qq"]);
    run("apt-get", ["install", "-y", "-qq", "--no-install-recommends", "chromium", "fonts-liberation"]);
  }
  return (await findBrowser()) ? null : HELP;
}
