"use client";

import { useState, type SubmitEvent, type KeyboardEvent } from "react";
import { HypothesisNote, SourceFields, sourceOf, type SourceText } from "@/components/claims/source-fields";
import { draftOf, type Tagging } from "@/components/claims/use-tagging";
import { Button } from "@/components/ui/button";
import { Kbd } from "@/components/ui/kbd";
import { messageOf } from "@/components/ui/states";
import type { QuickTag, Role } from "@/lib/core/casework/claims";
import { ROLE_NAMES } from "@/lib/core/graph/labels-family";

type Choice = Role | "unknown";

/** Whose hand the wallet is in: a service's own wallet and its customer's are never one entity. Digits choose, Enter claims. */
export function RoleForm({ tag, tagging }: { readonly tag: QuickTag; readonly tagging: Tagging }) {
  const choices: readonly Choice[] = [...tag.roles, "unknown"];
  const [choice, setChoice] = useState<Choice | null>(null);
  const [source, setSource] = useState<SourceText>({ name: "", url: "", date: "" });
  const onKeyDown = (event: KeyboardEvent) => {
    const picked = event.target instanceof HTMLInputElement && event.target.type !== "radio" ? undefined : choices[parseInt(event.key, 10) - 1];
    if (picked !== undefined) setChoice(picked);
  };
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (choice !== null) tagging.submit({ ...draftOf(tag, choice === "unknown" ? null : choice), source: sourceOf(source) });
  };
  return (
    <form onSubmit={submit} onKeyDown={onKeyDown} className="flex flex-col gap-4">
      <fieldset>
        <legend className="mb-1 text-xs font-medium text-ink-soft">This wallet is</legend>
        <div className="flex flex-col overflow-hidden rounded-md border border-line-strong">
          {choices.map((value, index) => (
            <label key={value} className="flex h-8 items-center gap-2 border-b border-line px-2 text-sm last:border-b-0 has-checked:bg-brass-wash has-focus-visible:outline-2 has-focus-visible:-outline-offset-2 has-focus-visible:outline-brass">
              <input type="radio" name="role" value={value} checked={choice === value} onChange={() => { setChoice(value); }} autoFocus={index === 0} required className="accent-(--brass) outline-none" />
              <span className="flex-1">{value === "unknown" ? "not known yet" : ROLE_NAMES[value]}</span>
              <Kbd>{index + 1}</Kbd>
            </label>
          ))}
        </div>
      </fieldset>
      <SourceFields value={source} onChange={setSource} />
      <HypothesisNote hasSource={source.name.trim() !== ""} />
      {tagging.error !== null && <p role="alert" className="text-sm text-danger">{messageOf(tagging.error)}</p>}
      <div className="flex justify-end gap-2">
        <Button onClick={tagging.cancel}>Cancel</Button>
        <Button type="submit" look="primary" disabled={choice === null || tagging.busy}>
          Claim {tag.label}
        </Button>
      </div>
    </form>
  );
}
