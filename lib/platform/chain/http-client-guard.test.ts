import type { LookupAddress } from "node:dns";
import { describe, expect, it } from "vitest";
import { guardedLookup, isNamedPrivate, parseSourceUrl, refusedAddress, targetBelow } from "@/lib/platform/chain/http-client-guard";

/** Asks the guarded look-up with a name service that answers as told; nothing is dialled. */
function lookUp(addresses: readonly string[], privateNetwork: boolean): Promise<string> {
  const found: LookupAddress[] = addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 }));
  const resolve = ((_name: string, _options: object, callback: (error: null, found: LookupAddress[]) => void) => { callback(null, found); }) as never;
  return new Promise((done) => {
    guardedLookup(privateNetwork, resolve)("node.example", { all: true }, (error, address) => {
      done(error === null ? (address as LookupAddress[]).map((each) => each.address).join(" ") : error.message);
    });
  });
}

describe("where a source may lead", () => {
  it("refuses a public name that turns out to point into the own machine or network, unless the owner said so", async () => {
    for (const address of ["127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "100.64.0.1", "::1", "fd00::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1"]) {
      expect(await lookUp([address], false)).toContain("is on this machine or a private network");
      expect(await lookUp([address], true)).toBe(address);
    }
  });

  it("refuses when any of several addresses is not allowed, and when there is none", async () => {
    expect(await lookUp(["93.184.216.34", "10.0.0.1"], false)).toContain("10.0.0.1");
    expect(await lookUp([], false)).toContain("it has no address");
    expect(await lookUp(["93.184.216.34", "2606:2800::1"], false)).toBe("93.184.216.34 2606:2800::1");
  });

  it("never connects to link-local, multicast or unspecified addresses, whoever says so", async () => {
    for (const address of ["169.254.169.254", "0.0.0.0", "224.0.0.1", "255.255.255.255", "fe80::1", "::", "ff02::1", "::ffff:169.254.169.254"]) {
      expect(refusedAddress(address, true)).toContain("no source may have");
      expect(await lookUp([address], true)).toContain("no source may have");
    }
  });

  it("reads the host as the URL standard does, so that odd spellings of an address hide nothing", () => {
    for (const host of ["2852039166", "0xa9.0xfea9fe", "0251.0376.0251.0376", "[::ffff:169.254.169.254]"]) expect(() => parseSourceUrl(`http://${host}/`)).toThrow("cannot be used");
    for (const host of ["127.0.0.1", "2130706433", "0x7f.1", "[::1]", "localhost", "10.0.0.7"]) expect(isNamedPrivate(parseSourceUrl(`http://${host}:1`).base.hostname)).toBe(true);
    expect(isNamedPrivate(parseSourceUrl("https://node.example").base.hostname)).toBe(false);
  });
});

describe("the URL of a source", () => {
  it("gives up its credentials and keeps scheme, host, port and path", () => {
    const { base, username, password } = parseSourceUrl("https://us%40er:p%3Ass@node.example:8443/api/v1/");
    expect([base.href, username, password]).toEqual(["https://node.example:8443/api/v1", "us@er", "p:ss"]);
  });

  it("must be http or https, without query and fragment, and is never repeated in the complaint", () => {
    for (const text of ["", "node", "ftp://user:geheim@host", "file:///etc/passwd", "http://", "http://user:geheim@host/?q=1", "http://host/#a", "http://user:geheim%@host"]) {
      expect(() => parseSourceUrl(text)).toThrow(/URL of the source/);
      expect(() => parseSourceUrl(text)).not.toThrow(/geheim/);
    }
  });

  it("cannot be left by the path of a request", () => {
    const { base } = parseSourceUrl("http://node.example:8332/api");
    expect(targetBelow(base, "/tx/00").href).toBe("http://node.example:8332/api/tx/00");
    expect(targetBelow(base, "//other.example/x").host).toBe("node.example:8332");
    for (const path of ["/../x", "/..", "@other.example/", ".other.example/", "/%2e%2e/x", "x"]) expect(() => targetBelow(base, path)).toThrow("leave the address");
    expect(() => targetBelow(parseSourceUrl("http://node.example").base, "@other.example/")).toThrow();
  });
});
