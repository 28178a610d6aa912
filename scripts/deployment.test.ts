import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";

const ROOT = path.dirname(import.meta.dirname);
const read = (file: string): string => readFileSync(path.join(ROOT, file), "utf8");

type Tree = Map<string, Tree | string>;

/** As much YAML as docker-compose.yml uses: mappings by indentation, lists as the text of their lines. @throws on anything else */
function parseMappings(text: string): Tree {
  const root: Tree = new Map();
  const open = [{ indent: -1, node: root, key: "", above: root }];
  for (const line of text.split("\n").filter((each) => !/^\s*(#.*)?$/.test(each))) {
    const indent = line.search(/\S/);
    while ((open.at(-1)?.indent ?? -1) >= indent) open.pop();
    const parent = open.at(-1) ?? { node: root, key: "", above: root };
    const [, key, value] = /^\s*([\w-]+):(?:\s+(.*))?$/.exec(line) ?? [];
    if (key === undefined) addItem(line, parent);
    else if (value !== undefined) parent.node.set(key, value);
    else {
      const node: Tree = new Map();
      parent.node.set(key, node);
      open.push({ indent, node, key, above: parent.node });
    }
  }
  return root;
}

function addItem(line: string, { key, above }: { key: string; above: Tree }): void {
  if (!/^ +- \S/.test(line)) throw new Error(`not understood: ${line}`);
  const before = above.get(key);
  above.set(key, `${typeof before === "string" ? before : ""}${line.trim()}\n`);
}

const at = (tree: Tree, ...keys: string[]): Tree | string | undefined =>
  keys.reduce<Tree | string | undefined>((node, key) => (node instanceof Map ? node.get(key) : undefined), tree);
const documented = (): string[] => [...read(".env.example").matchAll(/^([A-Z_]+)=/gm)].map((match) => match[1] ?? "");

describe("docker-compose.yml", () => {
  const compose = parseMappings(read("docker-compose.yml"));
  const services = [...(at(compose, "services") as Tree).keys()];

  it("has web server, worker and Postgres 18, each watched and restarted", () => {
    expect(services.sort()).toEqual(["app", "db", "worker"]);
    expect(at(compose, "services", "db", "image")).toBe("postgres:18");
    for (const service of services) {
      expect(at(compose, "services", service, "healthcheck", "test"), service).toMatch(/^\["CMD", /);
      expect(at(compose, "services", service, "restart"), service).toBe("unless-stopped");
    }
  });

  it("gives app and worker the same database and the same data folder", () => {
    for (const key of [["environment", "DATABASE_URL"], ["volumes"]]) expect(at(compose, "services", "app", ...key)).toEqual(at(compose, "services", "worker", ...key));
    expect(at(compose, "services", "app", "environment", "DATABASE_URL")).toContain("@db:5432/assay");
  });

  it("publishes nothing beyond this machine unless told to, and no database at all", () => {
    expect(at(compose, "services", "app", "ports")).toContain("127.0.0.1:3000");
    expect(at(compose, "services", "db", "ports")).toBeUndefined();
  });

  it("holds no secret, and every variable it asks for is documented", () => {
    const asked = [...read("docker-compose.yml").matchAll(/\$\{([A-Z_]+)/g)].map((match) => match[1] ?? "");
    expect(asked).toContain("POSTGRES_PASSWORD");
    for (const name of asked) expect(documented()).toContain(name);
    expect(read(".env.example")).toMatch(/^POSTGRES_PASSWORD=$/m);
  });

  it("runs files that are there", () => {
    const files = [...`${read("docker-compose.yml")}\n${read("Dockerfile")}`.matchAll(/(?:^|[\s",])((?:bin|scripts)\/[\w.-]+)/gm)].map((match) => match[1] ?? "");
    expect(files.length).toBeGreaterThan(3);
    for (const file of files) expect(existsSync(path.join(ROOT, file)), file).toBe(true);
  });
});

describe(".env.example", () => {
  it("documents every variable that is read", () => {
    const schema = /const SCHEMA = z\.object\(\{(.*?)^\}\);/ms.exec(read("lib/platform/env.ts"))?.[1] ?? "";
    const names = [...schema.matchAll(/^ {2}([A-Z_]+):/gm)].map((match) => match[1] ?? "").filter((name) => name !== "NODE_ENV");
    expect(names.length).toBeGreaterThan(4);
    for (const name of names) expect(documented()).toContain(name);
  });
});
