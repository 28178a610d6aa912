"use client";

import { Toast } from "@base-ui/react/toast";
import { X } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";

interface Message {
  readonly title: string;
  readonly description?: string;
  /** A failure stays until it is read. */
  readonly failed?: boolean;
  readonly action?: { readonly label: string; readonly onClick: () => void };
}

const manager = Toast.createToastManager();

/** Says in the corner what was done or what failed. */
export function toast({ title, description, failed = false, action }: Message): void {
  manager.add({
    title,
    ...(description !== undefined && { description }),
    type: failed ? "failed" : "done",
    priority: failed ? "high" : "low",
    timeout: failed ? 0 : 5000,
    ...(action !== undefined && { actionProps: { children: action.label, onClick: action.onClick } }),
  });
}

export function ToastProvider({ children }: { readonly children: ReactNode }) {
  return (
    <Toast.Provider toastManager={manager} limit={4}>
      {children}
      <Toast.Portal>
        <Toast.Viewport className="fixed bottom-12 left-4 z-50 flex w-88 max-w-[calc(100vw-2rem)] flex-col gap-2">
          <Toasts />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  );
}

function Toasts() {
  const { toasts } = Toast.useToastManager();
  return toasts.map((one) => (
    <Toast.Root
      key={one.id}
      toast={one}
      className="rounded-md border border-line-strong bg-raised shadow-pop transition-[opacity,translate] duration-150 data-ending-style:translate-y-1 data-ending-style:opacity-0 data-starting-style:translate-y-1 data-starting-style:opacity-0 data-[type=failed]:border-danger/60"
    >
      <Toast.Content className="flex items-start gap-3 py-2 pr-2 pl-3">
        <div className="min-w-0 flex-1 py-0.5">
          <Toast.Title className="text-sm font-medium" />
          <Toast.Description className="text-sm text-ink-soft" />
        </div>
        {one.actionProps !== undefined && <Toast.Action render={<Button size="sm" look="plain" />} />}
        <Toast.Close render={<Button look="quiet" size="icon-sm" aria-label="Dismiss" />}>
          <X className="size-3.5" aria-hidden />
        </Toast.Close>
      </Toast.Content>
    </Toast.Root>
  ));
}
