"use client";

import { useRef, useState, type KeyboardEvent, type SubmitEvent } from "react";
import { EntityField } from "@/components/claims/entity-field";
import { rememberSource, sourceFor } from "@/components/claims/last-source";
import { HypothesisNote, SourceFields, sourceOf, type SourceText } from "@/components/claims/source-fields";
import type { Tagging } from "@/components/claims/use-tagging";
import { Button } from "@/components/ui/button";
import { Field, Select, TextArea } from "@/components/ui/input";
import { Issues, messageOf } from "@/components/ui/states";
import { CATEGORIES, ROLES, type Category, type Role } from "@/lib/core/casework/claims";
import { CATEGORY_NAMES, ROLE_NAMES } from "@/lib/core/graph/labels-family";
import type { EntityBriefDto } from "@/lib/features/claims/entities.contract";

const rolesOf = (category: Category): readonly Role[] => {
  if (category === "pool-payout" || category === "mining-pool") return ["pool-paying", "pool-member"];
  return category === "hash-rental" || category === "cloud-mining" || category === "exchange" ? ["service-own", "deposit-address", "customer"] : [];
};
const toCategory = (text: string): Category => CATEGORIES.find((one) => one === text) ?? "other";
const toRole = (text: string): Role | null => ROLES.find((one) => one === text) ?? null;

/** Any claim: who is said to be behind the subject, of which category, on what source. */
export function ClaimForm({ tagging }: { readonly tagging: Tagging }) {
  const [label, setLabel] = useState("");
  const [picked, setPicked] = useState<EntityBriefDto | null>(null);
  const [category, setCategory] = useState<Category>("other");
  const [role, setRole] = useState<Role | null>(null);
  const [ownSource, setOwnSource] = useState<SourceText | null>(null);
  const [note, setNote] = useState("");
  const form = useRef<HTMLFormElement>(null);
  const source = ownSource ?? sourceFor(category);
  const roles = rolesOf(category);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    rememberSource(source);
    tagging.submit({ label: label.trim(), category, role: roles.find((one) => one === role) ?? null, entityId: picked?.id ?? null, source: sourceOf(source), note: note.trim() === "" ? null : note });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || !event.ctrlKey) return;
    event.preventDefault();
    form.current?.requestSubmit();
  };
  const pick = (entity: EntityBriefDto) => {
    setPicked(entity);
    setLabel(entity.name);
    setCategory(entity.category);
  };
  return (
    <form ref={form} onSubmit={submit} onKeyDown={onKeyDown} className="flex flex-col gap-4">
      <EntityField text={label} picked={picked} onPick={pick} onText={(text) => { setLabel(text); setPicked(null); }} />
      <div className="grid grid-cols-2 gap-3">
        <Field label="Category">
          {(ids) => (
            <Select {...ids} value={category} onChange={(event) => { setCategory(toCategory(event.target.value)); }}>
              {CATEGORIES.map((one) => <option key={one} value={one}>{CATEGORY_NAMES[one]}</option>)}
            </Select>
          )}
        </Field>
        <Field label="Role">
          {(ids) => (
            <Select {...ids} value={role ?? ""} disabled={roles.length === 0} onChange={(event) => { setRole(toRole(event.target.value)); }}>
              <option value="">{roles.length === 0 ? "none in this category" : "not known yet"}</option>
              {roles.map((one) => <option key={one} value={one}>{ROLE_NAMES[one]}</option>)}
            </Select>
          )}
        </Field>
      </div>
      <SourceFields value={source} onChange={setOwnSource} />
      <Field label="Note (optional)">
        {(ids) => <TextArea {...ids} value={note} maxLength={4000} onChange={(event) => { setNote(event.target.value); }} />}
      </Field>
      <HypothesisNote hasSource={source.name.trim() !== ""} />
      {tagging.error !== null && <div role="alert" className="text-sm text-danger">{messageOf(tagging.error)}<Issues error={tagging.error} /></div>}
      <div className="flex justify-end gap-2">
        <Button onClick={tagging.cancel}>Cancel</Button>
        <Button type="submit" look="primary" disabled={label.trim() === "" || tagging.busy}>Make this claim</Button>
      </div>
    </form>
  );
}
