import { readFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { AppError } from "@/lib/core/errors";
import { NETWORK_NAMES, type NetworkName } from "@/lib/core/network";
import type { OutboundLog, OutboundSource, OutboundSourceList } from "@/lib/features/sources/sources.ports";
import { NotReady, makeHttpClient, type Authorize, type HttpClient, type HttpClientOptions } from "@/lib/platform/chain/http-client";
import { parseSourceUrl, type SourceUrl } from "@/lib/platform/chain/http-client-guard";

/** Where and how to reach a source. What it holds of credentials goes to that server and nowhere else. */
export interface SourceAccess {
  /** For log and messages. */
  readonly name: string;
  readonly url: SourceUrl;
  /** Of Bitcoin Core: `user:password` on one line, new with each start of the node. */
  readonly cookieFile: string | null;
  readonly privateNetwork: boolean;
  /** Requests per second; undefined: as `makeHttpClient` thinks right. */
  readonly perSecond?: number;
}

export interface ConfiguredSource {
  readonly kind: OutboundSource["kind"];
  readonly network: NetworkName;
  readonly access: SourceAccess;
}

const FILE = "sources.json";

const Entry = z.strictObject({
  name: z.string().regex(/^[\w-]{1,40}$/, "1 to 40 letters, digits, _ or -"),
  kind: z.enum(["core", "esplora"]),
  url: z.string(),
  network: z.enum(NETWORK_NAMES),
  enabled: z.boolean().default(false),
  rateLimit: z.number().positive().max(10_000).optional(),
  cookieFile: z.string().min(1).optional(),
  privateNetwork: z.boolean().default(false),
});
type Entry = z.output<typeof Entry>;
const Document = z.strictObject({ sources: z.array(Entry).max(1000) });

/** What the owner wrote into `sources.json` of the data folder, read anew each time. Nobody else can name a URL. */
export function makeOutboundSources(home: string): OutboundSourceList & { configured(name: string): Promise<ConfiguredSource> } {
  return {
    all: async () => (await readEntries(home)).map(({ name, kind, network, enabled }) => ({ name, kind, network, enabled })),

    /** @throws AppError not_found, forbidden (switched off), invalid_input (the file) */
    configured: async (name) => {
      const entry = (await readEntries(home)).find((each) => each.name === name);
      if (entry === undefined) throw new AppError("not_found", `No source is called “${name}”. The owner names sources in ${FILE} of the data folder.`);
      if (!entry.enabled) throw new AppError("forbidden", `The source “${name}” is switched off. The owner switches it on with "enabled": true in ${FILE} of the data folder.`);
      return { kind: entry.kind, network: entry.network, access: accessOf(entry, home) };
    },
  };
}

function accessOf({ name, url, cookieFile, privateNetwork, rateLimit }: Entry, home: string): SourceAccess {
  const cookie = cookieFile === undefined ? null : path.resolve(home, cookieFile);
  return { name, url: parseSourceUrl(url), cookieFile: cookie, privateNetwork, ...(rateLimit !== undefined && { perSecond: rateLimit }) };
}

async function readEntries(home: string): Promise<readonly Entry[]> {
  const file = path.join(home, FILE);
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw new AppError("invalid_input", `${FILE} of the data folder cannot be read.`, { cause });
  }
  const { sources } = parseDocument(text);
  for (const [index, entry] of sources.entries()) {
    const place = `sources[${index}] (“${entry.name}”)`;
    if (sources.findIndex(({ name }) => name === entry.name) !== index) throw wrong(place, "another source has the same name");
    const { username, password } = readUrl(entry.url, place);
    if (entry.cookieFile !== undefined && (username !== "" || password !== "")) throw wrong(place, "give either user and password in the URL or a cookie file, not both");
  }
  return sources;
}

/** JSON.parse and zod may repeat what they choke on, passwords included; their words are not passed on. */
function parseDocument(text: string): z.output<typeof Document> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw wrong("the file", "it is not JSON");
  }
  const parsed = Document.safeParse(json);
  if (parsed.success) return parsed.data;
  const first = parsed.error.issues[0];
  const place = first === undefined || first.path.length === 0 ? "the file" : first.path.map(String).join(".");
  throw wrong(place, first === undefined || first.code === "unrecognized_keys" ? "it holds a key that no source has" : first.message);
}

function readUrl(url: string, place: string): SourceUrl {
  try {
    return parseSourceUrl(url);
  } catch (error) {
    if (error instanceof AppError) throw wrong(place, error.message);
    throw error;
  }
}

const wrong = (place: string, reason: string): AppError =>
  new AppError("invalid_input", `${FILE} of the data folder cannot be used: ${place}: ${reason}. Expected {"sources": [{"name", "kind": "core" or "esplora", "url", "network", "enabled", "rateLimit"?, "cookieFile"?, "privateNetwork"?}]}.`);

/** A URL that the owner typed at this very moment: that is the permission, for the own network too. Named by its host in log and messages. */
export function accessByHand(url: string, cookieFile: string | null = null): SourceAccess {
  const parsed = parseSourceUrl(url);
  const { host, pathname } = parsed.base;
  return { name: `${host}${pathname === "/" ? "" : pathname}`, url: parsed, cookieFile: cookieFile === null ? null : path.resolve(cookieFile), privateNetwork: true };
}

export function openHttp(access: SourceAccess, log: OutboundLog, tuning: Pick<HttpClientOptions, "retries" | "timeouts"> = {}): HttpClient {
  const { base } = access.url;
  return makeHttpClient({ ...tuning, source: access.name, base, log, authorize: authorizeWith(access), privateNetwork: access.privateNetwork, ...(access.perSecond !== undefined && { perSecond: access.perSecond }) });
}

const basic = (credentials: string): string => `Basic ${Buffer.from(credentials, "utf8").toString("base64")}`;

function authorizeWith({ url: { username, password }, cookieFile }: SourceAccess): Authorize {
  if (cookieFile === null) return () => Promise.resolve(username === "" && password === "" ? null : basic(`${username}:${password}`));
  return async () => {
    try {
      return basic((await readFile(cookieFile, "utf8")).trim());
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code === "ENOENT") throw new NotReady("has no cookie file where the owner said (a node writes it when it starts)", { cause });
      throw new AppError("source_unavailable", "The cookie file of the source cannot be read: may this account read it?", { cause });
    }
  };
}
