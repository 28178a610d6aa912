import type { ReactNode } from "react";

export interface Stat {
  readonly label: string;
  readonly value: ReactNode;
  readonly note?: ReactNode;
}

/** Figures in one ruled row, aligned with the tables below. */
export function Stats({ items }: { readonly items: readonly Stat[] }) {
  return (
    <dl className="flex divide-x divide-line border-y border-line bg-surface">
      {items.map(({ label, value, note }) => (
        <div key={label} className="min-w-0 flex-auto px-4 py-2 first:pl-6 last:pr-6">
          <dt className="truncate text-xs text-ink-faint">{label}</dt>
          <dd className="truncate text-sm">{value}</dd>
          {note !== undefined && <dd className="truncate text-xs text-ink-faint">{note}</dd>}
        </div>
      ))}
    </dl>
  );
}
