import { AppError } from "@/lib/core/errors";
import { can, type Action, type Principal } from "@/lib/core/policy/policy";

/** Whose links are seen: shared ones, and those of cases of this account; null: all. */
export const viewerOf = (principal: Principal): string | null => (principal.kind === "local-owner" ? null : principal.accountId);

/** @throws AppError forbidden */
export function demand(principal: Principal, action: Action): void {
  if (!can(principal, action)) throw new AppError("forbidden", "Your role does not allow this.");
}
