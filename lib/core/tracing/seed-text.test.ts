import { expect, test } from "vitest";
import { isSeedText, parseSeedText } from "@/lib/core/tracing/seed-text";

const TXID = "ab".repeat(32);
const ADDRESS = "1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2";

test("outputs, addresses, scripts and wallets are told apart, however they are separated, each once", () => {
  const script = `script:${"0".repeat(64)}`;
  expect(parseSeedText(`${TXID.toUpperCase()}:3, ${ADDRESS}\n${script}\twallet:${ADDRESS} ${ADDRESS}`)).toEqual({
    outpoints: [{ txid: TXID, n: 3 }], refs: [ADDRESS, script], wallets: [ADDRESS], unreadable: [],
  });
});

test("a txid without its output, and what is nothing at all, are given back as they were written", () => {
  expect(parseSeedText(`${TXID} wallet: x ${TXID}:-1`).unreadable).toEqual([TXID, "wallet:", "x", `${TXID}:-1`]);
});

test("text is a seed when it names something and all of it can be read", () => {
  expect([ADDRESS, "", `${ADDRESS} ${TXID}`].map(isSeedText)).toEqual([true, false, false]);
});
