"use client";

import { UserPlus } from "lucide-react";
import { useState, type ReactNode } from "react";
import { InviteDialog, LinkDialog } from "@/components/people/invite-dialog";
import { PersonRow } from "@/components/people/person-row";
import { ShortTable } from "@/components/people/table";
import { Page } from "@/components/shell/page";
import { Button } from "@/components/ui/button";
import { EmptyState, ErrorState, Skeleton } from "@/components/ui/states";
import type { Principal } from "@/lib/core/policy/policy";
import type { IssuedLinkDto, PersonDto } from "@/lib/features/accounts/accounts.contract";
import { usePeople, useSessionState } from "@/lib/features/accounts/accounts.queries";

/** Who may come in, and as what. */
export function PeopleView() {
  const people = usePeople();
  const me = useSessionState().data?.account ?? null;
  const [inviting, setInviting] = useState(false);
  const invite = (
    <Button look="primary" onClick={() => { setInviting(true); }}>
      <UserPlus className="size-4" aria-hidden /> Invite
    </Button>
  );
  const list = people.data?.people;
  return (
    <Page
      title="People"
      lead="An account begins with a one-time link that you hand over yourself: Assay sends no mail. Accounts are disabled, never deleted, so that what somebody did stays theirs."
      actions={list !== undefined && list.length > 0 ? invite : undefined}
    >
      {people.isPending && <Skeleton className="h-40" />}
      {people.isError && list === undefined && <ErrorState error={people.error} what="The people could not be read" onRetry={() => void people.refetch()} />}
      {list !== undefined && me !== null && <Managed people={list} me={me} invite={invite} inviting={inviting} setInviting={setInviting} />}
    </Page>
  );
}

interface ManagedProps {
  readonly people: readonly PersonDto[];
  readonly me: Principal;
  readonly invite: ReactNode;
  readonly inviting: boolean;
  readonly setInviting: (open: boolean) => void;
}

function Managed({ people, me, invite, inviting, setInviting }: ManagedProps) {
  const [issued, setIssued] = useState<IssuedLinkDto | null>(null);
  return (
    <>
      {people.length === 0 ? (
        <EmptyState icon={<UserPlus aria-hidden />} title="Nobody beside the owner yet" action={invite}>
          A claim counts as reviewed only once a second person has accepted it.
        </EmptyState>
      ) : (
        <ShortTable label="People" columns={["E-mail address", "Role", "Status", "Second factor", "Last signed in"]}>
          {people.map((person) => (
            <PersonRow key={person.id} person={person} me={me} onIssued={setIssued} />
          ))}
        </ShortTable>
      )}
      <InviteDialog open={inviting} onOpenChange={setInviting} me={me} onIssued={(link) => { setInviting(false); setIssued(link); }} />
      <LinkDialog issued={issued} onClose={() => { setIssued(null); }} />
    </>
  );
}
