import { Tabs as BaseTabs } from "@base-ui/react/tabs";
import type { ReactNode } from "react";
import { cn } from "@/components/ui/cn";

export interface TabItem<V extends string> {
  readonly value: V;
  readonly label: string;
  /** How many there are, beside the label. */
  readonly count?: ReactNode;
  readonly content: ReactNode;
}

interface Props<V extends string> {
  readonly label: string;
  readonly value: V;
  readonly onChange: (value: V) => void;
  readonly items: readonly TabItem<V>[];
  readonly className?: string;
  /** The panel grows with the page instead of filling its container. */
  readonly grow?: boolean;
  readonly inset?: string;
}

export function Tabs<V extends string>({ label, value, onChange, items, className, grow = false, inset = "" }: Props<V>) {
  return (
    <BaseTabs.Root value={value} onValueChange={(next: V) => { onChange(next); }} className={cn("flex flex-col", !grow && "min-h-0 flex-1", className)}>
      <BaseTabs.List aria-label={label} className={cn("relative flex shrink-0 gap-5 border-b border-line", inset)}>
        {items.map((item) => (
          <BaseTabs.Tab
            key={item.value}
            value={item.value}
            className="flex h-9 items-center gap-1.5 text-sm text-ink-soft select-none hover:text-ink focus-visible:-outline-offset-2 data-active:font-medium data-active:text-ink"
          >
            {item.label}
            {item.count !== undefined && <span className="text-xs font-normal text-ink-faint">{item.count}</span>}
          </BaseTabs.Tab>
        ))}
        <BaseTabs.Indicator className="absolute bottom-[-1px] left-0 h-0.5 w-(--active-tab-width) translate-x-(--active-tab-left) bg-brass transition-[translate,width] duration-150 ease-out" />
      </BaseTabs.List>
      {items.map((item) => (
        <BaseTabs.Panel key={item.value} value={item.value} className={cn("flex flex-col focus-visible:-outline-offset-2", !grow && "min-h-0 flex-1")}>
          {item.content}
        </BaseTabs.Panel>
      ))}
    </BaseTabs.Root>
  );
}
