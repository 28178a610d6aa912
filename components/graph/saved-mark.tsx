import { Check, CloudAlert, LoaderCircle } from "lucide-react";
import type { SaveStatus } from "@/components/graph/use-autosave";
import { Tip } from "@/components/ui/tooltip";

/** Whether the store has what the screen shows. */
export function SavedMark({ status }: { readonly status: SaveStatus }) {
  return (
    <span role="status" className="flex items-center gap-1.5 px-2 text-xs whitespace-nowrap text-ink-soft">
      {status.kind === "saved" && <><Check className="size-3.5 text-ink-faint" aria-hidden /> <span>Saved</span>{status.at !== null && <span>{status.at.toISOString().slice(11, 19)} UTC</span>}</>}
      {status.kind === "saving" && <><LoaderCircle className="size-3.5 animate-spin text-ink-faint" aria-hidden /> Saving…</>}
      {status.kind === "failed" && (
        <Tip text={status.message}>
          <span tabIndex={0} className="flex items-center gap-1.5 text-danger"><CloudAlert className="size-3.5" aria-hidden /> Not saved: trying again</span>
        </Tip>
      )}
    </span>
  );
}
