import type { LedgerRows, RowTx } from "@/lib/testing/ledger-rows";
import { sameKeyPairs } from "@/lib/testing/ledger-rows";
import { judge } from "@/lib/core/coinjoin/guard";

/** An analysis as rows of its tables, amounts as text so that rows compare and print. */
export interface AnalysisTables {
  readonly wallet: readonly object[];
  readonly address: readonly object[];
  readonly link: readonly object[];
  readonly history: readonly object[];
  readonly flow: readonly object[];
  readonly coinjoin: readonly object[];
}

/**
 * What the analysis must come to, computed the slow way straight from the definitions: sets, maps and scans over whole
 * ledgers, no typed arrays, no sorting tricks. Shares nothing with lib/core/analysis but the verdict on a single transaction.
 */
export function referenceAnalysis(ledger: LedgerRows): AnalysisTables {
  const txs = ledger.txs.filter((tx) => tx.status !== 2).sort((a, b) => (a.ord < b.ord ? -1 : 1));
  const verdicts = new Map(txs.map((tx) => [tx.id, verdictOf(ledger, tx)]));
  const mixes = (tx: RowTx): boolean => verdicts.get(tx.id)?.mixes === true;
  const active = new Set(txs.flatMap((tx) => touched(tx)));
  const walletOf = walletsOf(txs.filter((tx) => !mixes(tx)), [...active], sameKeyPairs(ledger.addresses));
  const flows = txs.flatMap((tx) => flowsOf(tx, mixes(tx), walletOf));
  return {
    wallet: [...new Set(walletOf.values())].sort((a, b) => a - b).map((id) => walletRow(ledger, { id, txs, walletOf, flows })),
    address: [...active].sort((a, b) => a - b).map((id) => addressRow(id, txs, walletOf)),
    link: linkRows(txs.filter((tx) => !mixes(tx)), [...active], sameKeyPairs(ledger.addresses)),
    history: [...active].sort((a, b) => a - b).flatMap((id) => txs.filter((tx) => touched(tx).includes(id)).map((tx) => ({ address: id, wallet: walletOf.get(id), ord: tx.ord.toString(), txId: tx.id, ...movement(tx, id) }))),
    flow: flowRows(flows),
    coinjoin: txs.flatMap((tx) => {
      const verdict = verdicts.get(tx.id);
      return verdict ? [{ txId: tx.id, kind: verdict.kind }] : [];
    }).sort((a, b) => a.txId - b.txId),
  };
}

function verdictOf(ledger: LedgerRows, tx: RowTx): ReturnType<typeof judge> {
  const type = (address: number): number => ledger.addresses.find((one) => one.id === address)?.type ?? 0;
  return judge({
    coinbase: tx.coinbase,
    inputs: tx.inputs.map((input) => ({ script: input.address, value: input.value, type: input.address === null ? null : type(input.address) })),
    outputs: tx.outputs.map((output) => ({ script: output.address, value: output.value, type: output.address === null ? null : type(output.address) })),
  });
}

const present = (address: number | null): number[] => (address === null ? [] : [address]);
const touched = (tx: RowTx): number[] => [...tx.inputs, ...tx.outputs].flatMap((end) => present(end.address));

/** Repeats until nothing changes: scripts that are linked take the smaller of their wallets. */
function walletsOf(txs: readonly RowTx[], active: readonly number[], pairs: readonly (readonly [number, number])[]): Map<number, number> {
  const wallet = new Map(active.map((id) => [id, id]));
  const groups = [...txs.map((tx) => tx.inputs.flatMap((input) => present(input.address))), ...pairs.filter((pair) => pair.every((id) => wallet.has(id)))];
  for (let changed = true; changed; ) {
    changed = false;
    for (const group of groups) {
      const least = Math.min(...group.map((id) => wallet.get(id) ?? id));
      for (const id of group) {
        if (wallet.get(id) !== least) changed = true;
        wallet.set(id, least);
      }
    }
  }
  return wallet;
}

interface Link {
  readonly ends: readonly [number, number];
  readonly txId: number | null;
}

/** Kruskal's algorithm by the book: of the links in order, each that joins what none before joined; each told from its end that is further from the smallest address. */
function linkRows(txs: readonly RowTx[], active: readonly number[], pairs: readonly (readonly [number, number])[]): object[] {
  const offered: Link[] = pairs.filter((pair) => pair.every((id) => active.includes(id))).map((ends) => ({ ends, txId: null }));
  for (const tx of txs) {
    const [first, ...others] = tx.inputs.flatMap((input) => present(input.address));
    for (const other of others) offered.push({ ends: [first ?? 0, other], txId: tx.id });
  }
  const kept: Link[] = [];
  for (const link of offered) if (!reached(kept, link.ends[0]).has(link.ends[1])) kept.push(link);
  const rows: { address: number }[] = [];
  const seen = new Set<number>();
  for (const root of [...active].sort((a, b) => a - b)) {
    if (seen.has(root)) continue;
    for (const [address, link] of reached(kept, root)) {
      seen.add(address);
      if (link !== null) rows.push({ address, ...{ next: link.ends.find((end) => end !== address), txId: link.txId, rule: link.txId === null ? 1 : 0 } });
    }
  }
  return rows.sort((a, b) => a.address - b.address);
}

