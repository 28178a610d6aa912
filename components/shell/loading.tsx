import { Skeleton } from "@/components/ui/states";

const COLUMNS = [0, 1, 2, 3, 4];
const ROWS = [0, 1, 2, 3, 4, 5, 6, 7];

/** The outline of a page while its first answer is on the way. */
export function Loading() {
  return (
    <main id="main" aria-busy className="flex h-full flex-col gap-4 px-6 pt-6">
      <span role="status" className="sr-only">Reading…</span>
      <Skeleton className="h-4 w-40" />
      <Skeleton className="h-6 w-96" />
      <div className="-mx-6 mt-2 flex gap-16 border-y border-line px-6 py-4">
        {COLUMNS.map((column) => <Skeleton key={column} className="h-4 w-28" />)}
      </div>
      {ROWS.map((row) => <Skeleton key={row} className="h-3 w-2/3 opacity-60" />)}
    </main>
  );
}
