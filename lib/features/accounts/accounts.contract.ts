import { z } from "zod";
import { PASSWORD_LENGTH } from "@/lib/core/accounts/password";
import { SESSION_STAGES } from "@/lib/core/accounts/session";
import { ROLES_OF_PEOPLE } from "@/lib/core/policy/policy";
import { TimeDto } from "@/lib/features/wire/wire.contract";

export const RoleDto = z.enum(ROLES_OF_PEOPLE);
const EmailText = z.string().max(254);
/** Its rules are told by the service; here only what no password can be. */
const PasswordText = z.string().max(4 * PASSWORD_LENGTH.most);
const LinkToken = z.string().max(100);
const CodeText = z.string().min(1).max(40);

export const StageDto = z.strictObject({ stage: z.enum(SESSION_STAGES) });

export const PrincipalDto = z.strictObject({ accountId: z.uuid(), name: z.string(), kind: z.enum(["local-owner", "user"]), role: RoleDto });

/** How far this browser is signed in. `account` is told to nobody else. */
export const SessionStateDto = z.strictObject({
  stage: z.enum([...SESSION_STAGES, "none"]),
  account: z
    .strictObject({ ...PrincipalDto.shape, hasSecondFactor: z.boolean(), recoveryCodesLeft: z.int().min(0) })
    .nullable(),
});
export type SessionStateDto = z.output<typeof SessionStateDto>;

export const SignInBody = z.strictObject({ email: EmailText, password: PasswordText });
export const CodeBody = z.strictObject({ code: CodeText });
export const NoBody = z.strictObject({});
export const DoneDto = z.strictObject({});

/** The password is asked of those who signed in earlier. */
export const OfferFactorBody = z.strictObject({ password: PasswordText.nullable() });
export const OfferedFactorDto = z.strictObject({ secret: z.string(), uri: z.string() });
export const ConfirmedFactorDto = z.strictObject({ recoveryCodes: z.array(z.string()) });

export const LinkBody = z.strictObject({ token: LinkToken });
export const LinkDto = z.strictObject({ email: z.string(), isNew: z.boolean() });
export const PasswordByLinkBody = z.strictObject({ token: LinkToken, password: PasswordText });
export const ChangePasswordBody = z.strictObject({ current: PasswordText, next: PasswordText });

export const OwnSessionDto = z.strictObject({ id: z.uuid(), current: z.boolean(), agent: z.string(), address: z.string(), createdAt: TimeDto, seenAt: TimeDto, expiresAt: TimeDto });
export type OwnSessionDto = z.output<typeof OwnSessionDto>;
export const OwnSessions = z.strictObject({ sessions: z.array(OwnSessionDto) });
export const SessionParams = z.strictObject({ sessionId: z.uuid() });

export const PersonDto = z.strictObject({
  id: z.uuid(),
  email: z.string(),
  role: RoleDto,
  /** `invited`: has not chosen a password yet. */
  status: z.enum(["invited", "active", "disabled"]),
  hasSecondFactor: z.boolean(),
  createdAt: TimeDto,
  signedInAt: TimeDto.nullable(),
});
export type PersonDto = z.output<typeof PersonDto>;
export const People = z.strictObject({ people: z.array(PersonDto) });
export const PersonParams = z.strictObject({ accountId: z.uuid() });
export const NewPersonBody = z.strictObject({ email: EmailText, role: RoleDto });
export const RoleBody = z.strictObject({ role: RoleDto });
export const AccessBody = z.strictObject({ disabled: z.boolean() });
/** `path` holds the secret after its #, which browsers send to nobody. It is told this once. */
export const IssuedLinkDto = z.strictObject({ person: PersonDto, path: z.string(), expiresAt: TimeDto });
export type IssuedLinkDto = z.output<typeof IssuedLinkDto>;
