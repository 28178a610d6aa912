import type { NamedScript } from "@/lib/core/bitcoin/script-ref";
import { AppError } from "@/lib/core/errors";
import { coinjoinParty, NEWLY_MINED, partyOf, UNKNOWN } from "@/lib/core/graph/party";
import { formatNodeKey, parseNodeKey, type NodeRef } from "@/lib/core/graph/node-key";
import type { NetworkName } from "@/lib/core/network";
import type { ClaimsReader, ScriptSubject, SubjectClaims, TransactionSubject } from "@/lib/features/claims/claims-read.ports";
import type { FlowStore, GraphNode, MixRow } from "@/lib/features/flows/flows.ports";
import type { FlowTotalsService, GraphParty, Sides } from "@/lib/features/flows/totals.service";
import type { CompletenessService } from "@/lib/features/wallets/completeness.service";
import type { Subject, SubjectService } from "@/lib/features/wallets/subjects.service";
import { scriptSubject } from "@/lib/features/wallets/wallets.service";
import type { Reading, StoredWallet, WalletStore } from "@/lib/features/wallets/wallets.ports";
import { textToHash } from "@/lib/core/hex";

interface Deps {
  readonly wallets: WalletStore;
  readonly flows: FlowStore;
  readonly subjects: SubjectService;
  readonly completeness: CompletenessService;
  readonly claims: ClaimsReader;
  readonly totals: FlowTotalsService;
}

/** A node key and what it names in one generation; `party` is null where the store or the analysis has nothing by that name. */
export interface ResolvedNode {
  readonly key: string;
  readonly node: NodeRef;
  readonly party: bigint | null;
  readonly wallet: StoredWallet | null;
  readonly mix: MixRow | null;
  /** Whose claims to show. */
  readonly scripts: ScriptSubject | null;
}

export type NodeService = ReturnType<typeof makeNodeService>;

/** Nodes of the graph: from keys to parties and back, and what is known of them. */
export function makeNodeService({ wallets, flows, subjects, completeness, claims, totals }: Deps) {
  const resolve = async (reading: Reading, keys: readonly string[]): Promise<readonly ResolvedNode[]> => {
    const nodes = keys.map(parsed);
    const named = new Map<NodeRef, NamedScript | null>(nodes.flatMap((node) => (node.kind === "wallet" ? [[node, subjects.namedOrNull(node.network, node.ref)] as const] : [])));
    const asked = [...named.values()].flatMap((one) => one ?? []);
    const [found, mixes] = await Promise.all([subjects.find(reading.generation, asked), flows.mixesByTxid(nodes.flatMap((node) => (node.kind === "coinjoin" ? [node] : [])))]);
    const stored = await wallets.wallets(reading.generation, [...new Set(found.flatMap(({ walletId }) => walletId ?? []))]);
    const subjectOf = new Map(found.map((subject) => [subject.named, subject]));
    const mixOf = new Map(mixes.map((mix) => [`${mix.network} ${mix.txid}`, mix]));
    return nodes.map((node, i) => {
      const name = named.get(node) ?? null;
      const subject = name === null ? undefined : subjectOf.get(name);
      const mix = node.kind === "coinjoin" ? mixOf.get(`${node.network} ${node.txid}`) : undefined;
      return resolved(keys[i] ?? "", node, { subject, stored, mix });
    });
  };

  const describe = async (reading: Reading, nodes: readonly ResolvedNode[]): Promise<readonly GraphNode[]> => {
    const others = partiesOf(nodes.filter(({ wallet }) => wallet === null));
    const stored = nodes.flatMap(({ wallet }) => wallet ?? []);
    const [sums, whole, shown] = await Promise.all([totals.of(reading, others), completeness.ofWallets(reading, stored), claimsOf(claims, reading, nodes)]);
    const sidesOf = new Map(others.map((other, i) => [other.key, sums[i]]));
    return nodes.map((node, i) => {
      const found = shown[i] ?? NO_CLAIMS;
      return node.wallet === null ? otherNode(node, sidesOf.get(node.key), found) : walletNode(node, node.wallet, { complete: whole.has(node.wallet.id), claims: found });
    });
  };

  return {
    resolve,
    describe,

    /** The nodes of these parties, each by the key of what stands there now. `network` is that of the shared parties. */
    ofParties: async (reading: Reading, parties: readonly bigint[], network: NetworkName): Promise<readonly ResolvedNode[]> => {
      const kinds = parties.map((code) => ({ code, party: partyOf(code) }));
      const [stored, mixes] = await Promise.all([
        wallets.wallets(reading.generation, kinds.flatMap(({ party }) => (party.kind === "wallet" ? [party.id] : []))),
        flows.mixesById(kinds.flatMap(({ party }) => (party.kind === "coinjoin" ? [party.txId] : []))),
      ]);
      const mixOf = new Map(mixes.map((mix) => [coinjoinParty(mix.txId), mix]));
      return parties.map((code) => nodeOfParty(code, { wallet: stored.get(code) ?? null, mix: mixOf.get(code) ?? null, network }));
    },
  };
}

/** @throws AppError invalid_input */
function parsed(key: string): NodeRef {
  const node = parseNodeKey(key);
  if (node === null) throw new AppError("invalid_input", `“${key}” names no node: expected wallet:NETWORK:ADDRESS, coinjoin:NETWORK:TXID, mined:NETWORK or unknown:NETWORK.`);
  return node;
}

