import { Skeleton } from "@/components/ui/states";

/** The outline of a page while its first answer is on the way. */
export function Loading() {
  return (
    <main id="main" aria-busy className="flex h-full flex-col gap-4 px-6 pt-6">
      <span role="status" className="sr-only">Reading…</span>
      <Skeleton className="h-4 w-40" />
      <Skeleton className="h-6 w-96" />
      <Skeleton className="h-14 w-full" />
      <Skeleton className="h-full w-full opacity-50" />
    </main>
  );
}
