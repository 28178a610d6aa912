import type { ExportClaim } from "@/lib/core/packs/export-claim";

const MOST_LABEL = 255;

/** BIP-329 labels, one JSON object a line. Labels that came from such a file are given back as they were. */
export const writeBip329 = (claims: readonly ExportClaim[]): string => claims.map((claim) => `${JSON.stringify(lineOf(claim))}\n`).join("");

function lineOf(claim: ExportClaim): unknown {
  if (claim.packFormat === "bip329" && claim.original !== null) return claim.original;
  return { type: claim.subject.kind === "transaction" ? "tx" : "addr", ref: claim.subject.ref, label: labelOf(claim) };
}

/** "[Assay] mining-pool: F2Pool; unreviewed; src=mempool/mining-pools", cut where the BIP suggests. */
function labelOf({ category, entity, label, role, likelihood, status, source }: ExportClaim): string {
  const said = [`[Assay] ${category}: ${entity?.name ?? label}`, role, likelihood === null ? null : `conf=${likelihood}`, status === "proposed" ? "unreviewed" : null, `src=${source.name}`];
  const text = said.filter((part) => part !== null).join("; ");
  const letters = Array.from(text);
  return letters.length <= MOST_LABEL ? text : `${letters.slice(0, MOST_LABEL - 1).join("")}…`;
}
