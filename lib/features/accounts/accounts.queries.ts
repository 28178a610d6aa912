import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "@/lib/client/api";
import type { SessionStage } from "@/lib/core/accounts/session";
import type { RoleOfPerson } from "@/lib/core/policy/policy";
import { ConfirmedFactorDto, DoneDto, IssuedLinkDto, LinkDto, OfferedFactorDto, OwnSessions, People, PersonDto, SessionStateDto, StageDto } from "@/lib/features/accounts/accounts.contract";

const keys = { state: ["session"] as const, sessions: ["own-sessions"] as const, people: ["people"] as const };

const stateQuery = queryOptions({ queryKey: keys.state, queryFn: ({ signal }) => api(SessionStateDto, "/api/session", { signal }), staleTime: Infinity });

/** How far this browser is signed in, and as whom. */
export const useSessionState = () => useQuery(stateQuery);

/** A step on the way in. @param done gets the stage that was reached */
function useStep<Given>(path: string, done: (stage: SessionStage) => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: Given) => api(StageDto, path, { method: "POST", body }),
    onSuccess: ({ stage }) => {
      client.setQueryData(keys.state, { stage, account: null });
      done(stage);
    },
  });
}
export const useSignIn = (done: (stage: SessionStage) => void) => useStep<{ readonly email: string; readonly password: string }>("/api/session", done);
export const useGiveCode = (done: (stage: SessionStage) => void) => useStep<{ readonly code: string }>("/api/session/code", done);
export const useSetPassword = (done: (stage: SessionStage) => void) => useStep<{ readonly token: string; readonly password: string }>("/api/links/password", done);

/** Whose one-time link it is. */
export const useLink = (token: string) => useQuery({ queryKey: ["link", token], queryFn: ({ signal }) => api(LinkDto, "/api/links", { method: "POST", body: { token }, signal }), enabled: token !== "", staleTime: Infinity });

export const useOfferFactor = () => useMutation({ mutationFn: (password: string | null) => api(OfferedFactorDto, "/api/session/second-factor", { method: "POST", body: { password } }) });
export const useConfirmFactor = () => useMutation({ mutationFn: (code: string) => api(ConfirmedFactorDto, "/api/session/second-factor/confirm", { method: "POST", body: { code } }) });

export const useSignOut = () => useMutation({ mutationFn: () => api(DoneDto, "/api/session/end", { method: "POST", body: {} }) });
export const useChangePassword = () => useMutation({ mutationFn: (change: { readonly current: string; readonly next: string }) => api(DoneDto, "/api/account/password", { method: "POST", body: change }) });

export const useOwnSessions = () => useQuery({ queryKey: keys.sessions, queryFn: ({ signal }) => api(OwnSessions, "/api/account/sessions", { signal }) });
export function useRevokeSession() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => api(DoneDto, `/api/account/sessions/${id}/revoke`, { method: "POST", body: {} }),
    onSettled: () => client.invalidateQueries({ queryKey: keys.sessions }),
  });
}

export const usePeople = () => useQuery({ queryKey: keys.people, queryFn: ({ signal }) => api(People, "/api/people", { signal }) });

/** Changes to people are few, so the list is read again after each. */
function usePeopleChange<Given, Reply>(change: (given: Given) => Promise<Reply>) {
  const client = useQueryClient();
  return useMutation({ mutationFn: change, onSettled: () => client.invalidateQueries({ queryKey: keys.people }) });
}

export const useInvite = () => usePeopleChange((person: { readonly email: string; readonly role: RoleOfPerson }) => api(IssuedLinkDto, "/api/people", { method: "POST", body: person }));
export const useResetLink = () => usePeopleChange((id: string) => api(IssuedLinkDto, `/api/people/${id}/reset`, { method: "POST", body: {} }));
export const useSetRole = () => usePeopleChange(({ id, role }: { readonly id: string; readonly role: RoleOfPerson }) => api(PersonDto, `/api/people/${id}/role`, { method: "POST", body: { role } }));
export const useSetAccess = () => usePeopleChange(({ id, disabled }: { readonly id: string; readonly disabled: boolean }) => api(PersonDto, `/api/people/${id}/access`, { method: "POST", body: { disabled } }));
