import type { ReactNode } from "react";
import { cn } from "@/components/ui/cn";

interface Props {
  readonly title: ReactNode;
  /** What the heading names, above it: "Wallet", "Transaction". */
  readonly kind?: ReactNode;
  readonly badges?: ReactNode;
  readonly actions?: ReactNode;
  readonly lead?: ReactNode;
  /** The content fills the window and scrolls in itself, as long tables do. */
  readonly fill?: boolean;
  readonly children: ReactNode;
}

/** One frame for every page but the canvas: a heading with its badges and actions, and the content below it. */
export function Page({ title, kind, badges, actions, lead, fill = false, children }: Props) {
  return (
    <main id="main" tabIndex={-1} className={cn("flex h-full flex-col outline-none", !fill && "overflow-y-auto")}>
      <header className={cn("shrink-0 px-6 pt-5 pb-4", !fill && "mx-auto w-full max-w-[80rem]")}>
        <div className="flex items-start gap-6">
          <div className="min-w-0 flex-1">
            {kind !== undefined && <div className="mb-1 flex h-5 items-center gap-2 text-xs text-ink-faint">{kind}</div>}
            <h1 className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1 text-xl">
              {title}
              {badges}
            </h1>
            {lead !== undefined && <p className="mt-1 max-w-[56rem] text-ink-soft">{lead}</p>}
          </div>
          {actions !== undefined && <div className="flex shrink-0 items-center gap-2">{actions}</div>}
        </div>
      </header>
      <div className={cn(fill ? "flex min-h-0 flex-1 flex-col" : "mx-auto w-full max-w-[80rem] px-6 pb-10")}>{children}</div>
    </main>
  );
}
