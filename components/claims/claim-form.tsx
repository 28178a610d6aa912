"use client";

import { useState, type SubmitEvent } from "react";
import { HypothesisNote, SourceFields, sourceOf, type SourceText } from "@/components/claims/source-fields";
import type { Tagging } from "@/components/claims/use-tagging";
import { Button } from "@/components/ui/button";
import { Field, Input, Select, TextArea } from "@/components/ui/input";
import { Issues, messageOf } from "@/components/ui/states";
import { CATEGORIES, ROLES, type Category, type Role } from "@/lib/core/casework/claims";
import { SHIPPED_ENTITIES } from "@/lib/core/casework/entities-shipped";
import { CATEGORY_NAMES, ROLE_NAMES } from "@/lib/core/graph/labels-family";

const rolesOf = (category: Category): readonly Role[] => {
  if (category === "pool-payout" || category === "mining-pool") return ["pool-paying", "pool-member"];
  return category === "hash-rental" || category === "cloud-mining" || category === "exchange" ? ["service-own", "deposit-address", "customer"] : [];
};
const toCategory = (text: string): Category => CATEGORIES.find((one) => one === text) ?? "other";
const toRole = (text: string): Role | null => ROLES.find((one) => one === text) ?? null;

/** Any claim: who is said to be behind the subject, of which category, on what source. */
export function ClaimForm({ tagging }: { readonly tagging: Tagging }) {
  const [label, setLabel] = useState("");
  const [category, setCategory] = useState<Category>("other");
  const [role, setRole] = useState<Role | null>(null);
  const [source, setSource] = useState<SourceText>({ name: "", url: "", date: "" });
  const [note, setNote] = useState("");
  const roles = rolesOf(category);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const entity = SHIPPED_ENTITIES.find(({ name }) => name.toLowerCase() === label.trim().toLowerCase());
    tagging.submit({ label, category, role: roles.find((one) => one === role) ?? null, entityId: entity?.id ?? null, source: sourceOf(source), note: note.trim() === "" ? null : note });
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      <div className="grid grid-cols-2 gap-3">
        <Field label="Who or what is it said to be" className="col-span-2">
          {(ids) => <Input {...ids} value={label} maxLength={120} required autoFocus autoComplete="off" placeholder="Name of a person, service or incident" onChange={(event) => { setLabel(event.target.value); }} />}
        </Field>
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
      <SourceFields value={source} onChange={setSource} />
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
