import { execFileSync } from "node:child_process";
import path from "node:path";
import type { Browser, Locator, Page } from "@playwright/test";
import { expectAccessible } from "./axe";
import { expect, test } from "./fixtures";
import { ROOT } from "./program";

/** Attribution: a pack with conflicts comes in and one is settled; wallets are tagged from the keyboard; a second person reviews. */

const PASSWORD = "three unrelated words";
const REPORT = "A report on renters of hash rate";
const [HELD, OTHER] = ["12cbQLTFMXRnSzktFkuoG3eHoMeFtpTu3S", "1HLoD9E4SDFFPDiYfNYnkBLQ85Y51J3Zb1"];
const packOf = (holder: string, source: string) => `Wallet,Owner name,Type,Origin\n${HELD},${holder},exchange,${source}\n${OTHER},Braiins Pool,mining-pool,${source}\nnonsense,${holder},exchange,${source}\n`;

/** Nodes of the demo graph that nobody has claimed anything of. */
const UNNAMED = [1, 3, 4];

async function readPack(page: Page, name: string, text: string): Promise<Locator> {
  await page.goto("/claims/packs");
  await page.getByLabel("Label pack", { exact: true }).setInputFiles({ name, mimeType: "text/csv", buffer: Buffer.from(text) });
  await page.getByLabel("What “Owner name” holds").selectOption("entity");
  await page.getByLabel("What “Origin” holds").selectOption("source");
  await page.getByRole("button", { name: "See what it would do" }).click();
  const report = page.getByRole("region", { name: `Label pack ${name}` });
  await expect(report.getByText("dry run: nothing is written yet")).toBeVisible({ timeout: 60_000 });
  return report;
}

async function giveReason(page: Page, reason: string, verdict: "Accept" | "Reject"): Promise<void> {
  const dialog = page.getByRole("dialog", { name: new RegExp(`^${verdict} `) });
  await dialog.getByLabel("Reason").fill(reason);
  await dialog.getByRole("button", { name: verdict, exact: true }).click();
  await expect(dialog).toBeHidden();
}

/** Somebody with an account of their own, made on the command line. */
async function secondPerson(browser: Browser, origin: string): Promise<Page> {
  const home = process.env["ASSAY_E2E_HOME"] ?? "";
  const made = execFileSync(path.join(ROOT, "bin/assay"), ["user", "create", "reviewer@example.org", "--role", "analyst", "--json"], { env: { ...process.env, ASSAY_HOME: home }, encoding: "utf8" });
  const link = new URL((JSON.parse(made) as { link: string }).link);
  const page = await (await browser.newContext({ baseURL: origin })).newPage();
  await page.goto(`${link.pathname}${link.hash}`);
  await page.getByLabel("New password").fill(PASSWORD);
  await page.getByRole("button", { name: "Set password" }).click();
  await expect(page.getByRole("navigation", { name: "Main" })).toBeVisible();
  return page;
}

test("a pack is looked at before it is written, and a conflict that it brings is settled", async ({ page }) => {
  await test.step("the first pack: what would happen is told, then written", async () => {
    const report = await readPack(page, "first list.csv", packOf("Kraken", "a first list"));
    await expect(report.getByText("line 4")).toBeVisible();
    await expectAccessible(page);
    await report.getByRole("button", { name: /^Write/ }).click();
    await expect(page.getByRole("region", { name: "Label pack first list.csv" }).getByText("written", { exact: true })).toBeVisible({ timeout: 60_000 });
  });

  await test.step("a second one disagrees: the dry run names the claim, and against what it stands", async () => {
    const report = await readPack(page, "second list.csv", packOf("Bitstamp", "a second list"));
    const conflicts = report.getByRole("region", { name: "In conflict" });
    await expect(conflicts.getByText("against Kraken (a first list)")).toBeVisible();
    await report.getByRole("button", { name: /^Write/ }).click();
    await page.getByRole("link", { name: "Settle the conflicts" }).click({ timeout: 60_000 });
  });

  await test.step("both sides stand side by side with their sources; one is rejected with a reason", async () => {
    const conflict = page.getByRole("article", { name: new RegExp(HELD) });
    await expect(conflict.getByText("a first list", { exact: true })).toBeVisible();
    await expectAccessible(page);
    await conflict.getByRole("region", { name: "Claimed Bitstamp" }).getByRole("button", { name: "Reject…" }).click();
    await giveReason(page, "The second list copied the first and mixed up two rows.", "Reject");
    await expect(conflict).toHaveCount(0);
  });
});

