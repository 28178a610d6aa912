import { GRADE_LEADS } from "@/components/findings/finding-words";
import { cn } from "@/components/ui/cn";
import { FINDING_GRADES, type FindingGrade } from "@/lib/core/detect/findings";

/** One, two or three bars and the word: never a traffic light. */
export function GradeMark({ grade, className }: { readonly grade: FindingGrade; readonly className?: string }) {
  const bars = FINDING_GRADES.indexOf(grade) + 1;
  return (
    <span className={cn("inline-flex items-center gap-1.5 whitespace-nowrap", className)} title={GRADE_LEADS[grade]}>
      <svg viewBox="0 0 14 12" aria-hidden className="h-3 w-3.5 shrink-0">
        {FINDING_GRADES.map((one, i) => <rect key={one} x={i * 5} y={8 - i * 4} width="3.5" height={4 + i * 4} rx="0.5" className={i < bars ? "fill-ink" : "fill-line-strong"} />)}
      </svg>
      {grade}
    </span>
  );
}
