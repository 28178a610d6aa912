"use client";

import { useState, type SubmitEvent, type KeyboardEvent } from "react";
import { HypothesisNote, SourceFields, sourceOf, type SourceText } from "@/components/claims/source-fields";
import { draftOf, type Tagging } from "@/components/claims/use-tagging";
import { rememberSource, sourceFor } from "@/components/claims/last-source";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Kbd } from "@/components/ui/kbd";
import { messageOf } from "@/components/ui/states";
import type { QuickTag, Role } from "@/lib/core/casework/claims";
import type { RoleHint } from "@/lib/core/casework/role-hint";
import { ROLE_NAMES } from "@/lib/core/graph/labels-family";
import { HINTS_AT_ONCE } from "@/lib/features/claims/claims.contract";
import { useRoleHints } from "@/lib/features/claims/claims.queries";

type Choice = Role | "unknown";

/** Whose hand the wallet is in: a service's own wallet and its customer's are never one entity. Digits choose, Enter claims. */
export function RoleForm({ tag, tagging }: { readonly tag: QuickTag; readonly tagging: Tagging }) {
  const choices: readonly Choice[] = [...tag.roles, "unknown"];
  const [chosen, setChoice] = useState<Choice | null>(null);
  const [source, setSource] = useState<SourceText>(() => sourceFor(tag.category));
  const hint = useHint(tag, tagging);
  const choice = chosen ?? hint?.role ?? null;
  const onKeyDown = (event: KeyboardEvent) => {
    const picked = event.target instanceof HTMLInputElement && event.target.type !== "radio" ? undefined : choices[parseInt(event.key, 10) - 1];
    if (picked !== undefined) setChoice(picked);
  };
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    rememberSource(source);
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
              <span className="min-w-0 flex-1">{value === "unknown" ? "not known yet" : ROLE_NAMES[value]}</span>
              {hint?.role === value && <Badge look="brass">suggested</Badge>}
              <Kbd>{index + 1}</Kbd>
            </label>
          ))}
        </div>
        {hint !== null && <p className="mt-1 text-xs text-ink-soft">The ledger suggests it: {hint.because}.</p>}
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

/** What the ledger suggests for all the wallets that are tagged; nothing where it suggests different roles. */
function useHint(tag: QuickTag, { subjects }: Tagging): RoleHint | null {
  const wallets = subjects.flatMap(({ kind, network, ref }) => (kind === "transaction" ? [] : [{ network, ref }])).slice(0, HINTS_AT_ONCE);
  const hints = (useRoleHints(wallets, tag.roles).data?.hints ?? []).filter((hint) => hint !== null);
  const [first = null] = hints;
  return first !== null && hints.every(({ role }) => role === first.role) ? first : null;
}