interface Found {
  readonly subject: Subject | undefined;
  readonly stored: ReadonlyMap<bigint, StoredWallet>;
  readonly mix: MixRow | undefined;
}

function resolved(key: string, node: NodeRef, { subject, stored, mix }: Found): ResolvedNode {
  const nobody = { key, node, party: null, wallet: null, mix: null, scripts: null };
  if (node.kind === "newly-mined") return { ...nobody, party: NEWLY_MINED };
  if (node.kind === "unknown") return { ...nobody, party: UNKNOWN };
  if (node.kind === "coinjoin") return mix === undefined ? nobody : { ...nobody, party: coinjoinParty(mix.txId), mix };
  if (subject === undefined) return nobody;
  const wallet = subject.walletId === null ? null : (stored.get(subject.walletId) ?? null);
  return { ...nobody, party: wallet?.id ?? null, wallet, scripts: scriptSubject(subject, "wallet") };
}

function nodeOfParty(code: bigint, { wallet, mix, network }: { readonly wallet: StoredWallet | null; readonly mix: MixRow | null; readonly network: NetworkName }): ResolvedNode {
  const node = refOfParty(code, { wallet, mix, network });
  const scripts = wallet === null ? null : { network: wallet.network, scriptHashes: [wallet.scriptHash], walletId: wallet.id, as: "wallet" as const };
  return { key: formatNodeKey(node), node, party: code, wallet, mix, scripts };
}

function refOfParty(code: bigint, { wallet, mix, network }: { readonly wallet: StoredWallet | null; readonly mix: MixRow | null; readonly network: NetworkName }): NodeRef {
  if (wallet !== null) return { kind: "wallet", network: wallet.network, ref: wallet.ref };
  if (mix !== null) return { kind: "coinjoin", network: mix.network, txid: mix.txid };
  if (code === NEWLY_MINED || code === UNKNOWN) return { kind: code === UNKNOWN ? "unknown" : "newly-mined", network };
  throw new Error(`A flow names party ${code}, which the store does not hold.`);
}

/** The nodes that are parties, with their keys. */
export function partiesOf(nodes: readonly ResolvedNode[]): readonly (GraphParty & { readonly key: string })[] {
  return nodes.flatMap(({ key, node, party, wallet }) => (party === null ? [] : [{ key, party, network: node.network, wallet }]));
}

const NO_CLAIMS: SubjectClaims = { shown: [], total: 0 };

async function claimsOf(claims: ClaimsReader, { generation }: Reading, nodes: readonly ResolvedNode[]): Promise<readonly SubjectClaims[]> {
  const scripts = nodes.flatMap((node) => (node.scripts === null ? [] : [{ node, subject: node.scripts }]));
  const mixes = nodes.flatMap((node) => (node.node.kind === "coinjoin" ? [{ node, subject: transactionSubject(node.node.network, node.node.txid) }] : []));
  const [onScripts, onMixes] = await Promise.all([claims.forScripts(generation, scripts.map(({ subject }) => subject)), claims.forTransactions(mixes.map(({ subject }) => subject))]);
  const found = new Map([...scripts.map(({ node }, i) => [node, onScripts[i]] as const), ...mixes.map(({ node }, i) => [node, onMixes[i]] as const)]);
  return nodes.map((node) => found.get(node) ?? NO_CLAIMS);
}

const transactionSubject = (network: NetworkName, txid: string): TransactionSubject => ({ network, txid: textToHash(txid) ?? new Uint8Array() });

function walletNode({ key, node }: ResolvedNode, wallet: StoredWallet, { complete, claims }: { readonly complete: boolean; readonly claims: SubjectClaims }): GraphNode {
  const { network, ref, addressCount, txCount, received, sent, firstTime, lastTime, synthetic } = wallet;
  return {
    key, wallet: formatNodeKey({ kind: "wallet", network, ref }), kind: "wallet", network, ref: node.kind === "wallet" ? node.ref : ref, txid: null, known: true,
    addressCount, txCount, received, sent, firstTime, lastTime, complete, synthetic, claims,
  };
}

const NOTHING_KNOWN = { known: false, addressCount: null, txCount: null, received: null, sent: null, firstTime: null, lastTime: null, complete: null, synthetic: false };

/** A CoinJoin, newly mined, unknown, or a wallet that the store has never seen. */
function otherNode({ key, node, mix }: ResolvedNode, sides: Sides | undefined, claims: SubjectClaims): GraphNode {
  const named = { ...NOTHING_KNOWN, key, wallet: key, kind: node.kind, network: node.network, ref: null, txid: null, claims };
  if (node.kind === "wallet") return { ...named, ref: node.ref };
  const known = sides !== undefined && sides.in.parties + sides.out.parties > 0;
  if (node.kind !== "coinjoin") return { ...named, known, sent: known ? sides.out.value : null };
  if (!known || mix === null) return { ...named, txid: node.txid };
  const { time, synthetic } = mix;
  return { ...named, txid: node.txid, known, txCount: 1, received: sides.in.value, sent: sides.out.value, firstTime: time, lastTime: time, synthetic };
}