/** Every address that links lead to, each with the link it was reached by. */
function reached(links: readonly Link[], from: number): Map<number, Link | null> {
  const found = new Map<number, Link | null>([[from, null]]);
  for (const address of found.keys()) {
    for (const link of links) for (const end of link.ends.includes(address) ? link.ends : []) if (!found.has(end)) found.set(end, link);
  }
  return found;
}

interface TxFlow {
  readonly tx: RowTx;
  readonly src: number;
  readonly dst: number;
  readonly value: bigint;
}

function flowsOf(tx: RowTx, mixes: boolean, walletOf: Map<number, number>): TxFlow[] {
  const wallet = (address: number): number => walletOf.get(address) ?? 0;
  const paid = tx.outputs.reduce((sum, output) => sum + output.value, 0n);
  const resolved = tx.inputs.filter((input) => input.address !== null);
  const known = resolved.reduce((sum, input) => sum + (input.value ?? 0n), 0n);
  const sender = resolved[0] === undefined ? -1 : wallet(resolved[0].address ?? 0);
  const payer = tx.coinbase ? 0 : mixes ? -1000 - tx.id : sender;
  const fee = tx.coinbase ? 0n : feeOf(tx, known, paid);
  const flows = [
    ...(mixes ? resolved.map((input) => ({ tx, src: wallet(input.address ?? 0), dst: payer, value: input.value ?? 0n })) : []),
    ...(tx.coinbase ? [] : [{ tx, src: -1, dst: payer, value: paid + fee - known }]),
    ...tx.outputs.map((output) => ({ tx, src: payer, dst: output.address === null ? -3 : wallet(output.address), value: output.value })),
    { tx, src: payer, dst: -2, value: fee },
  ];
  return flows.filter((flow) => flow.src !== flow.dst && flow.value > 0n);
}

function feeOf(tx: RowTx, known: bigint, paid: bigint): bigint {
  const excess = known > paid ? known - paid : 0n;
  const complete = tx.inputs.every((input) => input.address !== null && input.value !== null);
  return complete || tx.fee === null || tx.fee < excess ? excess : tx.fee;
}

function movement(tx: RowTx, address: number): { received: string; sent: string } {
  const received = tx.outputs.filter((output) => output.address === address).reduce((sum, output) => sum + output.value, 0n);
  const sent = tx.inputs.filter((input) => input.address === address).reduce((sum, input) => sum + (input.value ?? 0n), 0n);
  return { received: received.toString(), sent: sent.toString() };
}

function span(txs: readonly RowTx[]): { txCount: number; firstTime: number | null; lastTime: number | null } {
  const times = txs.flatMap((tx) => (tx.time === null ? [] : [tx.time]));
  return { txCount: txs.length, firstTime: times.length === 0 ? null : Math.min(...times), lastTime: times.length === 0 ? null : Math.max(...times) };
}

const sum = (values: readonly bigint[]): string => values.reduce((total, value) => total + value, 0n).toString();

function addressRow(id: number, txs: readonly RowTx[], walletOf: Map<number, number>): object {
  const own = txs.filter((tx) => touched(tx).includes(id));
  const movements = own.map((tx) => movement(tx, id));
  return { address: id, wallet: walletOf.get(id), ...span(own), received: sum(movements.map((one) => BigInt(one.received))), sent: sum(movements.map((one) => BigInt(one.sent))) };
}

function walletRow(ledger: LedgerRows, { id, txs, walletOf, flows }: { id: number; txs: readonly RowTx[]; walletOf: Map<number, number>; flows: readonly TxFlow[] }): object {
  const members = [...walletOf].filter(([, wallet]) => wallet === id).map(([address]) => address);
  const own = txs.filter((tx) => touched(tx).some((address) => members.includes(address)));
  return {
    id,
    network: ledger.addresses.find((address) => address.id === id)?.network,
    addressCount: members.length,
    ...span(own),
    received: sum(flows.filter((flow) => flow.dst === id).map((flow) => flow.value)),
    sent: sum(flows.filter((flow) => flow.src === id).map((flow) => flow.value)),
    inParties: partners(flows.filter((flow) => flow.dst === id), "src"),
    outParties: partners(flows.filter((flow) => flow.src === id), "dst"),
    synthetic: own.some((tx) => tx.synthetic),
  };
}

/** -2 are fees, -3 outputs that nobody can spend. */
const partners = (flows: readonly TxFlow[], side: "src" | "dst"): number => new Set(flows.map((flow) => flow[side]).filter((party) => party !== -2 && party !== -3)).size;

function flowRows(flows: readonly TxFlow[]): object[] {
  const pairs = new Map<string, TxFlow[]>();
  for (const flow of flows) pairs.set(`${flow.src} ${flow.dst}`, [...(pairs.get(`${flow.src} ${flow.dst}`) ?? []), flow]);
  return [...pairs.values()]
    .map((own) => ({ src: own[0]?.src ?? 0, dst: own[0]?.dst ?? 0, ...span([...new Set(own.map((flow) => flow.tx))]), value: sum(own.map((flow) => flow.value)) }))
    .sort((a, b) => (a.src === b.src ? a.dst - b.dst : a.src - b.src));
}
