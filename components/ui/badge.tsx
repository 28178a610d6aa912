import { cva, type VariantProps } from "class-variance-authority";
import type { ReactNode } from "react";
import { cn } from "@/components/ui/cn";

const look = cva("inline-flex h-5 shrink-0 items-center gap-1 rounded-sm border px-1.5 text-xs whitespace-nowrap", {
  variants: {
    look: {
      plain: "border-line bg-sunken text-ink-soft",
      strong: "border-line-strong bg-surface text-ink",
      gap: "hatched border-dashed border-line-strong bg-surface text-ink-soft",
      danger: "border-danger/40 bg-danger-wash text-danger",
      brass: "border-brass-line/60 bg-brass-wash text-brass",
    },
  },
  defaultVariants: { look: "plain" },
});

interface Props extends VariantProps<typeof look> {
  readonly className?: string;
  readonly children: ReactNode;
}

export function Badge({ look: kind, className, children }: Props) {
  return <span className={cn(look({ look: kind }), className)}>{children}</span>;
}

/** Rule 9: what was generated says so wherever it shows. */
export function Synthetic({ className }: { readonly className?: string }) {
  return (
    <span className={cn("inline-flex h-5 shrink-0 items-center rounded-sm border border-dashed border-ink-faint px-1.5 text-xs tracking-wider text-ink-soft", className)}>
      SYNTHETIC
    </span>
  );
}
