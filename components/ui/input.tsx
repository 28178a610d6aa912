import { Input as BaseInput } from "@base-ui/react/input";
import { useId, type ComponentProps, type ReactNode } from "react";
import { cn } from "@/components/ui/cn";

const LOOK =
  "w-full rounded-md border border-line-strong bg-surface px-2 text-sm text-ink placeholder:text-ink-faint hover:border-ink-faint focus-visible:outline-offset-0 disabled:opacity-50 aria-invalid:border-danger";

export function Input({ className, ...props }: Omit<ComponentProps<typeof BaseInput>, "className"> & { readonly className?: string }) {
  return <BaseInput className={cn(LOOK, "h-8", className)} {...props} />;
}

export function TextArea({ className, ...props }: ComponentProps<"textarea">) {
  return <textarea className={cn(LOOK, "min-h-16 resize-y py-1.5", className)} {...props} />;
}

/** The platform's own list: it is complete, fast and known to every screen reader. */
export function Select({ className, ...props }: ComponentProps<"select">) {
  return <select className={cn(LOOK, "h-8 pr-1", className)} {...props} />;
}

interface FieldProps {
  readonly label: string;
  readonly note?: ReactNode;
  readonly error?: string | null | undefined;
  readonly className?: string;
  readonly children: (ids: { readonly id: string; readonly "aria-describedby"?: string; readonly "aria-invalid"?: true }) => ReactNode;
}

/** A labelled control with its note, and with what is wrong with it. */
export function Field({ label, note, error = null, className, children }: FieldProps) {
  const id = useId();
  const about = `${id}-about`;
  const hasText = error !== null || note !== undefined;
  return (
    <div className={cn("flex flex-col gap-1", className)}>
      <label htmlFor={id} className="text-xs font-medium text-ink-soft">
        {label}
      </label>
      {children({ id, ...(hasText && { "aria-describedby": about }), ...(error !== null && { "aria-invalid": true as const }) })}
      {hasText && (
        <p id={about} className={cn("text-xs", error === null ? "text-ink-faint" : "text-danger")}>
          {error ?? note}
        </p>
      )}
    </div>
  );
}