test("three wallets are tagged from the keyboard, and a second person decides", async ({ page, browser, baseURL }) => {
  await test.step("tags: a service with its role and source, an actor without, an entity found by its alias", async () => {
    await page.getByRole("link", { name: "Main graph" }).click();
    await page.getByRole("button", { name: "Show as tables" }).click();
    const nodes = page.getByRole("region", { name: "Graph as tables" }).getByRole("table").first().getByRole("rowheader");
    for (const [n, tag] of [tagService, tagActor, tagOther].entries()) {
      await nodes.nth(UNNAMED[n] ?? 0).getByRole("button").click();
      await tag(page);
      await expect(page.getByRole("button", { name: "Take back" }).first()).toBeVisible();
    }
  });

  await test.step("what has a source waits in the queue, and its author shares it", async () => {
    await page.goto("/claims?whose=mine");
    const row = page.getByRole("row").filter({ hasText: REPORT });
    await expect(row).toHaveCount(2);
    await expect(row.first()).toContainText("not reviewed");
    for (const one of [0, 1]) await row.nth(one).getByRole("checkbox").check();
    await page.getByRole("button", { name: "Share 2" }).click();
    await expect(page.getByText("2 claims shared").first()).toBeVisible();
  });

  const second = await secondPerson(browser, baseURL ?? "");
  await test.step("a second person accepts one and rejects the other; nobody reviews what they proposed", async () => {
    await second.goto("/claims?whose=others&status=proposed");
    await second.getByLabel("Text in label, address, entity or source").fill(REPORT);
    const row = second.getByRole("row").filter({ hasText: REPORT });
    await expect(row).toHaveCount(2);
    await row.filter({ hasText: "NiceHash" }).getByRole("button", { name: /NiceHash/ }).click();
    await expectAccessible(second);
    await second.keyboard.press("a");
    await giveReason(second, "Read the report: it names the address on page 4.", "Accept");
    const claim = second.getByRole("complementary", { name: "Claim" });
    await expect(claim.getByText("Accepted", { exact: true })).toBeVisible();
    await expect(claim.getByText("by reviewer@example.org", { exact: false }).first()).toBeVisible();
    await row.getByRole("button", { name: /Lazarus/ }).click();
    await second.keyboard.press("r");
    await giveReason(second, "The report says no such thing.", "Reject");
    await expect(row).toHaveCount(0);
  });

  await test.step("the history shows who decided what, and why", async () => {
    await page.goto(`/claims?status=accepted&text=${encodeURIComponent(REPORT)}`);
    await page.getByRole("row").filter({ hasText: REPORT }).getByRole("button", { name: /NiceHash/ }).click();
    await expect(page.getByText("“Read the report: it names the address on page 4.”")).toBeVisible();
  });
});

async function tagService(page: Page): Promise<void> {
  await page.keyboard.press("2");
  await page.getByRole("dialog", { name: "Claim NiceHash" }).waitFor();
  await page.keyboard.press("3");
  await page.getByLabel("Source (optional)").fill(REPORT);
  await page.keyboard.press("Enter");
}

async function tagActor(page: Page): Promise<void> {
  await page.keyboard.press("1");
  await expect(page.getByRole("complementary", { name: "Inspector" }).getByText(/hypothesis/).first()).toBeVisible();
}

/** The source of the last claim is not carried over to name an actor. */
async function tagOther(page: Page): Promise<void> {
  await page.keyboard.press("t");
  await page.getByRole("combobox", { name: "Who or what is it said to be" }).fill("lazrus");
  await expect(page.getByRole("option", { name: /Lazarus/ })).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page.getByLabel("Category")).toHaveValue("state-actor");
  await expect(page.getByLabel("Source (optional)")).toHaveValue("");
  await page.getByLabel("Source (optional)").fill(REPORT);
  await page.keyboard.press("Enter");
}

for (const colorScheme of ["dark", "light"] as const) {
  test.describe(`in ${colorScheme}`, () => {
    test.use({ colorScheme });
    for (const place of ["/claims?status=any", "/claims/conflicts", "/claims/packs", "/entities/apt43", "/entities/nicehash"]) {
      test(`${place} is accessible`, async ({ page }) => {
        await page.goto(place);
        await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
        await expectAccessible(page);
      });
    }
  });
}
