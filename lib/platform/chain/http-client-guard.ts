import { lookup, type LookupAddress } from "node:dns";
import { BlockList, isIP, isIPv6, type LookupFunction } from "node:net";
import { AppError } from "@/lib/core/errors";

/** Where the owner may not send us even by mistake: these answer with the secrets of the machine, or are no host at all. */
const NEVER = blockList(["0.0.0.0/8", "169.254.0.0/16", "224.0.0.0/4", "240.0.0.0/4"], ["::/128", "fe80::/10", "ff00::/8"]);
/** Own machine and own network: fine when the owner names them as such, not when a public name happens to point there. */
const PRIVATE = blockList(["10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "172.16.0.0/12", "192.0.0.0/24", "192.168.0.0/16", "198.18.0.0/15"], ["::1/128", "fc00::/7"]);

function blockList(v4: readonly string[], v6: readonly string[]): BlockList {
  const list = new BlockList();
  const add = (family: "ipv4" | "ipv6") => (range: string) => {
    const [net = "", prefix = ""] = range.split("/");
    list.addSubnet(net, parseInt(prefix, 10), family);
  };
  v4.forEach(add("ipv4"));
  v6.forEach(add("ipv6"));
  return list;
}

/** BlockList itself sees through addresses of IPv4 mapped into IPv6 (`::ffff:127.0.0.1`). */
const inList = (list: BlockList, ip: string): boolean => list.check(ip, isIPv6(ip) ? "ipv6" : "ipv4");

/** @returns why a connection to this IP address is refused, or null. */
export function refusedAddress(ip: string, privateNetwork: boolean): string | null {
  if (inList(NEVER, ip)) return `${ip} is a link-local, multicast or unspecified address, which no source may have`;
  if (!privateNetwork && inList(PRIVATE, ip)) return `${ip} is on this machine or a private network`;
  return null;
}

/** `[::1]` as the URL has it, `::1` as sockets want it. */
const bareHost = (hostname: string): string => hostname.replace(/^\[(.*)\]$/, "$1");

/** Is this host, as the owner wrote it, plainly the own machine or the own network? */
export function isNamedPrivate(hostname: string): boolean {
  const host = bareHost(hostname);
  if (host === "localhost" || host.endsWith(".localhost")) return true;
  return isIP(host) !== 0 && inList(PRIVATE, host);
}

export interface SourceUrl {
  /** Scheme, host, port and path; no credentials, query or fragment, and the path ends without a slash. */
  readonly base: URL;
  readonly username: string;
  readonly password: string;
}

/** @throws AppError invalid_input that never repeats the URL, since it may hold a password. */
export function parseSourceUrl(text: string): SourceUrl {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^https?:$/.test(url.protocol) || url.hostname === "") {
    throw new AppError("invalid_input", "The URL of the source is not valid: expected http://host:port or https://host/path.");
  }
  if (url.search !== "" || url.hash !== "") throw new AppError("invalid_input", "The URL of the source must not have a query (?) or fragment (#) part.");
  const host = bareHost(url.hostname);
  const refusal = isIP(host) === 0 ? null : refusedAddress(host, true);
  if (refusal !== null) throw new AppError("invalid_input", `The URL of the source cannot be used: ${refusal}.`);
  const base = new URL(url.origin + url.pathname.replace(/\/+$/, ""));
  return { base, username: decode(url.username), password: decode(url.password) };
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch (cause) {
    throw new AppError("invalid_input", "User name or password in the URL of the source hold a bare %: write it as %25.", { cause });
  }
}

/**
 * The address to request below a base: never another scheme, host, port or a path above the base's own.
 * @throws AppError invalid_input
 */
export function targetBelow(base: URL, path: string): URL {
  const prefix = base.pathname.replace(/\/+$/, "");
  const target = new URL(base.origin + prefix + path);
  const below = target.origin === base.origin && target.username === "" && (target.pathname === prefix || target.pathname.startsWith(`${prefix}/`));
  if (!below) throw new AppError("invalid_input", "The request would leave the address of its source.");
  return target;
}

/** The name look-up of sockets with the check at the moment of connecting, so that a name cannot change its mind in between. */
export function guardedLookup(privateNetwork: boolean, resolve: typeof lookup = lookup): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, found: LookupAddress[]) => {
      if (error !== null) {
        callback(error, "");
        return;
      }
      const refusals = found.flatMap(({ address }) => refusedAddress(address, privateNetwork) ?? []);
      const refusal = found.length === 0 ? "it has no address" : refusals[0];
      if (refusal !== undefined) {
        callback(Object.assign(new Error(`“${hostname}” is not connected to: ${refusal}`), { code: "ASSAY_REFUSED_ADDRESS" }), "");
        return;
      }
      if (options.all === true) callback(null, found);
      else callback(null, found[0]?.address ?? "", found[0]?.family);
    });
  };
}
