import { TriangleAlert } from "lucide-react";
import Link from "next/link";
import { Notice } from "@/components/ui/notice";
import { JoinedByHand } from "@/components/wallet-links/people-links";
import type { WalletDto } from "@/lib/features/wallets/wallets.contract";

const INSET = "mx-6 my-3";

/** What people say of a wallet that its figures do not show. */
export function AboveTheWallet({ data }: { readonly data: WalletDto }) {
  return (
    <>
      {data.contested && <Contested data={data} />}
      <JoinedByHand network={data.network} walletRef={data.ref} className={INSET} />
    </>
  );
}

/** Two holders of one wallet are never merged silently. */
function Contested({ data: { claims } }: { readonly data: WalletDto }) {
  const named = [...new Set(claims.flatMap(({ claim }) => claim.entity?.name ?? []))];
  return (
    <Notice look="danger" icon={<TriangleAlert aria-hidden />} title="Claims name different holders of this wallet." className={INSET} action={<Link href="/claims/conflicts" className="shrink-0 link">Conflicts</Link>}>
      {named.length > 1 && `${named.join(", ")}. `}One of the claims is wrong, or the wallet holds addresses of several; its addresses inherit none of them.
    </Notice>
  );
}
