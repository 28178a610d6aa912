/** What people make of a finding. Dismissing one needs a reason. */
export const DISPOSITIONS = ["open", "relied-on", "dismissed"] as const;
export type Disposition = (typeof DISPOSITIONS)[number];

export const needsReason = (disposition: Disposition): boolean => disposition === "dismissed";
