"use client";

import { browserName } from "@/components/people/words";
import { Cell, Row, ShortTable } from "@/components/people/table";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Section } from "@/components/ui/section";
import { ErrorState, messageOf, Skeleton } from "@/components/ui/states";
import { Time } from "@/components/ui/time";
import { toast } from "@/components/ui/toast";
import { useOwnSessions, useRevokeSession } from "@/lib/features/accounts/accounts.queries";

/** Where one is signed in, to end what should not be. */
export function SessionList() {
  const sessions = useOwnSessions();
  const revoke = useRevokeSession();
  const end = (id: string) => {
    revoke.mutate(id, { onError: (error) => { toast({ title: "The session could not be ended", description: messageOf(error), failed: true }); } });
  };
  return (
    <Section title="Sessions" note="where this account is signed in">
      {sessions.isPending && <Skeleton className="mt-3 h-20" />}
      {sessions.isError && <ErrorState error={sessions.error} what="The sessions could not be read" onRetry={() => void sessions.refetch()} />}
      {sessions.data !== undefined && (
        <ShortTable label="Sessions" columns={["Browser", "Address", "Signed in", "Last seen", "Ends"]}>
          {sessions.data.sessions.map((session) => (
            <Row key={session.id}>
              <Cell>
                <span className="flex items-center gap-2">
                  {browserName(session.agent)} {session.current && <Badge look="brass">this one</Badge>}
                </span>
              </Cell>
              <Cell>{session.address === "" ? "not known" : session.address}</Cell>
              <Cell><Time iso={session.createdAt} /></Cell>
              <Cell><Time iso={session.seenAt} /></Cell>
              <Cell><Time iso={session.expiresAt} /></Cell>
              <td className="text-right">
                {!session.current && (
                  <Button size="sm" disabled={revoke.isPending} onClick={() => { end(session.id); }} aria-label={`End the session of ${browserName(session.agent)} that began ${session.createdAt.slice(0, 16).replace("T", " ")}`}>
                    End
                  </Button>
                )}
              </td>
            </Row>
          ))}
        </ShortTable>
      )}
    </Section>
  );
}
