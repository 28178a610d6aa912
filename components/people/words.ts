import type { RoleOfPerson } from "@/lib/core/policy/policy";

/** What people call the roles, and what each may that the one before it may not. */
export const ROLE_WORDS: Readonly<Record<RoleOfPerson, { readonly label: string; readonly may: string }>> = {
  viewer: { label: "Viewer", may: "reads" },
  analyst: { label: "Analyst", may: "makes, imports and reviews claims" },
  investigator: { label: "Investigator", may: "works on cases, imports chain data, asks sources" },
  "team-lead": { label: "Team lead", may: "lets people in" },
  admin: { label: "Admin", may: "makes admins" },
};

const BROWSERS = [["Edg/", "Edge"], ["OPR/", "Opera"], ["Firefox/", "Firefox"], ["Chrome/", "Chrome"], ["Safari/", "Safari"]] as const;
const SYSTEMS = [["Android", "Android"], ["iPhone", "iOS"], ["iPad", "iPadOS"], ["Windows", "Windows"], ["Mac OS X", "macOS"], ["Linux", "Linux"]] as const;

/** "Firefox on Linux": as far as a browser's own name tells, which anybody may fake. */
export function browserName(agent: string): string {
  const browser = BROWSERS.find(([mark]) => agent.includes(mark))?.[1];
  const system = SYSTEMS.find(([mark]) => agent.includes(mark))?.[1];
  if (browser === undefined) return agent === "" ? "Unknown browser" : agent.slice(0, 40);
  return system === undefined ? browser : `${browser} on ${system}`;
}
