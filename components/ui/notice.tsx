import type { ReactNode } from "react";
import { cn } from "@/components/ui/cn";

interface Props {
  readonly title: ReactNode;
  readonly icon?: ReactNode;
  /** `gap`: something is not known, drawn hatched like every gap. */
  readonly look?: "gap" | "plain" | "danger";
  readonly action?: ReactNode;
  readonly children?: ReactNode;
  readonly className?: string;
}

export function Notice({ title, icon, look = "plain", action, children, className }: Props) {
  return (
    <div
      className={cn(
        "flex items-start gap-3 rounded-md border px-3 py-2 text-sm",
        look === "gap" && "border-dashed border-line-strong bg-surface",
        look === "plain" && "border-line bg-sunken",
        look === "danger" && "border-danger/40 bg-danger-wash",
        className,
      )}
    >
      {look === "gap" && <span aria-hidden className="hatched -my-2 -ml-3 w-2 self-stretch rounded-l-md" />}
      {icon !== undefined && <span className="mt-0.5 shrink-0 text-ink-soft [&_svg]:size-4">{icon}</span>}
      <div className="min-w-0 flex-1">
        <span className="font-medium">{title}</span>
        {children !== undefined && <span className="text-ink-soft"> {children}</span>}
      </div>
      {action}
    </div>
  );
}
