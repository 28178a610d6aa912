import { hotp, STEP_SECONDS } from "../lib/platform/auth/totp";
import { fromBase32 } from "../lib/testing/base32";
import type { Browser, Page } from "@playwright/test";
import { expectAccessible } from "./axe";
import { expect, test } from "./fixtures";

/** How a team comes in: the owner invites, each chooses a password, a lead adds a second factor, roles decide. */

const PASSWORD = "three unrelated words";
const LEAD = "lead@example.org";
const ANALYST = "analyst@example.org";

/** @returns the one-time link that the page shows */
async function invite(page: Page, email: string, role: string): Promise<string> {
  await page.getByRole("button", { name: "Invite" }).click();
  await page.getByLabel("E-mail address").fill(email);
  await page.getByRole("radio", { name: role }).check();
  await page.getByRole("button", { name: "Make a link" }).click();
  const link = await page.locator("output[aria-label='One-time link']").innerText();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Done" }).click();
  return link;
}

async function newcomer(browser: Browser, baseURL: string | undefined): Promise<Page> {
  const context = await browser.newContext({ ...(baseURL !== undefined && { baseURL }) });
  return context.newPage();
}

async function setPassword(page: Page, link: string): Promise<void> {
  await page.goto(link);
  await page.getByLabel("New password").fill(PASSWORD);
  await expectAccessible(page);
  await page.getByRole("button", { name: "Set password" }).click();
}

async function signIn(page: Page, email: string): Promise<void> {
  await page.getByLabel("E-mail address").fill(email);
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in" }).click();
}

async function signOut(page: Page): Promise<void> {
  await page.getByRole("button", { name: /^Account:/ }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(page.getByRole("heading", { name: "Sign in to Assay" })).toBeVisible();
}

const code = (secret: string, steps = 0): string => hotp(fromBase32(secret), Math.floor(Date.now() / 1000 / STEP_SECONDS) + steps);

test("a lead and an analyst are invited, sign in, and may what their roles may", async ({ page: owner, browser, baseURL }) => {
  await owner.goto("/people");
  const [forLead, forAnalyst] = [await invite(owner, LEAD, "Team lead"), await invite(owner, ANALYST, "Analyst")];
  const [lead, analyst] = [await newcomer(browser, baseURL), await newcomer(browser, baseURL)];
  let secret = "";

  await test.step("the lead chooses a password, and is not in before the second factor is set up", async () => {
    await setPassword(lead, forLead);
    await expect(lead.getByRole("heading", { name: "Set up your second factor" })).toBeVisible();
    expect((await lead.request.get("/api/people")).status()).toBe(401);
    secret = (await lead.getByLabel("Secret", { exact: true }).innerText()).replaceAll(" ", "");
    await expectAccessible(lead);
    await lead.getByLabel("Code that the app shows").fill(code(secret));
    await lead.getByRole("button", { name: "Confirm" }).click();
    await expect(lead.getByRole("list", { name: "Recovery codes" }).getByRole("listitem")).toHaveCount(10);
    await expectAccessible(lead);
    await lead.getByRole("button", { name: "I have kept them" }).click();
    await lead.goto("/people");
    await expect(lead.getByRole("row", { name: ANALYST })).toContainText("invited");
    await expectAccessible(lead);
  });

  await test.step("the link works once", async () => {
    await lead.goto("/");
    await lead.goto(forLead);
    await expect(lead.getByText("This link does not work")).toBeVisible();
    await lead.goto("/");
  });

  await test.step("signed out, the lead comes back with password and code; a wrong password tells nothing", async () => {
    await signOut(lead);
    expect((await lead.request.get("/api/people")).status()).toBe(401);
    await lead.getByLabel("E-mail address").fill(LEAD);
    await lead.getByLabel("Password").fill("not the password");
    await lead.getByRole("button", { name: "Sign in" }).click();
    await expect(lead.getByText("E-mail address or password is not right.")).toBeVisible();
    await expectAccessible(lead);
    await signIn(lead, LEAD);
    // The code of this step may have been used to set the factor up; clocks may differ by one.
    await lead.getByLabel("Code").fill(code(secret, 1));
    await lead.getByRole("button", { name: "Go on" }).click();
    await expect(lead.getByRole("button", { name: `Account: ${LEAD}` })).toBeVisible();
  });

  await test.step("the analyst needs a password only, sees claims, and is refused what an analyst may not", async () => {
    await setPassword(analyst, forAnalyst);
    await expect(analyst.getByRole("button", { name: `Account: ${ANALYST}` })).toBeVisible();
    expect((await analyst.request.get("/api/claims")).status()).not.toBe(403);
    expect((await analyst.request.post("/api/cases", { data: { name: "Not mine to make" } })).status()).toBe(403);
    await analyst.goto("/people");
    await expect(analyst.getByText("Your role does not allow this.")).toBeVisible();
    await analyst.goto("/account");
    await expect(analyst.getByRole("table", { name: "Sessions" }).getByText("this one")).toBeVisible();
    await expectAccessible(analyst);
  });

  await test.step("a change of role by the lead signs the analyst out; then more is allowed", async () => {
    await lead.goto("/people");
    await lead.getByLabel(`Role of ${ANALYST}`).selectOption("Investigator");
    await expect(lead.getByLabel(`Role of ${ANALYST}`)).toBeEnabled();
    await expect.poll(async () => (await analyst.request.get("/api/overview")).status()).toBe(401);
    await analyst.goto("/");
    await signIn(analyst, ANALYST);
    await expect(analyst.getByRole("button", { name: `Account: ${ANALYST}` })).toBeVisible();
    expect((await analyst.request.post("/api/cases", { data: { name: "Mine to make" } })).status()).toBe(201);
  });

  await test.step("a disabled account is out at once", async () => {
    await lead.getByRole("button", { name: `What to do with ${ANALYST}` }).click();
    await lead.getByRole("menuitem", { name: "Disable" }).click();
    await expect(lead.getByRole("row", { name: ANALYST })).toContainText("disabled");
    expect((await analyst.request.get("/api/overview")).status()).toBe(401);
    await analyst.goto("/");
    await signIn(analyst, ANALYST);
    await expect(analyst.getByText("E-mail address or password is not right.")).toBeVisible();
    await signOut(lead);
  });
  await Promise.all([lead.context().close(), analyst.context().close()]);
});
