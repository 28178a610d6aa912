"use client";

import { useState } from "react";
import { useCurrentGraph } from "@/components/cases/current-graph";
import { messageOf } from "@/components/ui/states";
import { toast } from "@/components/ui/toast";
import type { QuickTag, Role } from "@/lib/core/casework/claims";
import { shortRef } from "@/lib/core/graph/labels";
import type { NewClaimInput } from "@/lib/features/claims/claims.contract";
import { useAddClaim, useRetractClaim } from "@/lib/features/claims/claims.queries";

export type ClaimSubject = NewClaimInput["subject"];
export type ClaimDraft = Omit<NewClaimInput, "subject" | "caseId">;

export const draftOf = (tag: QuickTag, role: Role | null): ClaimDraft => ({ label: tag.label, entityId: tag.entityId, category: tag.category, role });

export interface Tagging {
  /** What is being asked before the claim can be made. */
  readonly asking: "nothing" | "case" | "role" | "other";
  readonly tag: QuickTag | null;
  readonly subjects: readonly ClaimSubject[];
  readonly busy: boolean;
  readonly error: unknown;
  readonly quick: (tag: QuickTag, subjects: readonly ClaimSubject[]) => void;
  readonly other: (subjects: readonly ClaimSubject[]) => void;
  readonly submit: (draft: ClaimDraft, caseId?: string) => void;
  readonly cancel: () => void;
}

interface Asked {
  readonly asking: Tagging["asking"];
  readonly tag: QuickTag | null;
  readonly draft: ClaimDraft | null;
  readonly subjects: readonly ClaimSubject[];
}
const NOTHING: Asked = { asking: "nothing", tag: null, draft: null, subjects: [] };

/** Makes claims by key or button: asks for the role where a tag has one, and for a case when there is none yet. */
export function useTagging(fixedCaseId: string | null = null): Tagging {
  const { current } = useCurrentGraph();
  const caseId = fixedCaseId ?? current?.caseId ?? null;
  const [asked, setAsked] = useState<Asked>(NOTHING);
  const add = useAddClaim();
  const retract = useRetractClaim();

  /** One after the other; what stands already is left, and the rest is made. */
  const make = async (draft: ClaimDraft, subjects: readonly ClaimSubject[], inCase: string) => {
    const made: string[] = [];
    const failures: unknown[] = [];
    for (const subject of subjects) await add.mutateAsync({ ...draft, subject, caseId: inCase }).then(({ id }) => made.push(id), (error: unknown) => failures.push(error));
    if (made.length === 0) throw failures[0];
    setAsked(NOTHING);
    const takeBack = () => { for (const id of made) retract.mutate({ id, version: 1, reason: "Tagged by mistake; taken back at once." }); };
    toast({ title: wordsFor(draft, subjects), description: `${standingOf(draft)}${failures.length === 0 ? "" : ` Not on ${failures.length} of ${subjects.length}: ${messageOf(failures[0])}`}`, action: { label: "Take back", onClick: takeBack } });
  };
  const submit = (draft: ClaimDraft, subjects: readonly ClaimSubject[], inCase: string | null) => {
    if (inCase === null) setAsked({ ...asked, asking: "case", draft, subjects });
    else make(draft, subjects, inCase).catch((error: unknown) => { if (asked.asking === "nothing" || asked.asking === "case") toast({ title: "The claim was not made", description: messageOf(error), failed: true }); });
  };

  return {
    ...asked,
    busy: add.isPending,
    error: add.error,
    quick: (tag, subjects) => {
      add.reset();
      if (tag.roles.length > 0) setAsked({ asking: "role", tag, draft: null, subjects });
      else submit(draftOf(tag, null), subjects, caseId);
    },
    other: (subjects) => { add.reset(); setAsked({ asking: "other", tag: null, draft: null, subjects }); },
    submit: (draft, inCase) => { submit(asked.draft ?? draft, asked.subjects, inCase ?? caseId); },
    cancel: () => { setAsked(NOTHING); },
  };
}

const standingOf = ({ source }: ClaimDraft): string => (source == null ? "A hypothesis: it has no source, so it never counts in detection, screening or exports." : "Proposed within its case; share it, so that a second person can review it.");

function wordsFor(draft: ClaimDraft, subjects: readonly ClaimSubject[]): string {
  const [first] = subjects;
  const whom = subjects.length === 1 && first !== undefined ? `${first.kind} ${shortRef(first.ref)}` : `${subjects.length} subjects`;
  return `Claimed ${draft.label} for ${whom}`;
}
