"use client";

import { Tooltip } from "@base-ui/react/tooltip";
import type { ReactElement, ReactNode } from "react";
import { Kbd } from "@/components/ui/kbd";

interface Tipped {
  readonly text: ReactNode;
  readonly keys?: string;
}

/** One tooltip for the whole page, however many rows have something to say. */
const tips = Tooltip.createHandle<Tipped>();

export function TooltipProvider({ children }: { readonly children: ReactNode }) {
  return (
    <Tooltip.Provider delay={350}>
      {children}
      <Tooltip.Root handle={tips}>
        {({ payload }) => (
          <Tooltip.Portal>
            <Tooltip.Positioner sideOffset={6} className="z-50">
              <Tooltip.Popup className="flex max-w-[min(36rem,calc(100vw-2rem))] items-center gap-2 rounded-md border border-line-strong bg-raised px-2 py-1 text-xs text-ink shadow-pop transition-opacity duration-120 data-ending-style:opacity-0 data-starting-style:opacity-0 data-instant:transition-none">
                <span className="break-all">{payload?.text}</span>
                {payload?.keys !== undefined && <Kbd>{payload.keys}</Kbd>}
              </Tooltip.Popup>
            </Tooltip.Positioner>
          </Tooltip.Portal>
        )}
      </Tooltip.Root>
    </Tooltip.Provider>
  );
}

interface TipProps extends Tipped {
  readonly children: ReactElement;
}

/** Words that show while the pointer or the focus is on `children`. */
export function Tip({ text, keys, children }: TipProps) {
  return <Tooltip.Trigger handle={tips} payload={{ text, ...(keys !== undefined && { keys }) }} render={children} />;
}
