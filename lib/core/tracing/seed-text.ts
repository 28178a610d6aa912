/** Where a trace starts, as people write it: outputs, addresses, and wallets by one of their addresses. */
export interface SeedText {
  readonly outpoints: readonly { readonly txid: string; readonly n: number }[];
  readonly refs: readonly string[];
  readonly wallets: readonly string[];
  /** What is none of the three, as it was written. */
  readonly unreadable: readonly string[];
}

const OUTPOINT = /^([0-9a-f]{64}):(\d{1,9})$/i;
const REF = /^(?:[0-9A-Za-z]{14,110}|script:[0-9a-f]{64})$/;
const WALLET = "wallet:";

/** Reads `TXID:N`, `ADDRESS` and `wallet:ADDRESS`, separated by white space or commas; each once. */
export function parseSeedText(text: string): SeedText {
  const words = [...new Set(text.split(/[\s,]+/).filter((word) => word !== ""))];
  const outpoints: SeedText["outpoints"][number][] = [];
  const refs: string[] = [];
  const wallets: string[] = [];
  const unreadable: string[] = [];
  for (const word of words) {
    const [, txid, n] = OUTPOINT.exec(word) ?? [];
    const wallet = word.startsWith(WALLET) ? word.slice(WALLET.length) : null;
    if (txid !== undefined && n !== undefined) outpoints.push({ txid: txid.toLowerCase(), n: parseInt(n, 10) });
    else if (wallet !== null && REF.test(wallet)) wallets.push(wallet);
    else if (wallet === null && REF.test(word) && !/^[0-9a-f]{64}$/i.test(word)) refs.push(word);
    else unreadable.push(word);
  }
  return { outpoints, refs, wallets, unreadable };
}

/** Whether it names anything to start from, and nothing that cannot be read. */
export const isSeedText = (text: string): boolean => {
  const { outpoints, refs, wallets, unreadable } = parseSeedText(text);
  return outpoints.length + refs.length + wallets.length > 0 && unreadable.length === 0;
};
