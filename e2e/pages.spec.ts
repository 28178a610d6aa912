import { SAMPLE_TOUR } from "../lib/core/simulate/sample";
import { expectAccessible } from "./axe";
import { expect, test } from "./fixtures";

/** Every page of a new installation with its synthetic sample: it says so, it breaks no rule of accessibility, in both themes. */

const PLACES = ["/", "/import", "/jobs", "/sources", `/wallets/testnet3/${SAMPLE_TOUR.start}`, `/addresses/testnet3/${SAMPLE_TOUR.start}`, `/transactions/testnet3/${SAMPLE_TOUR.commingling}`];

for (const colorScheme of ["dark", "light"] as const) {
  test.describe(`in ${colorScheme}`, () => {
    test.use({ colorScheme });

    for (const place of PLACES) {
      test(`${place.slice(0, 24)} is accessible`, async ({ page }) => {
        await page.goto(place);
        await expect(page.getByRole("main")).toBeVisible();
        if (place.includes("/testnet3/")) await expect(page.getByText("SYNTHETIC").first()).toBeVisible();
        await expectAccessible(page);
      });
    }

    test("the block of a generated transaction says that it is synthetic", async ({ page }) => {
      await page.goto(`/transactions/testnet3/${SAMPLE_TOUR.commingling}`);
      await page.locator('a[href^="/blocks/testnet3/"]').first().click();
      await expect(page.getByRole("table", { name: "Transactions of this block" })).toBeVisible();
      await expect(page.getByText("SYNTHETIC").first()).toBeVisible();
      await expectAccessible(page);
    });

    test("the demo graph is drawn, says that it is synthetic, and has an accessible table twin", async ({ page }) => {
      await page.getByRole("link", { name: "Main graph" }).click();
      await expect(page.getByText("SYNTHETIC").first()).toBeVisible();
      await expect(page.locator("canvas").first()).toBeVisible();
      await expectAccessible(page);
      await page.getByRole("button", { name: "Show as tables" }).click();
      await expect(page.getByRole("region", { name: "Graph as tables" })).toBeVisible();
      await expectAccessible(page);
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
