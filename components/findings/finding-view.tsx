"use client";

import { ShowOnGraph } from "@/components/cases/show-on-graph";
import { DispositionMark } from "@/components/findings/finding-columns";
import { DispositionForm } from "@/components/findings/disposition-form";
import { DualTimeline } from "@/components/findings/dual-timeline";
import { Evidence } from "@/components/findings/evidence";
import { KIND_LEADS, KIND_NAMES } from "@/components/findings/finding-words";
import { GradeMark } from "@/components/findings/grade-mark";
import { Movements } from "@/components/findings/movements";
import { Loading } from "@/components/shell/loading";
import { Page } from "@/components/shell/page";
import { Amount, plural } from "@/components/ui/amount";
import { Badge } from "@/components/ui/badge";
import { Notice } from "@/components/ui/notice";
import { ErrorState } from "@/components/ui/states";
import { Stats, type Stat } from "@/components/ui/stats";
import { Time } from "@/components/ui/time";
import { formatNodeKey } from "@/lib/core/graph/node-key";
import type { FindingDetailDto, FindingDto } from "@/lib/features/detection/detection.contract";
import { useFinding } from "@/lib/features/detection/detection.queries";

/** Wallets that one click puts on the graph. */
const MOST_NODES = 30;

export function FindingView({ id }: { readonly id: string }) {
  const query = useFinding(id);
  if (query.isError) return <main id="main"><ErrorState error={query.error} what="The finding could not be read" onRetry={() => void query.refetch()} /></main>;
  if (query.data === undefined) return <Loading />;
  const detail = query.data;
  const { finding } = detail;
  return (
    <Page
      kind={<><span>Finding</span><span aria-hidden>·</span><span>{finding.network}</span><span aria-hidden>·</span><span className="font-mono">{finding.id}</span></>}
      title={KIND_NAMES[finding.kind]}
      badges={<><GradeMark grade={finding.grade} className="text-sm font-normal" />{!finding.reviewed && <Badge look="gap">rests on unreviewed claims</Badge>}<DispositionMark stored={detail} /></>}
      lead={KIND_LEADS[finding.kind]}
      actions={<ShowOnGraph nodeKeys={nodeKeysOf(detail)} />}
    >
      <div className="flex flex-col gap-6">
        <Standing detail={detail} />
        <Stats items={statsOf(finding)} />
        <DualTimeline finding={finding} />
        <Evidence detail={detail} />
        <Movements finding={finding} />
        <DispositionForm key={detail.version} detail={detail} />
      </div>
    </Page>
  );
}

function Standing({ detail: { gone, stale, run } }: { readonly detail: FindingDetailDto }) {
  if (gone) return <Notice look="gap" title="The last hunt did not find it any more.">What it tells is what an earlier one saw.</Notice>;
  if (!stale || run === null) return null;
  return <Notice look="gap" title="Data or claims have changed since the last hunt.">It is told as of <Time iso={run.at} /> UTC.</Notice>;
}

const total = (paid: readonly { readonly value: string }[]): string => paid.reduce((sum, { value }) => sum + BigInt(value), 0n).toString();

function statsOf({ actor, service, payments, payouts, ratio, lagHours, network }: FindingDto): readonly Stat[] {
  return [
    { label: "Claimed actor", value: actor ?? "nobody named" },
    ...(service === null ? [] : [{ label: "Claimed service", value: service }]),
    ...(payments.length === 0 ? [] : [{ label: plural(payments.length, "payment"), value: <Amount sats={total(payments)} network={network} /> }]),
    ...(payouts.length === 0 ? [] : [{ label: plural(payouts.length, "payout"), value: <Amount sats={total(payouts)} network={network} /> }]),
    ...(ratio === null ? [] : [{ label: "Payouts over payments", value: `${(ratio * 100).toFixed(2)} %` }]),
    ...(lagHours === null ? [] : [{ label: "First payout after", value: lagHours < 72 ? `${lagHours.toFixed(1)} h` : `${(lagHours / 24).toFixed(1)} days` }]),
  ];
}

/** Whom the claims name, where payouts went and where they met, and who was paid. */
function nodeKeysOf({ finding, claims }: FindingDetailDto): readonly string[] {
  const claimed = claims.flatMap(({ subject }) => (subject.kind !== "transaction" && subject.network === finding.network ? [subject.ref] : []));
  const named = [...finding.commingling, ...finding.payouts, ...finding.payments].flatMap(({ address }) => address ?? []);
  return [...new Set([...claimed, ...named])].slice(0, MOST_NODES).map((ref) => formatNodeKey({ kind: "wallet", network: finding.network, ref }));
}
