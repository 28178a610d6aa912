import { defineConfig, devices } from "@playwright/test";
import { findBrowser } from "./scripts/browser.mjs";

const browser = await findBrowser();
const viewport = { width: 1280, height: 800 };
const report = process.env["PLAYWRIGHT_JSON_OUTPUT_FILE"];

/** Journeys through the real program: `e2e/assay.setup.ts` starts it as a user would, with a data folder of its own. */
export default defineConfig({
  testDir: "e2e",
  outputDir: "e2e/.results",
  globalSetup: "./e2e/assay.setup.ts",
  // They share one store, and the machine may have two cores.
  workers: 1,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  forbidOnly: process.env["CI"] !== undefined,
  reporter: [["list"], ...(report === undefined ? [] : [["json", { outputFile: report }] as const])],
  use: { trace: "retain-on-failure", screenshot: "only-on-failure" },
  projects: [
    {
      name: "chromium",
      use: {
        ...devices["Desktop Chrome"],
        viewport,
        colorScheme: "dark",
        contextOptions: { reducedMotion: "reduce" },
        ...(browser?.kind === "playwright" ? { channel: "chromium" } : {}),
        launchOptions: {
          ...(browser === null || browser.kind === "playwright" ? {} : { executablePath: browser.path }),
          args: ["--no-first-run", "--disable-quic", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"],
          chromiumSandbox: false,
        },
      },
    },
  ],
});
