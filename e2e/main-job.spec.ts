import { expect, test, type Locator, type Page } from "@playwright/test";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { NO_SHARED_DATA, sharedData } from "../lib/testing/shared-data";
import { startAssay, type Program } from "./program";

/** The job that Assay is for, as a newcomer does it, on real blocks. */

const BLOCK_9 = "12cbQLTFMXRnSzktFkuoG3eHoMeFtpTu3S";
const FIRST_SPEND = "f4184fc596403b9d638783cf57adfe4c75c605f6356fbc91338530e9831e9e16";
/** Spent together in January 2009. */
const JOINED = ["1ELmSkQWnqgbBZNzxAZHts3MEYCngqRBeD", "1LfjLrBDYyPbvGMiD9jURxyAupdYujsBdK"] as const;
const chain = sharedData("blocks/mainnet-0-2156/blk00000.dat");
const single = sharedData("blocks/mainnet-single");

let home: string;
let assay: Program | null = null;
test.beforeAll(() => {
  home = mkdtempSync(path.join(os.tmpdir(), "assay-job-"));
});
test.afterAll(async () => {
  await assay?.end();
  rmSync(home, { recursive: true, force: true });
});

const nodes = (page: Page) => page.getByRole("region", { name: "Graph as tables" }).getByRole("table").first().getByRole("rowheader");

const inspector = (page: Page) => page.getByRole("complementary", { name: "Inspector" });

async function importFiles(page: Page, files: readonly string[]): Promise<void> {
  await page.getByRole("link", { name: "Import", exact: true }).click();
  await page.getByLabel("Files to import").setInputFiles([...files]);
  await page.getByRole("button", { name: /^Import/ }).click();
}

/** Follows the money of a node; more nodes come onto the graph. */
async function expand(page: Page, node: Locator, key: string): Promise<void> {
  const known = await nodes(page).count();
  await node.getByRole("button").click();
  await page.keyboard.press(key);
  await expect.poll(() => nodes(page).count()).toBeGreaterThan(known);
}

test("real blocks come in through the browser, are searched, and followed on a graph", async ({ page }) => {
  test.skip(chain === null || single === null, NO_SHARED_DATA);
  test.setTimeout(600_000);
  assay = await startAssay({ home, env: { ASSAY_SAMPLE: "off" } });
  await page.goto(assay.url);

  await test.step("2,157 blocks and the 16 single blocks come in through the browser", async () => {
    const files = [chain ?? "", ...readdirSync(single ?? "").filter((name) => /\.(bin|json)$/.test(name)).map((name) => path.join(single ?? "", name))];
    await importFiles(page, files);
    await expect(page.getByText("It is in the store.")).toBeVisible({ timeout: 180_000 });
  });

  await test.step("a search for 170 leads to the first spend", async () => {
    await page.keyboard.press("Control+k");
    await page.getByPlaceholder("Address, transaction, block height or hash, label").fill("170");
    await page.getByRole("option", { name: /170/ }).first().click();
    await expect(page).toHaveURL(/\/blocks\/bitcoin\/(170|0{8}d1145790)/);
    await page.locator(`a[href*="${FIRST_SPEND}"]`).first().click();
    await expect(page.getByText("40.", { exact: false }).first()).toBeVisible();
    await page.locator(`a[href*="${BLOCK_9}"]`).first().click();
    await expect(page).toHaveURL(new RegExp(BLOCK_9));
  });

  await test.step("its wallet is shown on a graph and followed on, three times", async () => {
    await page.goto(`${assay?.origin ?? ""}/wallets/bitcoin/${BLOCK_9}`);
    await page.getByRole("link", { name: "Show on graph" }).click();
    await page.getByLabel("Name of the case").fill("The first spend");
    await page.getByRole("button", { name: "Create case" }).click();
    await expect(page).toHaveURL(/\/graphs\/[0-9a-f-]{36}/);
    await expect(page.getByText("1 node", { exact: false }).first()).toBeVisible();
    await page.getByRole("button", { name: "Show as tables" }).click();
    await expect(nodes(page)).toHaveCount(1);
    await expand(page, nodes(page).first(), "e");
    await expand(page, nodes(page).filter({ hasText: "15NUwy" }), "e");
    await expand(page, nodes(page).filter({ hasText: "1LzBzV" }), "e");
  });

  await test.step("the Why tab of a wallet says which transactions join its addresses, each a click away", async () => {
    const graph = page.url();
    const [one, other] = JOINED;
    await page.goto(`${assay?.origin ?? ""}/wallets/bitcoin/${one}`);
    await page.getByRole("tab", { name: "Why one wallet" }).click();
    await page.getByLabel("Another address").fill(other);
    await page.getByRole("button", { name: "Show the links" }).click();
    const chain = page.getByRole("list", { name: "Links from the one address to the other" });
    await expect(chain.getByText("both signed inputs of this transaction").first()).toBeVisible();
    await expect(chain.getByText(other)).toBeVisible();
    await chain.locator('a[href*="/transactions/bitcoin/"]').first().click();
    await expect(page).toHaveURL(/\/transactions\/bitcoin\/[0-9a-f]{64}/);
    await expect(page.locator(`a[href*="${one}"]`).first()).toBeVisible();
    await page.goto(graph);
  });

  await test.step("a wallet is tagged with one key; without a source the tag is a hypothesis, and says so", async () => {
    await nodes(page).first().getByRole("button").click();
    await page.keyboard.press("1");
    await expect(inspector(page).getByText("APT43").first()).toBeVisible();
    await expect(inspector(page).getByText(/hypothesis/i).first()).toBeVisible();
    await expect(page.getByText(/^Saved/)).toBeVisible();
    // The message that it was made is still there, and stops no key.
    await expect(page.getByRole("button", { name: "Take back" })).toBeVisible();
    await page.keyboard.press("?");
    await expect(page.getByRole("dialog", { name: "Keys" })).toBeVisible();
    await page.keyboard.press("Escape");
  });

  await test.step("after a restart everything is there", async () => {
    const names = await nodes(page).allInnerTexts();
    const graph = new URL(page.url()).pathname;
    expect(await assay?.end()).toBe(0);
    assay = await startAssay({ home, env: { ASSAY_SAMPLE: "off" } });
    await page.goto(assay.url);
    await page.goto(`${assay.origin}${graph}?view=table`);
    await expect(nodes(page)).toHaveText(names.map((name) => name.trim()));
    await nodes(page).first().getByRole("button").click();
    await expect(inspector(page).getByText("APT43").first()).toBeVisible();
    await expect(inspector(page).getByText(/hypothesis/i).first()).toBeVisible();
  });
});
