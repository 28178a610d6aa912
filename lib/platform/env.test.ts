import path from "node:path";
import { describe, expect, it } from "vitest";
import { childEnv, loadEnv, PROJECT_ROOT } from "@/lib/platform/env";

describe("the environment", () => {
  it("has a default for everything", () => {
    expect(loadEnv({})).toEqual({ home: path.join(PROJECT_ROOT, ".assay"), databaseUrl: null, host: "127.0.0.1", port: 3000, portByHand: false, logLevel: "info", production: false, sample: true, publicUrl: null, clientAddressHeader: null });
  });

  it("counts an empty variable as unset", () => {
    expect(loadEnv({ ASSAY_HOME: "", DATABASE_URL: " ", HOST: "", PORT: "", LOG_LEVEL: "" })).toEqual(loadEnv({}));
  });

  it("knows a port set by hand, even when it is the default one", () => {
    expect(loadEnv({ PORT: "3000" })).toMatchObject({ port: 3000, portByHand: true });
  });

  it.each([
    ["PORT", "0"],
    ["PORT", "65536"],
    ["PORT", "80a"],
    ["PORT", "-1"],
    ["DATABASE_URL", "mysql://host/db"],
    ["DATABASE_URL", "not a url"],
    ["HOST", "a b"],
    ["LOG_LEVEL", "loud"],
    ["ASSAY_SAMPLE", "maybe"],
    ["ASSAY_URL", "assay.example"],
    ["ASSAY_URL", "https://assay.example/sub"],
    ["ASSAY_CLIENT_ADDRESS_HEADER", "x real ip"],
  ])("refuses %s=%s and names the variable", (name, value) => {
    expect(() => loadEnv({ [name]: value })).toThrow(new RegExp(`${name}: expected`));
  });

  it("names every wrong variable at once and repeats no value", () => {
    const load = (): unknown => loadEnv({ PORT: "x", DATABASE_URL: "http://user:hunter2@host" });
    expect(load).toThrow(/DATABASE_URL.*PORT/);
    expect(load).not.toThrow(/hunter2/);
  });

  it("takes a relative data folder from the project, not from the working folder", () => {
    expect(loadEnv({ ASSAY_HOME: "data" }).home).toBe(path.join(PROJECT_ROOT, "data"));
  });

  it("is handed to children with changes", () => {
    expect(childEnv({ ASSAY_TEST: "1", PATH: undefined })).toMatchObject({ ASSAY_TEST: "1", PATH: undefined });
  });
});
