"use client";

import { plural } from "@/components/ui/amount";
import { Button } from "@/components/ui/button";
import { messageOf } from "@/components/ui/states";
import { toast } from "@/components/ui/toast";
import type { ClaimDto } from "@/lib/features/claims/claims.contract";
import { useShareClaims } from "@/lib/features/claims/claims-list.queries";

/** What only its case sees, nobody else can review. */
const isShareable = ({ scope, status }: ClaimDto): boolean => scope === "case" && (status === "proposed" || status === "accepted");

export function ShareButton({ claims, small = false }: { readonly claims: readonly ClaimDto[]; readonly small?: boolean }) {
  const share = useShareClaims();
  const shareable = claims.filter(isShareable);
  if (shareable.length === 0) return null;
  const run = () => {
    share.mutate({ claims: shareable.map(({ id, version }) => ({ id, version })) }, {
      onSuccess: ({ ids }) => { toast({ title: `${plural(ids.length, "claim")} shared`, description: "Everybody here sees it now; a second person can review it." }); },
      onError: (error) => { toast({ title: "Nothing was shared", description: messageOf(error), failed: true }); },
    });
  };
  return <Button size={small ? "sm" : "md"} disabled={share.isPending} onClick={run}>{claims.length > 1 ? `Share ${shareable.length}` : "Share"}</Button>;
}
