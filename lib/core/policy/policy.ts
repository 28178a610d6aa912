/**
 * Who may do what: the one policy of Assay. Every route and every service that changes something asks it; what is not
 * listed is refused. Roles are ordered, and a higher one may all that a lower one may.
 */
export const ROLES_OF_PEOPLE = ["viewer", "analyst", "investigator", "team-lead", "admin"] as const;
export type RoleOfPerson = (typeof ROLES_OF_PEOPLE)[number];

/** Who acts: a signed-in account. `local-owner` is the person at whose machine Assay runs and holds every role. */
export interface Principal {
  readonly accountId: string;
  readonly name: string;
  readonly kind: "local-owner" | "user";
  readonly role: RoleOfPerson;
}

/** The least role that may do it. Case membership comes on top (see `can`). */
export const LEAST_ROLE = {
  "ledger.read": "viewer",
  "search.run": "viewer",
  "graph.read": "viewer",
  "trace.read": "viewer",
  "graph.write": "investigator",
  "case.read": "viewer",
  "case.create": "investigator",
  "claim.read": "viewer",
  "claim.create": "analyst",
  "claim.retract": "analyst",
  "claim.review": "analyst",
  "claim.import": "analyst",
  "claim.export": "analyst",
  "wallet-link.read": "viewer",
  "wallet-link.create": "analyst",
  "wallet-link.take-back": "analyst",
  "wallet-link.share": "investigator",
  "job.read": "viewer",
  "job.control": "investigator",
  "import.run": "investigator",
  "source.read": "investigator",
  "source.use": "investigator",
  "analysis.run": "investigator",
  "finding.read": "viewer",
  "finding.detect": "investigator",
  "finding.dispose": "investigator",
  "screening.run": "viewer",
  "account.self": "viewer",
  "people.manage": "team-lead",
} as const satisfies Record<string, RoleOfPerson>;
export type Action = keyof typeof LEAST_ROLE;

/** What an action is about. A case belongs to its members; until cases have members, to whoever made it. */
export interface Resource {
  readonly caseOwnerId?: string;
  /** The role that another account holds or is to hold: nobody manages above their own. */
  readonly roleManaged?: RoleOfPerson;
}

export function can(principal: Principal, action: Action, resource: Resource = {}): boolean {
  if (principal.kind === "local-owner") return true;
  if (rank(principal.role) < rank(LEAST_ROLE[action])) return false;
  if (resource.roleManaged !== undefined && rank(principal.role) < rank(resource.roleManaged)) return false;
  return resource.caseOwnerId === undefined || resource.caseOwnerId === principal.accountId;
}

const rank = (role: RoleOfPerson): number => ROLES_OF_PEOPLE.indexOf(role);
