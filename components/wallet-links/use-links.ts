"use client";

import { messageOf } from "@/components/ui/states";
import { toast } from "@/components/ui/toast";
import type { NewWalletLinkInput, WalletLinkDto } from "@/lib/features/wallet-links/wallet-links.contract";
import { useAddWalletLink, useTakeBackWalletLink } from "@/lib/features/wallet-links/wallet-links.queries";

const failed = (title: string) => (error: unknown) => { toast({ title, description: messageOf(error), failed: true }); };

/** What the same link is made of again. */
const again = ({ kind, network, one, other, output, reason, caseId }: WalletLinkDto): NewWalletLinkInput =>
  kind === "change" && output !== null ? { kind, network, txid: output.txid, n: output.n, reason, caseId } : { kind: kind === "split" ? "split" : "merge", network, one, other, reason, caseId };

/** Makes links and takes them back; what was done a moment ago is undone in the corner. */
export function useLinks() {
  const add = useAddWalletLink();
  const back = useTakeBackWalletLink();
  return {
    add,
    back,
    made: (id: string) => {
      const undo = () => { back.mutate({ id, version: 1, reason: "Made by mistake; taken back at once." }, { onError: failed("The link was not taken back") }); };
      toast({ title: "The link is made", description: "It lies above the computed wallets, which stay as they are.", action: { label: "Undo", onClick: undo } });
    },
    takenBack: (link: WalletLinkDto) => {
      const undo = () => { add.mutate(again(link), { onError: failed("The link was not made again") }); };
      toast({ title: "The link is taken back", description: "It stays in the record, with your reason.", action: { label: "Undo", onClick: undo } });
    },
  };
}
