"use client";

import { ArrowLeftToLine, ArrowRightFromLine } from "lucide-react";
import type { ReactNode } from "react";
import type { DrawnEdge, DrawnNode, Drawing } from "@/components/graph/drawn";
import { titleOf } from "@/components/graph/node-heading";
import type { Workspace } from "@/components/graph/use-workspace";
import { Amount, Count, count, plural } from "@/components/ui/amount";
import { IconButton } from "@/components/ui/button";
import { CategoryGlyph } from "@/components/ui/category-glyph";
import { cn } from "@/components/ui/cn";
import { EmptyState } from "@/components/ui/states";
import { Time } from "@/components/ui/time";
import { shortRef } from "@/lib/core/graph/labels";
import { wordsOf } from "@/lib/core/graph/labels-claims";
import type { Side } from "@/lib/core/graph/place";
import { parseNodeKey } from "@/lib/core/graph/node-key";

/** All that the canvas shows, as two tables: for the keyboard, for screen readers and for copying. */
export function TableTwin({ space }: { readonly space: Workspace }) {
  const { drawing } = space;
  if (drawing.nodes.length === 0) return <EmptyState title="This graph is empty">Press / and search for an address to add.</EmptyState>;
  return (
    <div className="min-w-0 overflow-auto px-4 pb-8" tabIndex={0} role="region" aria-label="Graph as tables">
      <NodeTable space={space} />
      <EdgeTable space={space} />
    </div>
  );
}

const HEAD = "h-8 border-b border-line-strong text-left text-xs text-ink-faint [&>th]:px-2 [&>th]:font-normal";
const ROW = "h-8 border-b border-line/60 [&>*]:px-2";

function Caption({ children }: { readonly children: ReactNode }) {
  return <caption className="pt-4 pb-1 text-left text-sm font-medium">{children}</caption>;
}

function NodeTable({ space }: { readonly space: Workspace }) {
  const { drawing, chosen, dispatch, actions } = space;
  return (
    <table className="w-full text-sm whitespace-nowrap">
      <Caption>{plural(drawing.nodes.length, "node")}</Caption>
      <thead>
        <tr className={HEAD}>
          <th scope="col">Node</th>
          <th scope="col">Expand</th>
          <th scope="col">Claims</th>
          <th scope="col" className="text-right">Balance</th>
          <th scope="col" className="text-right">Tx</th>
          <th scope="col">Not shown, in</th>
          <th scope="col">Not shown, out</th>
          <th scope="col">History</th>
        </tr>
      </thead>
      <tbody>
        {drawing.nodes.map((node) => (
          <tr key={node.key} className={cn(ROW, chosen.includes(node.key) && "bg-brass-wash")}>
            <th scope="row" className="text-left font-normal">
              <NodeButton node={node} chosen={chosen.includes(node.key)} onChoose={() => { dispatch({ type: "select", selection: { kind: "nodes", keys: [node.key] } }); }} />
            </th>
            <td>
              <span className="flex">
                <IconButton label={`Money into ${titleOf(node)} ${nameOfNode(node)}`} size="icon-sm" disabled={actions.busy} onClick={() => { actions.expand([node.key], "in"); }}><ArrowLeftToLine className="size-3.5" aria-hidden /></IconButton>
                <IconButton label={`Money out of ${titleOf(node)} ${nameOfNode(node)}`} size="icon-sm" disabled={actions.busy} onClick={() => { actions.expand([node.key], "out"); }}><ArrowRightFromLine className="size-3.5" aria-hidden /></IconButton>
              </span>
            </td>
            <td className="max-w-48 truncate text-ink-soft" title={claimsText(node)}>{claimsText(node)}</td>
            <WalletCells node={node} />
            <td className="text-ink-soft">{leftOut(drawing, node.key, "in")}</td>
            <td className="text-ink-soft">{leftOut(drawing, node.key, "out")}</td>
            <td className="text-ink-soft">{node.complete === false ? "may have gaps" : node.data?.kind === "wallet" ? "complete" : "–"}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function WalletCells({ node: { data } }: { readonly node: DrawnNode }) {
  if (data?.kind !== "wallet") return <><td className="text-right">–</td><td className="text-right">–</td></>;
  return (
    <>
      <td className="text-right"><Amount sats={data.balance} /></td>
      <td className="text-right"><Count value={data.txCount} /></td>
    </>
  );
}

function NodeButton({ node, chosen, onChoose }: { readonly node: DrawnNode; readonly chosen: boolean; readonly onChoose: () => void }) {
  return (
    <button type="button" aria-pressed={chosen} onClick={onChoose} className="inline-flex items-center gap-2 hover:text-brass">
      <CategoryGlyph family={node.look === "glyph" ? node.family : "unknown"} {...(node.standing !== null && { standing: node.standing })} />
      <span className={node.look === "card" || node.look === "glyph" ? "font-mono" : ""}>{nameOfNode(node)}</span>
    </button>
  );
}

function nameOfNode(node: DrawnNode): string {
  const ref = parseNodeKey(node.key);
  if (ref?.kind === "wallet") return shortRef(node.data?.ref ?? ref.ref);
  return ref?.kind === "coinjoin" ? `CoinJoin ${shortRef(ref.txid)}` : node.label;
}

const claimsText = (node: DrawnNode): string => (node.data?.claims ?? []).map(({ claim }) => wordsOf(claim)).join("; ");

const leftOut = (drawing: Drawing, key: string, side: Side): string => drawing.remainders.find((one) => one.of === key && one.side === side)?.label.replace(" more", "") ?? "–";

function EdgeTable({ space }: { readonly space: Workspace }) {
  const { drawing, dispatch, state } = space;
  const nodes = new Map(drawing.nodes.map((node) => [node.key, node]));
  const nameOf = (key: string): string => { const node = nodes.get(key); return node === undefined ? key : nameOfNode(node); };
  const isChosen = ({ from, to }: DrawnEdge) => state.selection.kind === "edge" && state.selection.from === from && state.selection.to === to;
  return (
    <table className="w-full text-sm whitespace-nowrap">
      <Caption>{plural(drawing.edges.length, "flow")}</Caption>
      <thead>
        <tr className={HEAD}>
          <th scope="col">From</th>
          <th scope="col">To</th>
          <th scope="col" className="text-right">Value</th>
          <th scope="col" className="text-right">Tx</th>
          <th scope="col">First</th>
          <th scope="col">Last</th>
          <th scope="col"><span className="sr-only">Transactions</span></th>
        </tr>
      </thead>
      <tbody>
        {drawing.edges.map((edge) => (
          <tr key={edge.id} className={cn(ROW, isChosen(edge) && "bg-brass-wash")}>
            <th scope="row" className="text-left font-mono font-normal">{nameOf(edge.from)}</th>
            <td className="font-mono">{nameOf(edge.to)}</td>
            <td className="text-right"><Amount sats={edge.data.value} /></td>
            <td className="text-right">{count(edge.data.txCount)}</td>
            <td><Time iso={edge.data.firstSeen} dateOnly /></td>
            <td><Time iso={edge.data.lastSeen} dateOnly /></td>
            <td><button type="button" className="link" aria-label={`Transactions from ${nameOf(edge.from)} to ${nameOf(edge.to)}`} onClick={() => { dispatch({ type: "select", selection: { kind: "edge", from: edge.from, to: edge.to } }); }}>Transactions</button></td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
