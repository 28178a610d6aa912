"use client";

import { useState, type SubmitEvent } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field, Input } from "@/components/ui/input";
import { messageOf } from "@/components/ui/states";
import { useCreateCase } from "@/lib/features/graphs/graphs.queries";

interface Props {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly onCreated: (created: { readonly caseId: string; readonly graphId: string }) => void;
  /** Why a case is needed now. */
  readonly reason?: string;
}

export function NewCaseDialog({ open, onOpenChange, onCreated, reason = "A case keeps your graphs, claims and notes together." }: Props) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="New case" description={reason} className="w-96">
      <NewCaseForm onCreated={(created) => { onOpenChange(false); onCreated(created); }} />
    </Dialog>
  );
}

export function NewCaseForm({ onCreated }: Pick<Props, "onCreated">) {
  const [name, setName] = useState("");
  const create = useCreateCase();
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    create.mutate({ name }, { onSuccess: onCreated });
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      <Field label="Name of the case" error={create.isError ? messageOf(create.error) : null}>
        {(ids) => <Input {...ids} value={name} onChange={(event) => { setName(event.target.value); }} maxLength={120} required autoFocus autoComplete="off" placeholder="For example: exchange theft, March 2026" />}
      </Field>
      <div className="flex justify-end">
        <Button type="submit" look="primary" disabled={name.trim() === "" || create.isPending}>
          Create case
        </Button>
      </div>
    </form>
  );
}
