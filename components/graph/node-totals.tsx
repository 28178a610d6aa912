import type { ReactNode } from "react";
import { Amount, Count } from "@/components/ui/amount";
import { Time } from "@/components/ui/time";
import type { GraphNodeDto } from "@/lib/features/flows/flows.contract";

export function NodeTotals({ data }: { readonly data: GraphNodeDto }) {
  const { network } = data;
  return (
    <dl className="px-4 py-2.5 text-sm">
      <Line label="Received"><Amount sats={data.received} network={network} /></Line>
      <Line label="Sent"><Amount sats={data.sent} network={network} /></Line>
      <Line label="Balance"><Amount sats={data.balance} network={network} /></Line>
      <Line label="Transactions"><Count value={data.txCount} /></Line>
      <Line label="Addresses"><Count value={data.addressCount} /></Line>
      <Line label="First seen, UTC"><Time iso={data.firstSeen} /></Line>
      <Line label="Last seen, UTC"><Time iso={data.lastSeen} /></Line>
      <Line label="History">{data.complete === true ? "complete in the store" : <span className="text-ink-soft italic">may have gaps</span>}</Line>
    </dl>
  );
}

function Line({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div className="flex h-7 items-center justify-between gap-4">
      <dt className="text-ink-faint">{label}</dt>
      <dd className="truncate">{children}</dd>
    </div>
  );
}
