import type { Account, Session } from "@/lib/features/accounts/accounts.ports";
import type { IssuedLinkDto, OwnSessionDto, PersonDto } from "@/lib/features/accounts/accounts.contract";
import type { IssuedLink } from "@/lib/features/accounts/people.service";

export const toPersonDto = ({ accountId, email, role, disabled, hasPassword, hasSecondFactor, createdAt, signedInAt, name }: Account): PersonDto => ({
  id: accountId,
  email: email ?? name,
  role,
  status: disabled ? "disabled" : hasPassword ? "active" : "invited",
  hasSecondFactor,
  createdAt: createdAt.toISOString(),
  signedInAt: signedInAt?.toISOString() ?? null,
});

/** The page that takes a one-time link. */
export const linkPath = (token: string): string => `/account/password#token=${token}`;

export const toIssuedLinkDto = ({ account, token, expiresAt }: IssuedLink): IssuedLinkDto => ({ person: toPersonDto(account), path: linkPath(token), expiresAt: expiresAt.toISOString() });

export const toOwnSessionDto = ({ id, agent, address, createdAt, seenAt, expiresAt }: Session, currentId: string | null): OwnSessionDto => ({
  id,
  current: id === currentId,
  agent,
  address,
  createdAt: createdAt.toISOString(),
  seenAt: seenAt.toISOString(),
  expiresAt: expiresAt.toISOString(),
});
