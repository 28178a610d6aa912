"use client";

import { ArrowLeftToLine, ArrowRightFromLine, CircleDashed, Pin, PinOff, Trash2 } from "lucide-react";
import { type ReactNode, useState } from "react";
import { ClaimList } from "@/components/claims/claim-list";
import { QuickTags } from "@/components/claims/quick-tags";
import type { ClaimSubject, Tagging } from "@/components/claims/use-tagging";
import type { DrawnNode, DrawnRemainder } from "@/components/graph/drawn";
import { NodeHeading } from "@/components/graph/node-heading";
import { NodeTotals } from "@/components/graph/node-totals";
import { NodeWhy } from "@/components/graph/node-why";
import type { Workspace } from "@/components/graph/use-workspace";
import { TraceMenu } from "@/components/trace/trace-menu";
import { Amount, plural } from "@/components/ui/amount";
import { Button, IconButton } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { Skeleton } from "@/components/ui/states";
import { Tabs } from "@/components/ui/tabs";
import { JoinedByHand } from "@/components/wallet-links/people-links";
import { parseNodeKey } from "@/lib/core/graph/node-key";
import type { NetworkName } from "@/lib/core/network";

interface Shared {
  readonly space: Workspace;
  readonly tagging: Tagging;
  readonly subjects: readonly ClaimSubject[];
}

export function NodePanel({ node, space, tagging, subjects }: Shared & { readonly node: DrawnNode }) {
  const [tab, setTab] = useState<"overview" | "why">("overview");
  const overview = <Overview node={node} space={space} tagging={tagging} subjects={subjects} />;
  return (
    <>
      <div className="shrink-0 border-b border-line px-4 py-3">
        <NodeHeading node={node} />
        <Actions space={space} pinned={node.pinned} trace={traceOf(node)} />
      </div>
      {node.data?.kind === "wallet" && node.data.known ? (
        <Tabs label="About this node" value={tab} onChange={setTab} inset="px-4" items={[{ value: "overview", label: "Overview", content: overview }, { value: "why", label: "Why one wallet", content: <NodeWhy node={node} data={node.data} /> }]} />
      ) : (
        overview
      )}
    </>
  );
}

function Overview({ node, space, tagging, subjects }: Shared & { readonly node: DrawnNode }) {
  const { data } = node;
  return (
    <div className="min-h-0 flex-1 overflow-y-auto" tabIndex={0} role="region" aria-label="About this node">
      <Facts node={node} />
      <LeftOut remainders={space.drawing.remainders.filter((one) => one.of === node.key)} network={data?.network ?? "bitcoin"} />
      {subjects.length > 0 && (
        <Part title="Claims">
          <div className="px-4 py-2"><QuickTags tagging={tagging} subjects={subjects} withKeys /></div>
          {data !== null && data.claims.length > 0 && <ClaimList claims={data.claims} empty="" />}
        </Part>
      )}
    </div>
  );
}

/** Several nodes at once: what can be done to all of them. */
export function ManyPanel({ nodes, space, tagging, subjects }: Shared & { readonly nodes: readonly DrawnNode[] }) {
  return (
    <>
      <div className="shrink-0 border-b border-line px-4 py-3">
        <h2 className="text-base">{plural(nodes.length, "node")} chosen</h2>
        <Actions space={space} pinned={nodes.every((node) => node.pinned)} />
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto" tabIndex={0} role="region" aria-label="The chosen nodes">
        {subjects.length > 0 && <div className="border-b border-line px-4 py-2"><QuickTags tagging={tagging} subjects={subjects} withKeys /></div>}
        <ul>{nodes.map((node) => <li key={node.key} className="border-b border-line/60 px-4 py-2"><NodeHeading node={node} small /></li>)}</ul>
      </div>
    </>
  );
}

/** Where a trace of this node starts; the nodes that have no name cannot be traced. */
function traceOf(node: DrawnNode): ReactNode {
  const key = parseNodeKey(node.key);
  return key?.kind === "wallet" && node.data?.known === true ? <TraceMenu network={key.network} from={`wallet:${node.data.ref ?? key.ref}`} small /> : null;
}

function Actions({ space, pinned, trace = null }: { readonly space: Workspace; readonly pinned: boolean; readonly trace?: ReactNode }) {
  const { actions, chosen } = space;
  return (
    <div className="mt-3 flex items-center gap-1.5">
      <Button size="sm" disabled={actions.busy} onClick={() => { actions.expand(chosen, "in"); }}><ArrowLeftToLine className="size-3.5" aria-hidden /> Money in</Button>
      <Button size="sm" disabled={actions.busy} onClick={() => { actions.expand(chosen, "out"); }}>Money out <ArrowRightFromLine className="size-3.5" aria-hidden /></Button>
      {trace}
      <span className="ml-auto" />
      <IconButton label={pinned ? "Unpin" : "Pin"} hint="P" size="icon-sm" onClick={space.pin}>{pinned ? <PinOff className="size-3.5" aria-hidden /> : <Pin className="size-3.5" aria-hidden />}</IconButton>
      <IconButton label="Take off the graph" hint="Del" size="icon-sm" onClick={space.remove}><Trash2 className="size-3.5" aria-hidden /></IconButton>
    </div>
  );
}

function Facts({ node: { data, complete } }: { readonly node: DrawnNode }) {
  if (data === null) return <div className="flex flex-col gap-3 p-4"><Skeleton className="h-3 w-2/3" /><Skeleton className="h-3 w-1/2" /></div>;
  return (
    <>
      {complete === false && (
        <Notice look="gap" icon={<CircleDashed aria-hidden />} title={data.known ? "The history may not be complete." : "The store has never seen this address."} className="mx-4 mt-3">
          {data.known ? "Totals cover what the store holds." : "Import data that contains it."}
        </Notice>
      )}
      {data.kind === "wallet" && data.ref !== null && <JoinedByHand network={data.network} walletRef={data.ref} className="mx-4 mt-3" />}
      {data.kind === "wallet" && <NodeTotals data={data} />}
    </>
  );
}

/** What an expansion has not brought: never cut silently. */
function LeftOut({ remainders, network }: { readonly remainders: readonly DrawnRemainder[]; readonly network: NetworkName }) {
  if (remainders.length === 0) return null;
  return (
    <Part title="Not on this graph">
      <dl className="px-4 pt-1 pb-2.5 text-sm">
        {remainders.map(({ id, side, parties, value }) => (
          <div key={id} className="flex h-7 items-center justify-between gap-4">
            <dt className="text-ink-faint">{side === "in" ? "in, from" : "out, to"} {plural(parties, "more party", "more parties")}</dt>
            <dd><Amount sats={value} network={network} /></dd>
          </div>
        ))}
      </dl>
    </Part>
  );
}

function Part({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section aria-label={title} className="border-t border-line">
      <h3 className="px-4 pt-2.5 text-xs font-medium text-ink-faint">{title}</h3>
      {children}
    </section>
  );
}
