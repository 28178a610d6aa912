import Link from "next/link";
import { DISPOSITION_WORDS, findingHref, KIND_NAMES } from "@/components/findings/finding-words";
import { GradeMark } from "@/components/findings/grade-mark";
import { Amount } from "@/components/ui/amount";
import { Badge } from "@/components/ui/badge";
import type { Column } from "@/components/ui/data-table";
import { Time } from "@/components/ui/time";
import type { StoredFindingDto } from "@/lib/features/detection/detection.contract";

export const FINDING_GRID = "grid-cols-[minmax(10rem,0.9fr)_7.5rem_minmax(9rem,1fr)_minmax(9rem,1fr)_8.5rem_8.5rem_6rem_8.5rem]";

const sum = (paid: readonly { readonly value: string }[]): string | null => (paid.length === 0 ? null : paid.reduce((total, { value }) => total + BigInt(value), 0n).toString());
const firstTime = ({ finding: { payments, payouts, commingling } }: StoredFindingDto): string | null => [...payments, ...payouts, ...commingling].flatMap(({ time }) => time ?? []).sort()[0] ?? null;

export const findingColumns: readonly Column<StoredFindingDto>[] = [
  { id: "kind", head: "Finding", cell: ({ finding }) => <Link href={findingHref(finding.id)} className="link font-medium">{KIND_NAMES[finding.kind]}</Link> },
  { id: "grade", head: "Grade", cell: ({ finding }) => <GradeMark grade={finding.grade} /> },
  { id: "actor", head: "Claimed actor", cell: ({ finding }) => <Name name={finding.actor} none="nobody named" /> },
  { id: "service", head: "Service", cell: ({ finding }) => <Name name={finding.service} none="–" /> },
  { id: "paid", head: "Payments", align: "right", cell: ({ finding }) => <Sum sats={sum(finding.payments)} /> },
  { id: "payouts", head: "Payouts", align: "right", cell: ({ finding }) => <Sum sats={sum(finding.payouts)} /> },
  { id: "time", head: "From, UTC", align: "right", cell: (row) => <Time iso={firstTime(row)} dateOnly className="text-ink-soft" /> },
  { id: "disposition", head: "Disposition", cell: (row) => <DispositionMark stored={row} /> },
];

const Name = ({ name, none }: { readonly name: string | null; readonly none: string }) => (name === null ? <span className="text-ink-faint">{none}</span> : <span title={`claimed ${name}`}>{name}</span>);
const Sum = ({ sats }: { readonly sats: string | null }) => (sats === null ? <span className="text-ink-faint">–</span> : <Amount sats={sats} />);

/** What people made of it; what changed since, or is found no more, says so. */
export function DispositionMark({ stored: { disposition, gone, changedSince } }: { readonly stored: StoredFindingDto }) {
  return (
    <span className="inline-flex gap-1">
      {disposition !== "open" && <Badge look={disposition === "relied-on" ? "strong" : "plain"}>{DISPOSITION_WORDS[disposition]}</Badge>}
      {disposition === "open" && !gone && <span className="text-ink-soft">open</span>}
      {gone && <Badge look="gap">found no more</Badge>}
      {changedSince && <Badge look="gap">changed since</Badge>}
    </span>
  );
}
