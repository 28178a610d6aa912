import type { ReactNode } from "react";
import { cn } from "@/components/ui/cn";

export interface SimpleColumn {
  readonly head: ReactNode;
  readonly right?: boolean;
}

interface Props {
  readonly label: string;
  readonly columns: readonly SimpleColumn[];
  /** Each with a key of its own; the first cell names the row. */
  readonly rows: readonly { readonly key: string; readonly cells: readonly ReactNode[]; readonly current?: boolean }[];
  readonly total?: readonly ReactNode[];
}

/** A short table of figures, whole on the page. */
export function SimpleTable({ label, columns, rows, total }: Props) {
  const align = (i: number): string => cn("pr-4 last:pr-0 whitespace-nowrap", columns[i]?.right === true ? "text-right" : "text-left");
  return (
    <div className="overflow-x-auto" tabIndex={0} role="region" aria-label={`${label}, scrollable`}>
      <table aria-label={label} className="w-full text-sm">
        <thead>
          <tr className="h-8 border-b border-line text-xs text-ink-faint">
            {columns.map(({ head }, i) => <th key={i} scope="col" className={cn(align(i), "font-normal")}>{head}</th>)}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, cells, current }) => (
            <tr key={key} aria-current={current === true ? "true" : undefined} className={cn("h-8 border-b border-line/60", current === true ? "bg-brass-wash" : "hover:bg-hover")}>
              {cells.map((cell, i) => (i === 0 ? <th key={i} scope="row" className={cn(align(i), "font-normal")}>{cell}</th> : <td key={i} className={align(i)}>{cell}</td>))}
            </tr>
          ))}
        </tbody>
        {total !== undefined && <tfoot><tr className="h-8 border-t border-line-strong font-medium">{total.map((cell, i) => <td key={i} className={align(i)}>{cell}</td>)}</tr></tfoot>}
      </table>
    </div>
  );
}
