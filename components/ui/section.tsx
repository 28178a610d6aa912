import type { ReactNode } from "react";
import { cn } from "@/components/ui/cn";

interface Props {
  readonly title: string;
  readonly note?: ReactNode;
  readonly actions?: ReactNode;
  readonly className?: string;
  readonly children: ReactNode;
}

/** A headed part of a page, ruled like the tables. */
export function Section({ title, note, actions, className, children }: Props) {
  return (
    <section aria-label={title} className={cn("min-w-0", className)}>
      <header className="flex h-9 items-center gap-3 border-b border-line-strong">
        <h2 className="text-base">{title}</h2>
        {note !== undefined && <span className="min-w-0 flex-1 truncate text-xs text-ink-faint">{note}</span>}
        {actions !== undefined && <span className="ml-auto flex items-center gap-2">{actions}</span>}
      </header>
      {children}
    </section>
  );
}
