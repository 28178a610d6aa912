import type { ReactNode } from "react";
import { cn } from "@/components/ui/cn";

/** A short table, whole on the page. The last column holds what can be done. */
export function ShortTable({ label, columns, children }: { readonly label: string; readonly columns: readonly string[]; readonly children: ReactNode }) {
  return (
    <div className="overflow-x-auto">
      <table aria-label={label} className="w-full text-sm">
        <thead>
          <tr className="h-8 border-b border-line text-left text-xs text-ink-faint">
            {columns.map((column) => (
              <th key={column} scope="col" className="pr-4 font-normal whitespace-nowrap">
                {column}
              </th>
            ))}
            <th scope="col" className="font-normal">
              <span className="sr-only">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}

export const Row = ({ dim = false, children }: { readonly dim?: boolean; readonly children: ReactNode }) => <tr className={cn("h-10 border-b border-line/60 hover:bg-hover", dim && "text-ink-faint")}>{children}</tr>;
export const Cell = ({ children }: { readonly children: ReactNode }) => <td className="pr-4 whitespace-nowrap">{children}</td>;
