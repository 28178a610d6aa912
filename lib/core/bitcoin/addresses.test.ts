import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addressOfScript, guessNetworks, scriptOfAddress } from "@/lib/core/bitcoin/addresses";
import { decodeBase58, encodeBase58 } from "@/lib/core/bitcoin/base58";
import { fromHex, toHex } from "@/lib/core/hex";
import { NETWORK_NAMES, networkByName } from "@/lib/core/network";
import { nodeHasher as hasher } from "@/lib/platform/chain/hasher";
import { testScripts } from "@/lib/testing/chain";

const bytes = (hex: string): Uint8Array => fromHex(hex)!;
const bitcoin = networkByName("bitcoin");

/** BIP 350, "Test vectors for v0-v16 native segregated witness addresses". */
const SEGWIT = [
  ["BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4", "0014751e76e8199196d454941c45d1b3a323f1433bd6"],
  ["tb1qrp33g0q5c5txsp9arysrx4k6zdkfs4nce4xj0gdcccefvpysxf3q0sl5k7", "00201863143c14c5166804bd19203356da136c985678cd4d27a1b8c6329604903262"],
  ["bc1pw508d6qejxtdg4y5r3zarvary0c5xw7kw508d6qejxtdg4y5r3zarvary0c5xw7kt5nd6y", "5128751e76e8199196d454941c45d1b3a323f1433bd6751e76e8199196d454941c45d1b3a323f1433bd6"],
  ["BC1SW50QGDZ25J", "6002751e"],
  ["bc1zw508d6qejxtdg4y5r3zarvaryvaxxpcs", "5210751e76e8199196d454941c45d1b3a323"],
  ["tb1qqqqqp399et2xygdj5xreqhjjvcmzhxw4aywxecjdzew6hylgvsesrxh6hy", "0020000000c4a5cad46221b2a187905e5266362b99d5e91c6ce24d165dab93e86433"],
  ["tb1pqqqqp399et2xygdj5xreqhjjvcmzhxw4aywxecjdzew6hylgvsesf3hn0c", "5120000000c4a5cad46221b2a187905e5266362b99d5e91c6ce24d165dab93e86433"],
  ["bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0", "512079be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798"],
] as const;
const INVALID_SEGWIT = [
  ["tc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vq5zuyut", /./],
  ["bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqh2y7hd", /needs a Bech32m checksum/],
  ["tb1z0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqglt7rf", /needs a Bech32m checksum/],
  ["BC1S0XLXVLHEMJA6C4DQV22UAPCTQUPFHLXM9H8Z3K2E72Q4K9HCZ7VQ54WELL", /needs a Bech32m checksum/],
  ["bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kemeawh", /needs a Bech32 checksum/],
  ["tb1q0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vq24jc47", /needs a Bech32 checksum/],
  ["bc1p38j9r5y49hruaue7wxjce0updqjuyyx0kh56v8s25huc6995vvpql3jow4", /letter "o"/],
  ["BC130XLXVLHEMJA6C4DQV22UAPCTQUPFHLXM9H8Z3K2E72Q4K9HCZ7VQ7ZWS8R", /witness version is 17/],
  ["bc1pw5dgrnzv", /has 1 bytes/],
  ["bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7v8n0nx0muaewav253zgeav", /has 41 bytes/],
  ["BC1QR508D6QEJXTDG4Y5R3ZARVARYV98GJ9P", /version 0 has 16 bytes/],
  ["tb1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vq47Zagq", /mixes small and capital/],
  ["bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7v07qwwzcrf", /last bits/],
  ["tb1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vpggkg4j", /last bits/],
  ["bc1gmk9yu", /empty after its prefix/],
] as const;

