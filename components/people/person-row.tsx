"use client";

import { Ban, Check, Link2, MoreHorizontal } from "lucide-react";
import { Cell, Row } from "@/components/people/table";
import { ROLE_WORDS } from "@/components/people/words";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Select } from "@/components/ui/input";
import { Menu, MenuItem } from "@/components/ui/menu";
import { messageOf } from "@/components/ui/states";
import { Time } from "@/components/ui/time";
import { toast } from "@/components/ui/toast";
import { needsSecondFactor } from "@/lib/core/accounts/session";
import { oneOf } from "@/lib/core/one-of";
import { can, ROLES_OF_PEOPLE, type Principal } from "@/lib/core/policy/policy";
import type { IssuedLinkDto, PersonDto } from "@/lib/features/accounts/accounts.contract";
import { useResetLink, useSetAccess, useSetRole } from "@/lib/features/accounts/accounts.queries";

interface Props {
  readonly person: PersonDto;
  readonly me: Principal;
  readonly onIssued: (link: IssuedLinkDto) => void;
}

const failed = (title: string) => ({ onError: (error: unknown) => { toast({ title, description: messageOf(error), failed: true }); } });

/** Roles that one may give. */
export const rolesToGive = (me: Principal) => ROLES_OF_PEOPLE.filter((role) => can(me, "people.manage", { roleManaged: role }));

export function PersonRow({ person, me, onIssued }: Props) {
  const disabled = person.status === "disabled";
  const mine = person.id === me.accountId;
  const managed = can(me, "people.manage", { roleManaged: person.role });
  return (
    <Row dim={disabled}>
      <Cell>
        <span className="flex items-center gap-2">
          {person.email} {mine && <Badge look="brass">you</Badge>}
        </span>
      </Cell>
      <Cell>{managed && !mine && !disabled ? <RoleChoice person={person} me={me} /> : ROLE_WORDS[person.role].label}</Cell>
      <Cell><Status status={person.status} /></Cell>
      <Cell>{factorWords(person)}</Cell>
      <Cell><Time iso={person.signedInAt} unknown="never" /></Cell>
      <td className="text-right">{managed && <Actions person={person} mine={mine} onIssued={onIssued} />}</td>
    </Row>
  );
}

function factorWords({ hasSecondFactor, role }: PersonDto): string {
  if (hasSecondFactor) return "set up";
  return needsSecondFactor({ kind: "user", role }) ? "at next sign-in" : "none";
}

function Actions({ person, mine, onIssued }: Pick<Props, "person" | "onIssued"> & { readonly mine: boolean }) {
  const reset = useResetLink();
  const access = useSetAccess();
  const disabled = person.status === "disabled";
  const toggle = () => { access.mutate({ id: person.id, disabled: !disabled }, failed(`The account of ${person.email} is as it was`)); };
  return (
    <Menu align="end" trigger={<Button look="quiet" size="icon-sm" aria-label={`What to do with ${person.email}`}><MoreHorizontal className="size-4" aria-hidden /></Button>}>
      {!disabled && (
        <MenuItem icon={<Link2 className="size-4 text-ink-faint" aria-hidden />} onSelect={() => { reset.mutate(person.id, { onSuccess: onIssued, ...failed("No link was made") }); }}>
          {person.status === "invited" ? "New link" : "Link to reset the password"}
        </MenuItem>
      )}
      {!mine && (
        <MenuItem icon={disabled ? <Check className="size-4 text-ink-faint" aria-hidden /> : <Ban className="size-4 text-ink-faint" aria-hidden />} onSelect={toggle}>
          {disabled ? "Enable" : "Disable"}
        </MenuItem>
      )}
    </Menu>
  );
}

function RoleChoice({ person, me }: { readonly person: PersonDto; readonly me: Principal }) {
  const setRole = useSetRole();
  return (
    <Select
      className="h-7 w-40"
      aria-label={`Role of ${person.email}`}
      value={setRole.isPending ? setRole.variables.role : person.role}
      disabled={setRole.isPending}
      onChange={(event) => { setRole.mutate({ id: person.id, role: oneOf(ROLES_OF_PEOPLE, event.target.value) }, failed(`The role of ${person.email} is as it was`)); }}
    >
      {rolesToGive(me).map((role) => (
        <option key={role} value={role}>{ROLE_WORDS[role].label}</option>
      ))}
    </Select>
  );
}

function Status({ status }: Pick<PersonDto, "status">) {
  if (status === "active") return "active";
  return <Badge look={status === "invited" ? "gap" : "plain"}>{status}</Badge>;
}
