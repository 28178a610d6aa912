import { formatBtc } from "@/lib/core/money";
import type { FindingDto } from "@/lib/features/detection/detection.contract";
import { renderText } from "@/lib/platform/cli/render";

interface Document {
  readonly method: string;
  readonly dataHeight: unknown;
  readonly claims: unknown;
  readonly findings: readonly FindingDto[];
}

const total = (paid: readonly { readonly value: string }[]): string => formatBtc(paid.reduce((sum, { value }) => sum + BigInt(value), 0n));

/** Findings as paragraphs; all transactions are in the JSON document. */
export function detectText({ method, dataHeight, claims, findings }: Document): string {
  const head = renderText({ method, dataHeight, claims });
  if (findings.length === 0) return `${head}\nfindings: none\n`;
  return `${head}\n${findings.map((finding) => renderText(paragraph(finding))).join("\n")}`;
}

function paragraph(finding: FindingDto): Readonly<Record<string, unknown>> {
  const { id, kind, grade, reviewed, actor, service, payments, payouts, commingling, ratio, lagHours, chance } = finding;
  return {
    finding: `${kind}, ${grade}${reviewed ? "" : ", rests on unreviewed claims"} (${id})`,
    claimed: [actor, service].filter((name) => name !== null).join(" → ") || "nobody",
    ...(payments.length > 0 && { payments: `${payments.length}, ${total(payments)}` }),
    ...(payouts.length > 0 && { payouts: `${payouts.length}, ${total(payouts)}` }),
    ...(ratio !== null && { ratio }),
    ...(lagHours !== null && { lagHours }),
    ...(chance !== null && { chance: `${chance.matching} of ${chance.tried} match` }),
    ...(commingling.length > 0 && { commingling: commingling.map((met) => `${met.kind} in ${met.txid}`) }),
    supports: finding.supports.map(({ text }) => text),
    contradicts: finding.contradicts.map(({ text }) => text),
    notTestable: finding.notTestable.map(({ code, needs }) => `${code} needs ${needs}`),
    rivals: finding.rivals,
  };
}
