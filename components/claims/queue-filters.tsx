"use client";

import { X } from "lucide-react";
import { parseAsBoolean, parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { useDeferredValue } from "react";
import { STATUS_WORDS } from "@/components/claims/claim-status";
import { Button } from "@/components/ui/button";
import { Input, Select } from "@/components/ui/input";
import { Segmented } from "@/components/ui/segmented";
import { CATEGORIES, CLAIM_STATUSES } from "@/lib/core/casework/claims";
import { CATEGORY_NAMES } from "@/lib/core/graph/labels-family";
import { WHOSE, type ClaimQueueFilter } from "@/lib/features/claims/claims-list.contract";
import { useEntity, useLabelPacks } from "@/lib/features/claims/claims-list.queries";

const STATUSES = ["any", ...CLAIM_STATUSES] as const;
const WHO = ["all", ...WHOSE] as const;

const PARSERS = {
  status: parseAsStringLiteral(STATUSES).withDefault("proposed"),
  category: parseAsStringLiteral(CATEGORIES),
  entity: parseAsString,
  pack: parseAsString,
  text: parseAsString.withDefault(""),
  whose: parseAsStringLiteral(WHO).withDefault("all"),
  conflicting: parseAsBoolean.withDefault(false),
};

/** The filters, which the page's address keeps. */
export function useQueueFilters() {
  const [chosen, set] = useQueryStates(PARSERS, { history: "replace" });
  const { status, category, entity, pack, whose, conflicting } = chosen;
  const text = useDeferredValue(chosen.text.trim());
  const filter: ClaimQueueFilter = {
    ...(status !== "any" && { status }),
    ...(category !== null && { category }),
    ...(entity !== null && { entity }),
    ...(pack !== null && { pack }),
    ...(text !== "" && { text }),
    ...(whose !== "all" && { whose }),
    ...(conflicting && { conflicting: "yes" as const }),
  };
  return { chosen, set, filter };
}
type Filters = ReturnType<typeof useQueueFilters>;

export function QueueFilters({ chosen, set }: Pick<Filters, "chosen" | "set">) {
  const packs = useLabelPacks();
  return (
    <div role="search" aria-label="Filter the claims" className="flex shrink-0 flex-wrap items-center gap-2 border-b border-line px-6 py-2">
      <Select aria-label="Status" className="h-7 w-32" value={chosen.status} onChange={(event) => void set({ status: STATUSES.find((one) => one === event.target.value) ?? null })}>
        {STATUSES.map((one) => <option key={one} value={one}>{one === "any" ? "any status" : STATUS_WORDS[one]}</option>)}
      </Select>
      <Select aria-label="Category" className="h-7 w-36" value={chosen.category ?? ""} onChange={(event) => void set({ category: CATEGORIES.find((one) => one === event.target.value) ?? null })}>
        <option value="">any category</option>
        {CATEGORIES.map((one) => <option key={one} value={one}>{CATEGORY_NAMES[one]}</option>)}
      </Select>
      <Select aria-label="Label pack" className="h-7 w-40" value={chosen.pack ?? ""} onChange={(event) => void set({ pack: event.target.value === "" ? null : event.target.value })}>
        <option value="">any label pack</option>
        {(packs.data?.packs ?? []).map(({ id, name }) => <option key={id} value={id}>{name}</option>)}
      </Select>
      <Segmented label="Whose proposals" value={chosen.whose} onChange={(whose) => void set({ whose })} items={[{ value: "all", label: "Everybody’s" }, { value: "others", label: "Others’" }, { value: "mine", label: "Mine" }]} />
      <label className="flex h-7 items-center gap-1.5 px-1 text-sm text-ink-soft">
        <input type="checkbox" checked={chosen.conflicting} className="accent-(--brass)" onChange={(event) => void set({ conflicting: event.target.checked ? true : null })} />
        in conflict
      </label>
      {chosen.entity !== null && <EntityChip id={chosen.entity} onRemove={() => void set({ entity: null })} />}
      <Input type="search" aria-label="Text in label, address, entity or source" placeholder="Label, address, entity, source" maxLength={120} className="ml-auto h-7 w-56" value={chosen.text} onChange={(event) => void set({ text: event.target.value === "" ? null : event.target.value })} />
    </div>
  );
}

function EntityChip({ id, onRemove }: { readonly id: string; readonly onRemove: () => void }) {
  const entity = useEntity(id);
  const name = entity.data?.name ?? id;
  return (
    <span className="inline-flex h-7 items-center gap-1 rounded-md border border-brass-line/60 bg-brass-wash pl-2 text-sm text-brass">
      {name}
      <Button look="quiet" size="icon-sm" aria-label={`Not only ${name}`} onClick={onRemove}><X className="size-3.5" aria-hidden /></Button>
    </span>
  );
}
