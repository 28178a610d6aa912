import type { DrawnEdge, DrawnNode, DrawnRemainder, Drawing } from "@/components/graph/drawn";
import type { GraphDocument, PlacedNode } from "@/lib/core/graph/document";
import { compactAmount, edgeWidth, groupDigits, shortRef } from "@/lib/core/graph/labels";
import { conflicting, headline, nameOf, sanctioned } from "@/lib/core/graph/labels-claims";
import { parseNodeKey } from "@/lib/core/graph/node-key";
import { networkByName, type NetworkName } from "@/lib/core/network";
import type { GraphNodeDto, GraphViewDto } from "@/lib/features/flows/flows.contract";

const NOTHING: GraphViewDto = { nodes: [], edges: [], remainders: [] };

/** The document says where, the view says what: together they are the drawing. Pure, so that it can be tested without a canvas. */
export function draw(document: GraphDocument, view: GraphViewDto = NOTHING): Drawing {
  const facts = new Map(view.nodes.map((node) => [node.key, node]));
  const aliases = aliasesOf(document, facts);
  const nodes = document.nodes.filter((node) => !aliases.has(node.key)).map((node) => nodeOf(node, facts.get(node.key) ?? null));
  const names: Names = { aliases, there: new Set(nodes.map((node) => node.key)), byWallet: new Map(nodes.map((node) => [node.data?.wallet ?? node.key, node.key])) };
  const edges = edgesOf(view, names);
  const remainders = view.remainders.map((one) => ({ ...one, key: drawnKey(one.key, names) })).filter(({ key, parties }) => parties > 0 && names.there.has(key));
  return { nodes, edges, remainders: remainders.map(remainderOf), aliases };
}

interface Names {
  readonly aliases: ReadonlyMap<string, string>;
  readonly byWallet: ReadonlyMap<string, string>;
  readonly there: ReadonlySet<string>;
}

/** An end of a flow may be named by the key that was asked for or by the wallet as it is now. */
const drawnKey = (key: string, { aliases, byWallet, there }: Names): string => aliases.get(key) ?? (there.has(key) ? key : byWallet.get(key) ?? key);

/** Wallets grow together: of several keys that are one wallet by now, the first in the document is drawn. */
function aliasesOf(document: GraphDocument, facts: ReadonlyMap<string, GraphNodeDto>): Map<string, string> {
  const first = new Map<string, string>();
  const aliases = new Map<string, string>();
  for (const { key } of document.nodes) {
    const wallet = facts.get(key)?.wallet ?? key;
    const owner = first.get(wallet);
    if (owner === undefined) first.set(wallet, key);
    else aliases.set(key, owner);
  }
  return aliases;
}

function nodeOf(placed: PlacedNode, data: GraphNodeDto | null): DrawnNode {
  const common = { key: placed.key, position: { x: placed.x, y: placed.y }, pinned: placed.pinned, data, complete: data === null ? null : data.kind !== "wallet" || data.complete === true, conflict: false, sanctioned: false, standing: null };
  const ref = parseNodeKey(placed.key);
  switch (ref?.kind) {
    case "newly-mined":
      return { ...common, look: "mined", family: "unknown", label: "newly mined" };
    case "coinjoin":
      return { ...common, look: "glyph", family: "mixer", standing: { status: "accepted", inherited: false }, label: `CoinJoin\n${shortRef(ref.txid)}` };
    case "wallet":
      return { ...common, ...walletLook(ref.ref, data) };
    case "unknown":
    case undefined:
      return { ...common, look: "unknown-origin", family: "unknown", label: "not in the store" };
  }
}

function walletLook(ref: string, data: GraphNodeDto | null): Pick<DrawnNode, "look" | "family" | "standing" | "label" | "conflict" | "sanctioned"> {
  const name = shortRef(data?.ref ?? ref);
  const claims = data?.claims ?? [];
  const top = headline(claims);
  const marks = { conflict: conflicting(claims), sanctioned: sanctioned(claims) };
  if (top === null) return { look: "card", family: "unknown", standing: null, label: name, ...marks };
  const label = `claimed ${cut(nameOf(top.claim))}\n${name}`;
  return { look: top.family === "sanctioned" ? "card" : "glyph", family: top.family, standing: top.standing, label, ...marks };
}

const LONGEST_NAME = 18;
const cut = (name: string): string => (name.length <= LONGEST_NAME ? name : `${name.slice(0, LONGEST_NAME - 1).trimEnd()}…`);

function edgesOf(view: GraphViewDto, names: Names): DrawnEdge[] {
  const edges: DrawnEdge[] = [];
  for (const data of view.edges) {
    const [from, to] = [drawnKey(data.from, names), drawnKey(data.to, names)];
    if (from === to || !names.there.has(from) || !names.there.has(to)) continue;
    const value = BigInt(data.value);
    const transactions = `${groupDigits(data.txCount.toString())} tx`;
    edges.push({ id: `edge ${from} ${to}`, from, to, data, width: edgeWidth(value), label: `${compactAmount(value)} ${unitOf(from)}${data.txCount === 1 ? "" : ` · ${transactions}`}` });
  }
  return edges;
}

const unitOf = (key: string): string => {
  const network: NetworkName = parseNodeKey(key)?.network ?? "bitcoin";
  return networkByName(network).unit;
};

function remainderOf({ key, direction, parties, value }: GraphViewDto["remainders"][number]): DrawnRemainder {
  const more = `+${groupDigits(parties.toString())}`;
  return { id: `more ${direction} ${key}`, of: key, side: direction, short: more, parties, value, label: `${more} more · ${compactAmount(BigInt(value))} ${unitOf(key)}` };
}
