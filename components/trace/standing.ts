import type { Standing } from "@/lib/core/graph/labels-claims";

/** The status of a claim as traces tell it; what is no known status is drawn as least. */
export const standingOf = (status: string): Standing => ({ status: status === "accepted" || status === "proposed" ? status : "hypothesis", inherited: false });
