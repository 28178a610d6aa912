import { Menu as BaseMenu } from "@base-ui/react/menu";
import type { ReactElement, ReactNode } from "react";
import { Kbd } from "@/components/ui/kbd";

interface Props {
  readonly trigger: ReactElement;
  readonly align?: "start" | "end";
  readonly children: ReactNode;
}

export function Menu({ trigger, align = "start", children }: Props) {
  return (
    <BaseMenu.Root>
      <BaseMenu.Trigger render={trigger} />
      <BaseMenu.Portal>
        <BaseMenu.Positioner sideOffset={4} align={align} className="z-40">
          <BaseMenu.Popup className="min-w-44 rounded-md border border-line-strong bg-raised py-1 text-sm shadow-pop outline-none transition-opacity duration-120 data-ending-style:opacity-0 data-starting-style:opacity-0">
            {children}
          </BaseMenu.Popup>
        </BaseMenu.Positioner>
      </BaseMenu.Portal>
    </BaseMenu.Root>
  );
}

interface ItemProps {
  readonly onSelect: () => void;
  readonly hint?: string;
  readonly icon?: ReactNode;
  readonly children: ReactNode;
}

export function MenuItem({ onSelect, hint, icon, children }: ItemProps) {
  return (
    <BaseMenu.Item onClick={onSelect} className="flex h-8 cursor-default items-center gap-2 px-3 outline-none data-highlighted:bg-hover data-highlighted:text-ink">
      {icon}
      <span className="min-w-0 flex-1 truncate">{children}</span>
      {hint !== undefined && <Kbd>{hint}</Kbd>}
    </BaseMenu.Item>
  );
}
