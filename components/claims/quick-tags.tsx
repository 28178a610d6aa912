"use client";

import { Plus } from "lucide-react";
import type { ClaimSubject, Tagging } from "@/components/claims/use-tagging";
import { Button } from "@/components/ui/button";
import { CategoryGlyph } from "@/components/ui/category-glyph";
import { Tip } from "@/components/ui/tooltip";
import { QUICK_TAGS } from "@/lib/core/casework/claims";
import { familyOf } from "@/lib/core/graph/labels-family";

interface Props {
  readonly tagging: Tagging;
  readonly subjects: readonly ClaimSubject[];
  /** Where the keys 1 to 4 work. */
  readonly withKeys?: boolean;
}

/** The four tags of this investigation, and any other. */
export function QuickTags({ tagging, subjects, withKeys = false }: Props) {
  return (
    <div className="flex flex-wrap items-center gap-1.5" role="group" aria-label="Make a claim">
      {QUICK_TAGS.map((tag) => (
        <Tip key={tag.key} text={`Claim ${tag.label}`} {...(withKeys && { keys: tag.key })}>
          <Button size="sm" disabled={tagging.busy} onClick={() => { tagging.quick(tag, subjects); }}>
            <CategoryGlyph family={familyOf(tag.category, null)} className="size-3.5" />
            {tag.label}
          </Button>
        </Tip>
      ))}
      <Tip text="Any other claim" {...(withKeys && { keys: "T" })}>
        <Button size="sm" look="quiet" onClick={() => { tagging.other(subjects); }}>
          <Plus className="size-3.5" aria-hidden /> Other
        </Button>
      </Tip>
    </div>
  );
}
