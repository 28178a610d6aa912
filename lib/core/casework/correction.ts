/** What a claim was used for. */
export const USE_KINDS = ["finding", "report", "export", "screening"] as const;
export type UseKind = (typeof USE_KINDS)[number];

export interface ClaimUse {
  readonly kind: UseKind;
  /** Id of the finding, report, export or screening. */
  readonly ref: string;
  readonly title: string;
  /** ISO time. */
  readonly at: string;
}

interface Retracted {
  readonly id: string;
  readonly subject: string;
  readonly label: string;
  readonly source: string | null;
  readonly reason: string;
}

/** The draft of a correction notice to those who were given something that rests on a claim that no longer holds; null where nothing does. */
export function correctionNotice({ id, subject, label, source, reason }: Retracted, uses: readonly ClaimUse[]): string | null {
  if (uses.length === 0) return null;
  const grounds = source === null ? "without a source" : `on the source “${source}”`;
  return [
    `Correction: the claim “${label}” on ${subject} is retracted.`,
    "",
    `It was made ${grounds} and no longer holds. Reason: ${reason}`,
    "",
    "It was used in:",
    ...uses.map((use) => `- ${use.kind} ${use.title} (${use.ref}), ${use.at.slice(0, 10)}`),
    "",
    `Whatever of these rests on this claim has to be looked at again. Claim ${id}.`,
    "",
  ].join("\n");
}
