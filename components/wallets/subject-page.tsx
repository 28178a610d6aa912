"use client";

import { parseAsStringLiteral, useQueryState } from "nuqs";
import type { ReactNode } from "react";
import { ShowOnGraph } from "@/components/cases/show-on-graph";
import { ClaimSummary } from "@/components/claims/claim-words";
import { TraceMenu } from "@/components/trace/trace-menu";
import { QuickTags } from "@/components/claims/quick-tags";
import { TagDialogs } from "@/components/claims/tag-dialogs";
import { useTagging } from "@/components/claims/use-tagging";
import { Page } from "@/components/shell/page";
import { Amount, Count } from "@/components/ui/amount";
import { Synthetic } from "@/components/ui/badge";
import { Identifier } from "@/components/ui/identifier";
import { Stats, type Stat } from "@/components/ui/stats";
import { Tabs, type TabItem } from "@/components/ui/tabs";
import { Time } from "@/components/ui/time";
import { Incomplete } from "@/components/wallets/incomplete";
import { AboveTheWallet } from "@/components/wallets/above-the-wallet";
import { NeverSeen } from "@/components/wallets/never-seen";
import { formatNodeKey } from "@/lib/core/graph/node-key";
import type { AddressDto, WalletDto } from "@/lib/features/wallets/wallets.contract";

const TABS = ["transactions", "addresses", "counterparties", "claims", "why"] as const;
export type SubjectTab = (typeof TABS)[number];

interface Props {
  readonly what: "wallet" | "address";
  readonly data: WalletDto | AddressDto;
  readonly kind: ReactNode;
  readonly extra: readonly Stat[];
  readonly tabs: readonly TabItem<SubjectTab>[];
}

/** An address or a wallet: who is said to be behind it, its totals, and its tables. */
export function SubjectPage({ what, data, kind, extra, tabs }: Props) {
  const [tab, setTab] = useQueryState("tab", parseAsStringLiteral(TABS).withDefault("transactions"));
  const tagging = useTagging();
  const subject = { kind: what, network: data.network, ref: data.ref };
  return (
    <Page
      fill
      kind={kind}
      title={<Identifier value={data.address ?? data.ref} what="address" whole className="text-lg font-medium" />}
      badges={<>{data.synthetic && <Synthetic />}<ClaimSummary claims={data.claims} /></>}
      actions={<>{data.known && <QuickTags tagging={tagging} subjects={[subject]} />}{data.known && <TraceMenu network={data.network} from={what === "wallet" ? `wallet:${data.ref}` : data.ref} />}{data.known && <ShowOnGraph nodeKeys={[formatNodeKey({ kind: "wallet", network: data.network, ref: data.ref })]} />}</>}
    >
      {data.known ? (
        <>
          <Stats items={[...totals(what, data), ...extra]} />
          <Incomplete complete={data.complete} what={what} />
          {"contested" in data && <AboveTheWallet data={data} />}
          <Tabs label={`About this ${what}`} value={tabs.some(({ value }) => value === tab) ? tab : "transactions"} onChange={(next) => void setTab(next)} items={tabs} inset="px-6" className="pt-1" />
        </>
      ) : (
        <NeverSeen what={what} />
      )}
      <TagDialogs tagging={tagging} />
    </Page>
  );
}

const totals = (what: Props["what"], data: WalletDto | AddressDto): readonly Stat[] => [
  { label: "Balance", value: <Amount sats={data.balance} network={data.network} /> },
  { label: what === "wallet" ? "Received, without own change" : "Received", value: <Amount sats={data.received} network={data.network} /> },
  { label: what === "wallet" ? "Sent, without own change" : "Sent", value: <Amount sats={data.sent} network={data.network} /> },
  { label: "Transactions", value: <Count value={data.txCount} /> },
  { label: "First seen, UTC", value: <Time iso={data.firstSeen} /> },
  { label: "Last seen, UTC", value: <Time iso={data.lastSeen} /> },
];
