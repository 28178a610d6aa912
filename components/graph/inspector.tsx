"use client";

import type { ClaimSubject, Tagging } from "@/components/claims/use-tagging";
import { EdgePanel } from "@/components/graph/edge-panel";
import { ManyPanel, NodePanel } from "@/components/graph/node-panel";
import type { Workspace } from "@/components/graph/use-workspace";
import { Kbd } from "@/components/ui/kbd";
import { EmptyState } from "@/components/ui/states";

interface Props {
  readonly space: Workspace;
  readonly tagging: Tagging;
  readonly subjects: readonly ClaimSubject[];
}

/** What is known of what is chosen, and what can be done with it. */
export function Inspector({ space, tagging, subjects }: Props) {
  return (
    <aside aria-label="Inspector" className="flex min-h-0 flex-col border-l border-line bg-surface">
      <Content space={space} tagging={tagging} subjects={subjects} />
    </aside>
  );
}

function Content({ space, tagging, subjects }: Props) {
  const { state, drawing } = space;
  const { selection } = state;
  if (selection.kind === "edge") {
    const edge = drawing.edges.find(({ from, to }) => from === selection.from && to === selection.to);
    return edge === undefined ? <Nothing /> : <EdgePanel key={edge.id} edge={edge} drawing={drawing} onNode={(key) => { space.dispatch({ type: "select", selection: { kind: "nodes", keys: [key] } }); }} />;
  }
  const nodes = drawing.nodes.filter((node) => space.chosen.includes(node.key));
  const [first] = nodes;
  if (first === undefined) return <Nothing />;
  return nodes.length === 1 ? <NodePanel key={first.key} node={first} space={space} tagging={tagging} subjects={subjects} /> : <ManyPanel nodes={nodes} space={space} tagging={tagging} subjects={subjects} />;
}

function Nothing() {
  return (
    <EmptyState title="Nothing is chosen" className="flex-1 justify-start pt-16">
      <p>Click a node for what is known of it, an edge for its transactions. With Shift, a click adds to the choice.</p>
      <p className="mt-3 leading-6">
        <Kbd>E</Kbd> follows money out, <Kbd>Shift E</Kbd> in. <Kbd>1</Kbd> to <Kbd>4</Kbd> make a claim. <Kbd>?</Kbd> lists every key.
      </p>
    </EmptyState>
  );
}
