import path from "node:path";
import { defineConfig } from "vitest/config";

const alias = { "@": path.resolve(".") };

/** `unit` needs nothing; `db` needs the embedded Postgres, which its global set-up starts once and migrates into a template. */
export default defineConfig({
  resolve: { alias },
  test: {
    projects: [
      {
        resolve: { alias },
        test: { name: "unit", include: ["{app,components,lib,scripts}/**/*.test.{ts,tsx}"], exclude: ["**/*.db.test.ts"], testTimeout: 30_000 },
      },
      {
        resolve: { alias },
        test: {
          name: "db",
          include: ["lib/**/*.db.test.ts"],
          globalSetup: ["lib/testing/postgres.setup.ts"],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          maxWorkers: 2,
          env: { LOG_LEVEL: process.env["LOG_LEVEL"] ?? "fatal" },
        },
      },
    ],
  },
});
