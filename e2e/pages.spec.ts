import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "@playwright/test";
import { SAMPLE_TOUR } from "../lib/core/simulate/sample";
import { expect, test } from "./fixtures";

/** Every page of a new installation with its synthetic sample: it says so, it breaks no rule of accessibility, in both themes. */

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const PLACES = ["/", "/import", "/jobs", "/sources", `/wallets/testnet3/${SAMPLE_TOUR.start}`, `/addresses/testnet3/${SAMPLE_TOUR.start}`, `/transactions/testnet3/${SAMPLE_TOUR.commingling}`];

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly html: string }[];
}

/** The rules that this page breaks, by axe; the canvas has its table twin. */
async function violations(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  const found = await page.evaluate(() => (window as unknown as { axe: { run: () => Promise<{ violations: Violation[] }> } }).axe.run());
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" | ").slice(0, 300)}`);
}

for (const colorScheme of ["dark", "light"] as const) {
  test.describe(`in ${colorScheme}`, () => {
    test.use({ colorScheme });

    for (const place of PLACES) {
      test(`${place.slice(0, 24)} is accessible`, async ({ page }) => {
        await page.goto(place);
        await expect(page.getByRole("main")).toBeVisible();
        await page.waitForLoadState("networkidle");
        if (place.includes("/testnet3/")) await expect(page.getByText("SYNTHETIC").first()).toBeVisible();
        expect(await violations(page)).toEqual([]);
      });
    }

    test("the block of a generated transaction says that it is synthetic", async ({ page }) => {
      await page.goto(`/transactions/testnet3/${SAMPLE_TOUR.commingling}`);
      await page.locator('a[href^="/blocks/testnet3/"]').first().click();
      await expect(page.getByRole("table", { name: "Transactions of this block" })).toBeVisible();
      await expect(page.getByText("SYNTHETIC").first()).toBeVisible();
      expect(await violations(page)).toEqual([]);
    });

    test("the demo graph is drawn, says that it is synthetic, and has an accessible table twin", async ({ page }) => {
      await page.getByRole("link", { name: "Main graph" }).click();
      await expect(page.getByText("SYNTHETIC").first()).toBeVisible();
      await expect(page.locator("canvas").first()).toBeVisible();
      expect(await violations(page)).toEqual([]);
      await page.getByRole("button", { name: "Show as tables" }).click();
      await expect(page.getByRole("region", { name: "Graph as tables" })).toBeVisible();
      expect(await violations(page)).toEqual([]);
    });
  });
}

test("without a session a page says how to sign in, and the API answers nothing", async ({ browser, baseURL }) => {
  const stranger = await browser.newContext({ ...(baseURL !== undefined && { baseURL }) });
  const page = await stranger.newPage();
  await page.goto("/");
  await expect(page.getByText("npm start").first()).toBeVisible();
  for (const path of ["/api/overview", "/api/nothing/here"]) expect((await stranger.request.get(path)).status()).toBe(401);
  expect((await stranger.request.get("/api/health/live")).status()).toBe(200);
  await stranger.close();
});
