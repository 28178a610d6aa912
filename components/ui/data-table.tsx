"use client";

import { useVirtualizer, type VirtualItem } from "@tanstack/react-virtual";
import { useEffect, useRef, type ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { Skeleton } from "@/components/ui/states";

export interface Column<T> {
  readonly id: string;
  readonly head: ReactNode;
  readonly align?: "right";
  readonly cell: (row: T) => ReactNode;
}

interface More {
  readonly has: boolean;
  readonly busy: boolean;
  readonly failed: boolean;
  readonly load: () => void;
}

interface Props<T> {
  readonly label: string;
  readonly rows: readonly T[];
  readonly rowKey: (row: T) => string;
  readonly columns: readonly Column<T>[];
  /** Tailwind's grid-cols-… for head and rows alike. */
  readonly grid: string;
  /** How many rows there are in all, when that is known. */
  readonly total?: number | null;
  readonly loading?: boolean;
  readonly more?: More;
  /** The row that is shown beside the table. */
  readonly isCurrent?: (row: T) => boolean;
  readonly className?: string;
}

const ROW_PX = 32;
const ROW = "grid h-8 items-center gap-x-4 px-6";
const NEAR_END = 30;
const SKELETONS = [0, 1, 2, 3, 4, 5, 6, 7];

/** A long list: only what is in sight is drawn, and the next page is fetched before the end comes into sight. */
export function DataTable<T>(props: Props<T>) {
  const { label, rows, columns, grid, total = null, loading = false, more, className } = props;
  const box = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({ count: rows.length, getScrollElement: () => box.current, estimateSize: () => ROW_PX, overscan: 12 });
  const last = virtual.getVirtualItems().at(-1)?.index ?? -1;
  useNextPage(more, last >= rows.length - NEAR_END);
  const rowCount = total ?? (more?.has === true ? -1 : rows.length + 1);
  return (
    <div className={cn("flex min-h-40 flex-1 flex-col", className)}>
      <div ref={box} role="table" aria-label={label} aria-rowcount={rowCount} aria-busy={loading} tabIndex={0} className="relative min-h-0 flex-1 overflow-auto focus-visible:-outline-offset-2">
        <div role="rowgroup" className="sticky top-0 z-10 min-w-fit border-b border-line bg-surface">
          <div role="row" className={cn(ROW, grid, "text-xs text-ink-faint")}>
            {columns.map((column) => (
              <div key={column.id} role="columnheader" className={cn("truncate", column.align === "right" && "text-right")}>
                {column.head}
              </div>
            ))}
          </div>
        </div>
        {loading ? <Waiting columns={columns} grid={grid} /> : <Rows {...props} items={virtual.getVirtualItems()} height={virtual.getTotalSize()} />}
      </div>
      {more !== undefined && <PageState more={more} />}
    </div>
  );
}

function useNextPage(more: More | undefined, near: boolean): void {
  const wanted = near && more !== undefined && more.has && !more.busy && !more.failed;
  useEffect(() => {
    if (wanted) more.load();
  }, [wanted, more]);
}

function Rows<T>({ rows, rowKey, columns, grid, items, height, isCurrent }: Props<T> & { readonly items: readonly VirtualItem[]; readonly height: number }) {
  return (
    <div role="rowgroup" className="relative min-w-fit" style={{ height }}>
      {items.map((item) => {
        const row = rows[item.index];
        if (row === undefined) return null;
        return (
          <div key={rowKey(row)} role="row" aria-rowindex={item.index + 2} aria-current={isCurrent?.(row) === true ? "true" : undefined} className={cn(ROW, grid, "absolute inset-x-0 top-0 border-b border-line/60 text-sm", isCurrent?.(row) === true ? "bg-brass-wash" : "hover:bg-hover")} style={{ transform: `translateY(${item.start}px)` }}>
            {columns.map((column) => (
              <div key={column.id} role="cell" className={cn("min-w-0 truncate", column.align === "right" && "text-right")}>
                {column.cell(row)}
              </div>
            ))}
          </div>
        );
      })}
    </div>
  );
}

function Waiting<T>({ columns, grid }: { readonly columns: readonly Column<T>[]; readonly grid: string }) {
  return (
    <div role="rowgroup">
      {SKELETONS.map((row) => (
        <div key={row} role="row" className={cn(ROW, grid)}>
          {columns.map((column) => (
            <div key={column.id} role="cell">
              <Skeleton className={cn("h-3 w-2/3", column.align === "right" && "ml-auto")} />
            </div>
          ))}
        </div>
      ))}
    </div>
  );
}

function PageState({ more }: { readonly more: More }) {
  if (!more.busy && !more.failed) return null;
  return (
    <div className="flex h-9 shrink-0 items-center justify-center gap-3 border-t border-line text-xs text-ink-soft" role="status">
      {more.failed ? "The next rows could not be read." : "Reading more…"}
      {more.failed && <Button size="sm" onClick={more.load}>Try again</Button>}
    </div>
  );
}

interface Pages {
  readonly hasNextPage: boolean;
  readonly isFetchingNextPage: boolean;
  readonly isFetchNextPageError: boolean;
  readonly fetchNextPage: () => Promise<unknown>;
}

/** Ties an infinite query to the table. */
export const morePages = (query: Pages): More => ({
  has: query.hasNextPage,
  busy: query.isFetchingNextPage,
  failed: query.isFetchNextPageError,
  load: () => void query.fetchNextPage(),
});
