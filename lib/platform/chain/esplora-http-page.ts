import { sameBytes } from "@/lib/core/bitcoin/bytes";
import type { Decoded } from "@/lib/core/bitcoin/columns";
import { readEsploraTx } from "@/lib/core/bitcoin/esplora-json";
import { FieldError, Fields } from "@/lib/core/bitcoin/fields";
import { NetworkGuess } from "@/lib/core/bitcoin/network-guess";
import { decodeEsploraTxs } from "@/lib/core/bitcoin/tx-batch";
import type { Network, NetworkName } from "@/lib/core/network";
import type { HistorySubject, TransactionPage } from "@/lib/features/sync/sync.ports";
import { nodeHasher } from "@/lib/platform/chain/hasher";

interface PageContext {
  readonly name: string;
  readonly network: Network;
  /** Whose history this is; null for a single transaction. */
  readonly subject: HistorySubject | null;
}

/** What is bad about one transaction of a page rejects that one; the others stay. */
export function decodePage(items: readonly unknown[], { name, network, subject }: PageContext): TransactionPage {
  const confirmed: string[] = [];
  const unconfirmed: string[] = [];
  for (const item of items) {
    const txid = txidOf(item);
    if (txid !== null) (isUnconfirmed(item) ? unconfirmed : confirmed).push(txid);
  }
  const nameOf = (item: unknown): string => `${subject === null ? "" : `${subject.ref}, `}transaction ${txidOf(item) ?? `${items.indexOf(item) + 1} of the reply`}`;
  const ours = subject === null ? items : items.filter((item) => mayTouch(item, subject.scriptHash));
  const strangers = items.filter((item) => !ours.includes(item));
  const place = (i: number) => ({ position: nameOf(ours[i]), next: 0 });
  const decoded = decodeEsploraTxs(ours, { file: name, hasher: nodeHasher, network: new NetworkGuess(network, nodeHasher), place });
  return { confirmed, unconfirmed, decoded: [...decoded, ...strangers.map((item) => stranger(name, nameOf(item), subject))] };
}

function txidOf(item: unknown): string | null {
  const txid = typeof item === "object" && item !== null ? (item as { txid?: unknown }).txid : null;
  return typeof txid === "string" && /^[0-9a-f]{64}$/i.test(txid) ? txid.toLowerCase() : null;
}

function isUnconfirmed(item: unknown): boolean {
  const status = typeof item === "object" && item !== null ? (item as { status?: unknown }).status : null;
  return typeof status === "object" && status !== null && (status as { confirmed?: unknown }).confirmed === false;
}

/** False where a transaction certainly does not touch the script. An input that does not say what it spends may. */
function mayTouch(item: unknown, scriptHash: Uint8Array): boolean {
  try {
    const { tx } = readEsploraTx(Fields.of(item));
    const scripts = [...tx.inputs, ...tx.outputs].map(({ script }) => script);
    return scripts.some((script) => script === null || sameBytes(nodeHasher.sha256(script), scriptHash));
  } catch (error) {
    if (error instanceof FieldError) return true; // the decoder will say what is wrong with it
    throw error;
  }
}

const stranger = (file: string, position: string, subject: HistorySubject | null): Decoded => ({
  kind: "rejected",
  rejection: { file, position, reason: `the server gave it as history of ${subject?.ref ?? "something else"}, which it does not touch` },
});

/** The likeliest network of addresses, and of transactions by the addresses in them. */
export function networkOfItems(addresses: readonly string[], items: readonly unknown[]): NetworkName {
  const guess = new NetworkGuess(null, nodeHasher);
  guess.see(addresses);
  for (const item of items) {
    try {
      guess.see(readEsploraTx(Fields.of(item)).addresses);
    } catch (error) {
      if (!(error instanceof FieldError)) throw error; // whoever reads it for good will say what is wrong with it
    }
  }
  return guess.settle().name;
}
