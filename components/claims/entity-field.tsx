"use client";

import { useId, useState, type KeyboardEvent } from "react";
import { CategoryGlyph } from "@/components/ui/category-glyph";
import { cn } from "@/components/ui/cn";
import { Field, Input } from "@/components/ui/input";
import { CATEGORY_NAMES, familyOf } from "@/lib/core/graph/labels-family";
import type { EntityBriefDto } from "@/lib/features/claims/entities.contract";
import { useEntitySearch } from "@/lib/features/claims/claims-list.queries";

interface Props {
  readonly text: string;
  readonly picked: EntityBriefDto | null;
  readonly onText: (text: string) => void;
  readonly onPick: (entity: EntityBriefDto) => void;
}

/** A name: of an entity, found by any part of its name or alias, or any other. Arrows choose, Enter takes. */
export function EntityField({ text, picked, onText, onPick }: Props) {
  const list = useId();
  const [at, setAt] = useState(0);
  const search = useEntitySearch(picked === null ? text.trim() : "");
  const found = picked === null && text.trim() !== "" ? (search.data?.entities ?? []) : [];
  const active = found[Math.min(at, found.length - 1)];
  const onKeyDown = (event: KeyboardEvent) => {
    if (active === undefined) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") setAt((at + (event.key === "ArrowDown" ? 1 : found.length - 1)) % found.length);
    else if (event.key === "Enter" && !event.ctrlKey) onPick(active);
    else return;
    event.preventDefault();
  };
  return (
    <Field label="Who or what is it said to be" className="relative" note={noteFor(text, picked, found.length)}>
      {(ids) => (
        <>
          <Input {...ids} role="combobox" aria-expanded={found.length > 0} aria-controls={list} aria-autocomplete="list" {...(active !== undefined && { "aria-activedescendant": `${list} ${active.id}` })}
            value={text} maxLength={120} required autoFocus autoComplete="off" placeholder="Name or alias: Kimsuky, slush, binance …" onKeyDown={onKeyDown} onChange={(event) => { setAt(0); onText(event.target.value); }} />
          <ul id={list} role="listbox" aria-label="Entities" className={cn("max-h-44 overflow-y-auto rounded-md border border-line-strong", found.length === 0 && "hidden")}>
            {found.map((entity) => (
              <li key={entity.id} id={`${list} ${entity.id}`} role="option" aria-selected={entity === active} onMouseDown={(event) => { event.preventDefault(); onPick(entity); }}
                className={cn("flex h-8 cursor-default items-center gap-2 px-2 text-sm", entity === active ? "bg-brass-wash" : "hover:bg-hover")}>
                <CategoryGlyph family={familyOf(entity.category, null)} />
                <span className="min-w-0 flex-1 truncate">{entity.name}</span>
                <span className="text-xs text-ink-faint">{CATEGORY_NAMES[entity.category]}</span>
              </li>
            ))}
          </ul>
        </>
      )}
    </Field>
  );
}

function noteFor(text: string, picked: EntityBriefDto | null, found: number): string {
  if (picked !== null) return `The entity ${picked.name}.`;
  if (text.trim() === "") return "An entity, or any other name.";
  return found > 0 ? "Enter takes the chosen entity; Ctrl Enter keeps the text as it is." : "No entity of that name: a label of its own.";
}
