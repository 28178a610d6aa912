import type { ReactNode } from "react";
import { count } from "@/components/ui/amount";

interface Props {
  readonly title: string;
  readonly total: number;
  /** How many of them the rows are. */
  readonly shown: number;
  readonly open?: boolean;
  /** Rows of a table. */
  readonly children: ReactNode;
}

/** A long list that says how much of it is shown. */
export function FoldedList({ title, total, shown, open = false, children }: Props) {
  if (total === 0) return null;
  return (
    <details open={open} className="rounded-md border border-line bg-surface">
      <summary className="flex h-8 items-center gap-2 px-3 text-sm font-medium">
        {title} <span className="font-normal text-ink-faint">{count(total)}{shown < total && `, the first ${count(shown)} shown`}</span>
      </summary>
      <div className="max-h-80 overflow-y-auto border-t border-line" tabIndex={0} role="region" aria-label={title}>
        <table className="w-full table-auto text-sm"><tbody>{children}</tbody></table>
      </div>
    </details>
  );
}
