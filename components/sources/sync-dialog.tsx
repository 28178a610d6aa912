"use client";

import { useRouter } from "next/navigation";
import { useState, type SubmitEvent } from "react";
import type { z } from "zod";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field, Input, TextArea } from "@/components/ui/input";
import { Notice } from "@/components/ui/notice";
import { Issues, messageOf } from "@/components/ui/states";
import type { SourceList, SyncBody } from "@/lib/features/sources/sources.contract";
import { useStartSync } from "@/lib/features/sources/sources.queries";

type Source = SourceList["sources"][number];
type Body = z.input<typeof SyncBody>;

export function SyncDialog({ source, onClose }: { readonly source: Source | null; readonly onClose: () => void }) {
  return (
    <Dialog open={source !== null} onOpenChange={() => { onClose(); }} title={source?.kind === "core" ? "Fetch blocks" : "Fetch histories"} description={source === null ? "" : `From ${source.name}, ${source.network}`} className="w-112">
      {source !== null && <SyncForm source={source} onClose={onClose} />}
    </Dialog>
  );
}

function SyncForm({ source, onClose }: { readonly source: Source; readonly onClose: () => void }) {
  const router = useRouter();
  const sync = useStartSync();
  const [from, setFrom] = useState("");
  const [to, setTo] = useState("");
  const [wanted, setWanted] = useState("");
  const body: Body = source.kind === "core" ? { kind: "core", ...(from !== "" && { from: parseInt(from, 10) }), ...(to !== "" && { to: parseInt(to, 10) }) } : subjectsOf(wanted);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    sync.mutate({ name: source.name, body }, { onSuccess: () => { onClose(); router.push("/jobs"); } });
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      {source.kind === "core" ? (
        <div className="grid grid-cols-2 gap-3">
          <Field label="From height" note="empty: after the last one">{(ids) => <Input {...ids} inputMode="numeric" pattern="\d{0,9}" value={from} onChange={(event) => { setFrom(event.target.value); }} autoFocus />}</Field>
          <Field label="To height" note="empty: up to the tip">{(ids) => <Input {...ids} inputMode="numeric" pattern="\d{0,9}" value={to} onChange={(event) => { setTo(event.target.value); }} />}</Field>
        </div>
      ) : (
        <Field label="Addresses and txids, one a line" note="An address is fetched with its whole history.">
          {(ids) => <TextArea {...ids} value={wanted} onChange={(event) => { setWanted(event.target.value); }} className="min-h-28 font-mono" autoFocus required />}
        </Field>
      )}
      <Notice title="This leaves your machine.">{source.kind === "core" ? "The node learns which blocks you ask for." : "The server learns which addresses and transactions you ask for."}</Notice>
      {sync.isError && <div role="alert" className="text-sm text-danger">{messageOf(sync.error)}<Issues error={sync.error} /></div>}
      <div className="flex justify-end gap-2">
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" look="primary" disabled={sync.isPending}>Fetch</Button>
      </div>
    </form>
  );
}

function subjectsOf(text: string): Body {
  const words = text.split(/[\s,;]+/).filter((word) => word !== "");
  const isTxid = (word: string) => /^[0-9a-fA-F]{64}$/.test(word);
  return { kind: "esplora", addresses: words.filter((word) => !isTxid(word)), txids: words.filter(isTxid).map((word) => word.toLowerCase()) };
}
