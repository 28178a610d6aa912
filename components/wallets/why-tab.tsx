"use client";

import { parseAsString, useQueryState } from "nuqs";
import { WhyPanel } from "@/components/why/why-panel";
import type { WalletDto } from "@/lib/features/wallets/wallets.contract";

interface Props {
  /** The address by which the page names the wallet. */
  readonly walletRef: string;
  readonly data: WalletDto;
}

/** Which two addresses are compared stands in the URL: by default the page's own and the one that names the wallet, its oldest. */
export function WhyTab({ walletRef, data }: Props) {
  const [from, setFrom] = useQueryState("from", parseAsString.withDefault(walletRef));
  const [to, setTo] = useQueryState("with", parseAsString.withDefault(data.ref === walletRef ? "" : data.ref));
  return (
    <WhyPanel
      network={data.network}
      pair={{ from, to }}
      onChange={(pair) => {
        void setFrom(pair.from);
        void setTo(pair.to);
      }}
      addressCount={data.addressCount}
    />
  );
}
