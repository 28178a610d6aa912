"use client";

import { ClaimList } from "@/components/claims/claim-list";
import { Loading } from "@/components/shell/loading";
import { Count, count } from "@/components/ui/amount";
import { ErrorState } from "@/components/ui/states";
import { CounterpartiesTable } from "@/components/wallets/counterparties-table";
import { HistoryTable } from "@/components/wallets/history-table";
import { MembersTable } from "@/components/wallets/members-table";
import { SubjectPage } from "@/components/wallets/subject-page";
import { WhyTab } from "@/components/wallets/why-tab";
import type { NetworkName } from "@/lib/core/network";
import { useWallet } from "@/lib/features/wallets/wallets.queries";

interface Props {
  readonly network: NetworkName;
  readonly walletRef: string;
}

export function WalletView({ network, walletRef }: Props) {
  const wallet = useWallet(network, walletRef);
  if (wallet.isError) return <main id="main"><ErrorState error={wallet.error} what="The wallet could not be read" onRetry={() => void wallet.refetch()} /></main>;
  if (wallet.data === undefined) return <Loading />;
  const data = wallet.data;
  const subject = { kind: "wallets" as const, network, ref: walletRef };
  return (
    <SubjectPage
      what="wallet"
      data={data}
      kind={<><span>Wallet, named by one address of it</span><span aria-hidden>·</span><span>{network}</span></>}
      extra={[{ label: "Addresses", value: <Count value={data.addressCount} /> }]}
      tabs={[
        { value: "transactions", label: "Transactions", ...countOf(data.txCount), content: <HistoryTable subject={subject} total={data.txCount} /> },
        { value: "addresses", label: "Addresses", ...countOf(data.addressCount), content: <MembersTable network={network} walletRef={walletRef} total={data.addressCount} /> },
        { value: "counterparties", label: "Counterparties", content: <CounterpartiesTable network={network} walletRef={walletRef} /> },
        { value: "why", label: "Why one wallet", content: <WhyTab walletRef={walletRef} data={data} /> },
        { value: "claims", label: "Claims", count: data.claims.length, content: <div className="overflow-y-auto px-2"><ClaimList claims={data.claims} empty="Use the tags above: a claim says who is said to be behind this wallet, and on what source." /></div> },
      ]}
    />
  );
}

const countOf = (value: number | null) => (value === null ? {} : { count: count(value) });
