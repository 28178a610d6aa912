import { test as base, expect } from "@playwright/test";

/** The URL that `npm start` printed. */
export const signInUrl = (): string => {
  const url = process.env["ASSAY_E2E_URL"];
  if (url === undefined) throw new Error("e2e/assay.setup.ts has not started Assay");
  return url;
};

interface Options {
  /** Texts of console errors that a journey provokes on purpose. */
  readonly expectedErrors: readonly RegExp[];
}

/** `page` belongs to somebody signed in; relative addresses lead to this Assay; a console error fails the journey. */
export const test = base.extend<Options>({
  expectedErrors: [[], { option: true }],
  baseURL: async ({}, provide) => {
    await provide(new URL(signInUrl()).origin);
  },
  page: async ({ page, expectedErrors }, provide) => {
    const errors: string[] = [];
    page.on("console", (message) => {
      if (message.type() === "error") errors.push(message.text());
    });
    page.on("pageerror", (error) => errors.push(error.message));
    await page.goto(signInUrl());
    await provide(page);
    expect(errors.filter((text) => !expectedErrors.some((expected) => expected.test(text)))).toEqual([]);
  },
});

export { expect };
