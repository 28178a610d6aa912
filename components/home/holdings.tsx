import { Database } from "lucide-react";
import type { ReactNode } from "react";
import { Count, Unknown, count } from "@/components/ui/amount";
import { Badge, Synthetic } from "@/components/ui/badge";
import { EmptyState } from "@/components/ui/states";
import { Section } from "@/components/ui/section";
import { Time } from "@/components/ui/time";
import type { OverviewDto } from "@/lib/features/overview/overview.contract";

export function Holdings({ overview }: { readonly overview: OverviewDto }) {
  const { networks, analysis } = overview;
  return (
    <Section title="What the store holds" note={analysis === null ? "not analysed yet" : <AnalysisNote analysis={analysis} />}>
      {networks.length === 0 ? (
        <EmptyState icon={<Database aria-hidden />} title="The store is empty">Import blocks or transactions to begin.</EmptyState>
      ) : (
        <table className="w-full text-sm">
          <thead>
            <tr className="h-8 border-b border-line text-left text-xs text-ink-faint [&>th]:font-normal">
              <th scope="col">Network</th>
              <th scope="col" className="text-right">Blocks</th>
              <th scope="col" className="text-right">Transactions</th>
              <th scope="col" className="text-right">Addresses</th>
              <th scope="col" className="pl-6">First</th>
              <th scope="col" className="pl-6">Last</th>
            </tr>
          </thead>
          <tbody>
            {networks.map((network) => (
              <tr key={network.network} className="h-8 border-b border-line/60">
                <th scope="row" className="text-left font-medium">
                  <span className="inline-flex items-center gap-2">{network.network} {network.synthetic && <Synthetic />}</span>
                </th>
                <td className="text-right"><Count value={network.blocks} /></td>
                <td className="text-right"><Count value={network.transactions} /></td>
                <td className="text-right"><Count value={network.addresses} /></td>
                <td className="pl-6"><Time iso={network.firstTime} dateOnly /></td>
                <td className="pl-6"><Time iso={network.lastTime} dateOnly /></td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {analysis !== null && networks.length > 0 && <Derived analysis={analysis} />}
    </Section>
  );
}

type Analysis = NonNullable<OverviewDto["analysis"]>;

function AnalysisNote({ analysis }: { readonly analysis: Analysis }) {
  return <>analysed <Time iso={analysis.at} />, generation {count(analysis.generation)}</>;
}

function Derived({ analysis }: { readonly analysis: Analysis }) {
  const figures: readonly (readonly [string, ReactNode])[] = [
    ["Wallets", count(analysis.wallets)],
    ["with several addresses", count(analysis.multiAddressWallets)],
    ["CoinJoins", count(analysis.coinjoins)],
    ["Flows between wallets", count(analysis.flows)],
  ];
  return (
    <div className="flex flex-wrap items-center gap-x-6 gap-y-1 py-2 text-sm">
      <dl className="flex flex-wrap gap-x-6 gap-y-1">
        {figures.map(([label, value]) => (
          <div key={label} className="flex gap-1.5">
            <dt className="text-ink-faint">{label}</dt>
            <dd>{value ?? <Unknown />}</dd>
          </div>
        ))}
      </dl>
      {!analysis.upToDate && <Badge look="gap">newer data is not analysed yet</Badge>}
    </div>
  );
}