describe("addresses", () => {
  it.each(SEGWIT)("knows the official address %s", (text, script) => {
    const network = networkByName(text.toLowerCase().startsWith("bc") ? "bitcoin" : "testnet3");
    expect(scriptOfAddress(text, network, hasher)).toMatchObject({ ok: true, script: bytes(script) });
    expect(addressOfScript(bytes(script), network, hasher)).toBe(text.toLowerCase());
  });

  it.each(INVALID_SEGWIT)("says what is wrong with the official invalid address %s", (text, reason) => {
    const network = networkByName(text.toLowerCase().startsWith("tb") ? "testnet3" : "bitcoin");
    const read = scriptOfAddress(text, network, hasher);
    expect(read.ok).toBe(false);
    if (!read.ok) expect(read.reason).toMatch(reason);
  });

  it("gives a bare public key the address of its hash, and has two scripts for one address", () => {
    const satoshi = bytes("410411db93e1dcdb8a016b49840f8c53bc1eb68a382e97b1482ecad7b148a6909a5cb2e0eaddfb84ccf9744464f82e160bfa9b8b64f9d4c03f999b8643f656b412a3ac");
    expect(addressOfScript(satoshi, bitcoin, hasher)).toBe("12cbQLTFMXRnSzktFkuoG3eHoMeFtpTu3S");
    const read = scriptOfAddress("12cbQLTFMXRnSzktFkuoG3eHoMeFtpTu3S", bitcoin, hasher);
    expect(read.ok && toHex(read.script)).toBe("76a91411b366edfc0a8b66feebae5c2e25a7b6a5d1cf3188ac");
    expect(read.ok && read.type).toBe("p2pkh");
  });

  it("knows the anchor address of every wallet that pays for fees", () => {
    expect(addressOfScript(bytes("51024e73"), bitcoin, hasher)).toBe("bc1pfeessrawgf");
    expect(scriptOfAddress("bc1pfeessrawgf", bitcoin, hasher)).toMatchObject({ ok: true, type: "p2a" });
  });

  it("reads both forms of Litecoin's script addresses and writes the newer", () => {
    const litecoin = networkByName("litecoin");
    const script = testScripts.p2sh(5);
    const newer = addressOfScript(script, litecoin, hasher)!;
    const older = addressOfScript(script, bitcoin, hasher)!;
    expect(newer).toMatch(/^M/);
    expect(older).toMatch(/^3/);
    for (const text of [newer, older]) expect(scriptOfAddress(text, litecoin, hasher)).toMatchObject({ ok: true, script });
    expect(guessNetworks(older, hasher)).toEqual(["bitcoin", "litecoin"]);
    expect(guessNetworks(newer, hasher)).toEqual(["litecoin"]);
  });

  it("has no address for Litecoin's MimbleWimble outputs", () => {
    const litecoin = networkByName("litecoin");
    const hogAddr = Uint8Array.of(0x58, 32, ...new Uint8Array(32).fill(3));
    expect(addressOfScript(hogAddr, litecoin, hasher)).toBeNull();
    expect(addressOfScript(hogAddr, bitcoin, hasher)).toMatch(/^bc1g/);
  });

  it.each([
    ["", /empty/],
    ["1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb", /checksum does not hold/],
    ["1A1zP1eP5QGefi2DMPTfTL5SLmv7Div0Na", /Base58 does not have/],
    ["mipcBbFg9gMiCh81Kj8tqqdgoZub1ZJRfn", /belongs to testnet3 or .*, not to bitcoin/],
    ["bcrt1qw508d6qejxtdg4y5r3zarvary0c5xw7kygt080", /belongs to regtest, not to bitcoin/],
    ["5Kd3NBUAdUnhyzenEwVLy9pBKxSwXvE9FMPyR4UKZvpe6E3AgLr", /holds 33 bytes where an address holds 21/],
    ["1".repeat(500), /./],
    ["not an address", /Base58 does not have/],
  ])("refuses %j with the reason", (text, reason) => {
    const read = scriptOfAddress(text, bitcoin, hasher);
    expect(read.ok).toBe(false);
    if (!read.ok) expect(read.reason).toMatch(reason);
  });

  it("reads every address that it wrote, on every network", () => {
    const script = fc.oneof(
      fc.tuple(fc.constantFrom(testScripts.p2pkh, testScripts.p2sh, testScripts.p2wpkh, testScripts.p2wsh, testScripts.p2tr), fc.nat()).map(([make, seed]) => make(seed)),
      fc.tuple(fc.integer({ min: 0x52, max: 0x60 }), fc.uint8Array({ minLength: 2, maxLength: 40 })).map(([op, program]) => Uint8Array.of(op, program.length, ...program)),
    );
    fc.assert(
      fc.property(fc.constantFrom(...NETWORK_NAMES), script, (name, wanted) => {
        const network = networkByName(name);
        const text = addressOfScript(wanted, network, hasher);
        if (text === null) return;
        expect(scriptOfAddress(text, network, hasher)).toMatchObject({ ok: true, script: wanted });
        expect(guessNetworks(text, hasher)).toContain(name);
      }),
    );
  });

  it("never throws on any text", () => {
    fc.assert(fc.property(fc.string({ maxLength: 120 }), (text) => {
        expect(typeof scriptOfAddress(text, bitcoin, hasher).ok).toBe("boolean");
      }));
  });

  it("turns bytes into Base58 and back, leading zeros too", () => {
    fc.assert(
      fc.property(fc.nat(4), fc.uint8Array({ maxLength: 60 }), (zeros, rest) => {
        const data = Uint8Array.of(...new Uint8Array(zeros), ...rest);
        expect(decodeBase58(encodeBase58(data))).toEqual(data);
      }),
    );
  });
});
