import { Dialog as BaseDialog } from "@base-ui/react/dialog";
import { X } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";

interface Props {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly title: string;
  readonly description?: ReactNode;
  readonly className?: string;
  readonly children: ReactNode;
}

export function Dialog({ open, onOpenChange, title, description, className, children }: Props) {
  return (
    <BaseDialog.Root open={open} onOpenChange={(next) => { onOpenChange(next); }}>
      <BaseDialog.Portal>
        <Backdrop />
        <BaseDialog.Popup
          className={cn(
            "fixed top-1/2 left-1/2 z-40 flex max-h-[calc(100dvh-4rem)] w-[30rem] max-w-[calc(100vw-2rem)] -translate-x-1/2 -translate-y-1/2 flex-col rounded-lg border border-line-strong bg-raised shadow-pop transition-[opacity,scale] duration-150 ease-out data-ending-style:scale-98 data-ending-style:opacity-0 data-starting-style:scale-98 data-starting-style:opacity-0",
            className,
          )}
        >
          <header className="flex items-start gap-4 px-5 pt-4 pb-3">
            <div className="min-w-0 flex-1">
              <BaseDialog.Title className="text-lg">{title}</BaseDialog.Title>
              {description !== undefined && <BaseDialog.Description className="mt-0.5 text-sm text-ink-soft">{description}</BaseDialog.Description>}
            </div>
            <BaseDialog.Close render={<Button look="quiet" size="icon-sm" aria-label="Close" />}>
              <X className="size-4" aria-hidden />
            </BaseDialog.Close>
          </header>
          <div className="min-h-0 overflow-y-auto px-5 pb-5">{children}</div>
        </BaseDialog.Popup>
      </BaseDialog.Portal>
    </BaseDialog.Root>
  );
}

/** Behind every dialog; while it stands, the keys of the page rest (use-hotkeys.ts). */
export function Backdrop() {
  return <BaseDialog.Backdrop data-modal="" className="fixed inset-0 z-30 bg-scrim transition-opacity duration-150 data-ending-style:opacity-0 data-starting-style:opacity-0" />;
}
