import { cn } from "@/components/ui/cn";

interface Props<V extends string> {
  readonly label: string;
  readonly value: V;
  readonly onChange: (value: V) => void;
  readonly items: readonly { readonly value: V; readonly label: string }[];
}

/** One of a few, side by side. */
export function Segmented<V extends string>({ label, value, onChange, items }: Props<V>) {
  return (
    <div role="group" aria-label={label} className="inline-flex h-7 rounded-md border border-line-strong bg-sunken p-px">
      {items.map((item) => (
        <button
          key={item.value}
          type="button"
          aria-pressed={item.value === value}
          onClick={() => { onChange(item.value); }}
          className={cn("rounded-sm px-2.5 text-xs", item.value === value ? "bg-raised font-medium text-ink shadow-[0_0_0_1px_var(--line-strong)]" : "text-ink-soft hover:text-ink")}
        >
          {item.label}
        </button>
      ))}
    </div>
  );
}
