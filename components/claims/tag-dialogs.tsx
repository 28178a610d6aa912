"use client";

import { NewCaseDialog } from "@/components/cases/new-case-dialog";
import { ClaimForm } from "@/components/claims/claim-form";
import { RoleForm } from "@/components/claims/role-form";
import type { Tagging } from "@/components/claims/use-tagging";
import { Dialog } from "@/components/ui/dialog";
import { shortRef } from "@/lib/core/graph/labels";

/** What a tag asks for before it becomes a claim. */
export function TagDialogs({ tagging }: { readonly tagging: Tagging }) {
  const [first] = tagging.subjects;
  const whom = tagging.subjects.length === 1 && first !== undefined ? `${first.kind} ${shortRef(first.ref)}` : `${tagging.subjects.length} wallets`;
  const close = (open: boolean) => { if (!open) tagging.cancel(); };
  return (
    <>
      <Dialog open={tagging.asking === "role"} onOpenChange={close} title={`Claim ${tagging.tag?.label ?? ""}`} description={`For ${whom}`} className="w-104">
        {tagging.tag !== null && <RoleForm tag={tagging.tag} tagging={tagging} />}
      </Dialog>
      <Dialog open={tagging.asking === "other"} onOpenChange={close} title="New claim" description={`For ${whom}`}>
        <ClaimForm tagging={tagging} />
      </Dialog>
      <NewCaseDialog
        open={tagging.asking === "case"}
        onOpenChange={close}
        reason="A claim belongs to a case until it is shared. Name your first one."
        onCreated={({ caseId }) => { tagging.submit({ label: "", category: "other" }, caseId); }}
      />
    </>
  );
}
